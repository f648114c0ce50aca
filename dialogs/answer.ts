import type { Dialog, Flow, ProductFacts, Reply } from './dialog.ts'
import { matterOf } from './matters.ts'
import { classNames, fill, labels, phrases } from './phrases.ts'

/** Answers with the article of a topic, its source and what could be asked next; false where there is none in force. */
export function answerWith(dialog: Dialog, topic: string): boolean {
  const { locale, deps, after } = dialog
  const article = deps.article(topic, locale)
  if (!article) return false
  const source = fill(phrases.source[locale], { id: article.id, version: article.version })
  const next = article.next.flatMap(id => deps.article(id, locale)?.title ?? []).slice(0, 3)
  const product = productAsked(dialog)
  const about = product && article.class === product.class ? product : undefined
  const text = [about ? factsOf(dialog, about) : '', article.body, source].filter(Boolean).join('\n\n')
  dialog.say(text, next, { articles: [{ id: article.id, version: article.version, class: article.class }], ...asked(dialog) })
  after.topic = topic
  delete after.spokenOf
  if (article.class === 'none') delete after.product
  else after.product = { class: article.class, ...(about ? { id: about.id } : {}) }
  const subject = deps.article(topic, 'zh-Hans')?.subject
  dialog.effect({ kind: 'topic', topic, ...(subject === undefined ? {} : { matter: matterOf(subject) }) })
  return true
}

/** The question as the gate sees it beside its answer. */
function asked({ understood, text }: Dialog): Partial<Reply['context']> {
  return { question: understood?.maskedText ?? text }
}

/** The product that the message names, or that it goes on about. */
function productAsked({ understood, before, deps, locale }: Dialog): ProductFacts | undefined {
  const named = understood?.entities.find(entity => entity.kind === 'product')?.value['id']
  const id = typeof named === 'string' ? named : understood?.followsUp ? before.product?.id : undefined
  return id === undefined ? undefined : deps.product(id, locale)
}

function factsOf({ locale }: Dialog, product: ProductFacts): string {
  const amount = `${product.minimum.amount.toLocaleString('en-US')} ${product.minimum.currency === 'CNY' ? phrases.yuan[locale] : product.minimum.currency}`
  const template = product.risk === 'none' ? phrases.product[locale] : phrases.productWithRisk[locale]
  return fill(template, { name: product.name, class: classNames[product.class][locale], risk: product.risk, term: product.term, minimum: amount })
}

/** A product's own facts, where it is named and no article is asked for. */
export const productFacts: Flow = dialog => {
  const product = dialog.understood?.decision === 'clarify' && dialog.understood.followsUp ? undefined : productAsked(dialog)
  if (!product || (dialog.understood?.decision === 'answer' && dialog.confident)) return false
  const source = fill(phrases.source[dialog.locale], { id: product.id, version: product.version })
  dialog.say(`${factsOf(dialog, product)}\n\n${source}`, [labels.agent[dialog.locale]], { productInFocus: { id: product.id, class: product.class }, ...asked(dialog) })
  dialog.after.product = { id: product.id, class: product.class }
  delete dialog.after.topic
  delete dialog.after.spokenOf
  return true
}
