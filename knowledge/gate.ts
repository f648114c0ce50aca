import { type Catalogue, type Disclosure, inForce, type Occasion } from './catalogue.ts'
import type { GateContext, Locale, Outgoing, ProductClass, Verdict } from './outgoing.ts'
import { claims, classWords, denialBefore, denialUndone, fold, hasFigure, notProducts, occasionWords, productLike, squeeze } from './vocabulary.ts'

/** What has passed the gate. Only this file makes one; channels take nothing else (promise 1). */
export class Sealed {
  readonly #outgoing: Outgoing
  static #open = false
  constructor(outgoing: Outgoing) {
    if (!Sealed.#open) throw new Error('Only the gate seals what goes out')
    this.#outgoing = freeze(structuredClone(outgoing))
  }
  get outgoing(): Outgoing {
    return this.#outgoing
  }
  /** @internal Used in this file alone. */
  static within<T>(make: () => T): T {
    Sealed.#open = true
    try {
      return make()
    } finally {
      Sealed.#open = false
    }
  }
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value)
    for (const inner of Object.values(value)) freeze(inner)
  }
  return value
}

function isOutgoing(value: unknown): value is Outgoing {
  return typeof value === 'object' && value !== null && 'type' in value && (value.type === 'message' || value.type === 'event') && 'text' in value && 'locale' in value
}

/** Gives back what was sealed when it was written to the outbox, which takes only what is sealed. Never for anything else. */
export function restoreSealed(stored: unknown): Sealed {
  if (!isOutgoing(stored)) throw new Error('This is not a message that was sealed')
  return Sealed.within(() => new Sealed(stored))
}

export type Gate = {
  /** What would happen to this text in this context. Pure: the same answer for the same content, text and context. */
  judge(outgoing: Outgoing, context: GateContext): Verdict
  /** Judges and seals. `sealed` is null where an author's text is stopped: an agent is told why, the bot says something safe instead. */
  seal(outgoing: Outgoing, context: GateContext): { sealed: Sealed | null; verdict: Verdict }
}

/** Every string of a card or attachment that a customer reads. */
function* readable(value: unknown, key = ''): Generator<string> {
  if (typeof value === 'string') {
    if (!/^(type|contentType|url|contentUrl|\$schema|version|id|style|size|weight)$/.test(key)) yield value
  } else if (Array.isArray(value)) {
    for (const item of value) yield* readable(item, key)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) yield* readable(inner, name)
  }
}

const investment = new Set<ProductClass>(['structured-deposit', 'wealth', 'structured-wealth', 'fund', 'bond', 'insurance', 'insurance-investment', 'metal-fx', 'private'])
const day = 86_400_000

/** Wording of one class that another class needs too (risk-wording.md: "as above, and"). */
const alsoNeeds: Partial<Record<ProductClass, ProductClass>> = { 'structured-wealth': 'wealth', 'insurance-investment': 'insurance' }

const comparable = (text: string) => fold(text).replace(/[\s\p{P}]/gu, '')

type Prepared = { record: Disclosure; compared: Record<Locale, string>; folded: Record<Locale, string> }

/** The gate over one catalogue (M4.3a). */
export function createGate(catalogue: Catalogue): Gate {
  const prepared: Prepared[] = catalogue.disclosures.map(record => ({
    record,
    compared: { 'zh-Hans': comparable(record.text['zh-Hans']), 'zh-Hant': comparable(record.text['zh-Hant']), en: comparable(record.text.en) },
    folded: { 'zh-Hans': fold(record.text['zh-Hans']), 'zh-Hant': fold(record.text['zh-Hant']), en: fold(record.text.en) },
  }))
  const productNames = catalogue.products.flatMap(product => Object.values(product.names).flat().map(name => ({ name: fold(name), class: product.class })))
    .sort((a, b) => b.name.length - a.name.length)

  /** The classes that words or product names in a folded text speak of. */
  function named(text: string): Set<ProductClass> {
    const found = new Set<ProductClass>()
    let rest = text
    for (const { name, class: of } of productNames) {
      if (rest.includes(name)) {
        found.add(of)
        rest = rest.replaceAll(name, ' ')
      }
    }
    rest = rest.replace(notProducts, ' ')
    for (const [of, words] of classWords) {
      const without = rest.replace(words, ' ')
      if (without !== rest) found.add(of)
      rest = without
    }
    return found
  }

  function claimsIn(folded: string, spoken: ReadonlySet<ProductClass>): string[] {
    const squeezed = squeeze(folded)
    const reasons = new Set<string>()
    const onlyPlain = spoken.size > 0 && [...spoken].every(of => !investment.has(of))
    for (const text of squeezed === folded ? [folded] : [folded, squeezed]) {
      for (const { id, words, why } of claims) {
        for (const match of text.matchAll(words)) {
          const before = text.slice(Math.max(0, match.index - 30), match.index)
          const clause = before.slice(Math.max(before.lastIndexOf('。'), before.lastIndexOf('！'), before.lastIndexOf('!'), before.lastIndexOf('\n'), before.search(/\.\s(?!.*\.\s)/)) + 1)
          if (denialBefore.test(clause) && !denialUndone.test(clause)) continue
          // An ordinary deposit's principal and rate may be stated; it is no investment.
          if (onlyPlain && (id === 'promise' || id === 'superlative' || id === 'urgency' || id === 'forecast')) continue
          reasons.add(`${id}: "${match[0].trim()}" ${why} (M4.3a)`)
        }
      }
    }
    return [...reasons]
  }

  function classesOf(text: string, context: GateContext): Set<ProductClass> {
    const found = named(text)
    for (const article of context.articles) if (article.class !== 'none' && article.class !== 'private') found.add(article.class)
    const service = context.articles.length > 0 && context.articles.every(article => article.class === 'none')
    if (found.size === 0 && !service && productLike.test(text)) {
      // "去年涨了8%，放心" names no class; what was asked or spoken of before says which it is.
      if (context.question) for (const of of named(fold(context.question))) found.add(of)
      if (found.size === 0 && context.productInFocus) found.add(context.productInFocus.class)
    }
    // A reviewed service article is judged by its text alone only for promises: it mentions, it does not speak of.
    return service ? new Set([...found].filter(of => of === 'private')) : found
  }

  function required(text: string, classes: ReadonlySet<ProductClass>): { of: ProductClass; when: Occasion }[] {
    const all = new Set(classes)
    for (const of of classes) {
      const more = alsoNeeds[of]
      if (more) all.add(more)
    }
    const due: { of: ProductClass; when: Occasion }[] = []
    for (const of of all) {
      const occasions = (occasionWords[of] ?? []).filter(([, words]) => words.test(text)).map(([when]) => when)
      const replaced = occasions.includes('savings-treasury')
      if (of !== 'deposit' && of !== 'private' && !replaced) due.push({ of, when: 'always' })
      for (const when of occasions) due.push({ of, when })
    }
    return due
  }

  function judgeText(outgoing: Outgoing, context: GateContext): { verdict: Verdict; wording: Prepared[] } {
    const parts = [outgoing.text, outgoing.speak ?? '', ...(outgoing.suggestedActions?.actions ?? []).flatMap(action => [action.title, action.displayText ?? '']), ...readable(outgoing.attachments ?? []), ...readable(outgoing.value ?? {})]
    const buttons = outgoing.suggestedActions?.actions.length ?? 0
    let folded = fold(parts.filter(Boolean).join('\n'))
    // What is approved wording already is not judged again.
    for (const wording of prepared) folded = folded.replaceAll(wording.folded[context.locale], '\n')
    // An event's value is read by programs: it speaks of no product, but a claim in it is stopped all the same.
    const said = outgoing.type === 'event' ? '' : buttons > 0 ? fold([outgoing.text, outgoing.speak ?? '', ...readable(outgoing.attachments ?? [])].join('\n')) : folded
    const classes = classesOf(said, context)
    const list = [...classes]
    const stopped = (reasons: string[]) => ({ verdict: { verdict: 'stop' as const, classes: list, added: [] as [], reasons }, wording: [] })

    const broken = claimsIn(folded, named(said).size > 0 ? named(said) : classes)
    if (broken.length > 0) return stopped(broken)
    const onlyOffer = context.articles.some(article => article.class === 'private')
    if (classes.has('private') && !onlyOffer && !denialBefore.test(said.slice(0, Math.max(0, said.search(/私募|信托|private|hedge|trust/))))) {
      return stopped(['private: products of this class are not presented in public; offer a certified agent (risk-wording.md)'])
    }

    const present = comparable(parts.join('\n'))
    const wording: Prepared[] = []
    const reasons: string[] = []
    for (const { of, when } of required(said, classes)) {
      const valid = prepared.filter(each => each.record.class === of && each.record.when === when && inForce(each.record, context.now))
      const newest = valid.sort((a, b) => b.record.effective.from.localeCompare(a.record.effective.from))[0]
      if (!newest) return stopped([`${of}.${when}: no approved wording in force; the answer is withheld (M4.3b)`])
      if (present.includes(newest.compared[context.locale])) continue
      const shownAt = context.shown[newest.record.id]
      const recent = shownAt !== undefined && Date.parse(context.now) - Date.parse(shownAt) < day
      if (context.author === 'agent' && recent && !hasFigure(said)) continue
      if (!wording.includes(newest)) {
        wording.push(newest)
        reasons.push(`${newest.record.id}: required with class ${of} (M4.3a)`)
      }
    }
    if (wording.length === 0) return { verdict: { verdict: 'send', classes: list, added: [], reasons }, wording }
    return { verdict: { verdict: 'amend', classes: list, added: wording.map(({ record }) => ({ id: record.id, version: record.version })), reasons }, wording }
  }

  return {
    judge: (outgoing, context) => judgeText(outgoing, context).verdict,
    seal(outgoing, context) {
      const { verdict, wording } = judgeText(outgoing, context)
      if (verdict.verdict === 'stop') return { sealed: null, verdict }
      const text = [outgoing.text, ...wording.map(({ record }) => record.text[context.locale])].filter(Boolean).join('\n\n')
      const speak = outgoing.speak === undefined ? {} : { speak: [outgoing.speak, ...wording.map(({ record }) => record.spoken[context.locale])].join(' ') }
      return { sealed: Sealed.within(() => new Sealed({ ...outgoing, text, ...speak })), verdict }
    },
  }
}
