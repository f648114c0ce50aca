import type { Catalogue, Occasion } from './catalogue.ts'
import { isExcused } from './denial.ts'
import { fold } from './folding.ts'
import type { GateContext, ProductClass } from './outgoing.ts'
import { remembered } from './remembered.ts'
import { answerLike, classWords, courtesy, impliedBy, notProducts, occasionWords, productLike } from './vocabulary.ts'

/** A deposit or bond that a text only likens something to, or says that it is not, is not what it speaks of. */
const likened = /(?:和|跟|同|与|像|比|当|当作|当成|如同|等于|相当于|就是|胜过|不如|不是|并非|非|不同于|不属于)(?:一般|普通|银行|您的?|放|个|是)?(?:的)?(?:定期|活期)?(?:存款|存钱|存银行|存定期|储蓄|国债|定存|定期|活期|死期)|\b(?:as|than|like|to|basically|practically|essentially|from|not) (?:(?:a|an|your|the|money|cash|in|any|bank|time|fixed|savings) ){0,4}(?:deposits?|savings(?: account)?|treasur(?:y|ies))/g

/** Wording of one class that another class needs too (risk-wording.md: "as above, and"). */
const alsoNeeds: Partial<Record<ProductClass, ProductClass>> = { 'structured-wealth': 'wealth', 'insurance-investment': 'insurance' }

/** What a text speaks of. */
export type Spoken = {
  /** Classes of which it needs the wording. */
  classes: ReadonlySet<ProductClass>
  /** Occasions that a named product brings with it. */
  occasions: ReadonlySet<string>
  /** Classes a claim in it would be of: what it speaks of, answers or follows on; without what it only likens something to. */
  inMind: ReadonlySet<ProductClass>
}

type Named = { classes: ReadonlySet<ProductClass>; occasions: ReadonlySet<string> }

const escaped = (name: string) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '[ -]{0,3}')

/** Finds the classes of product in texts, by the words for them and by the names of the catalogue's products. */
export function createClasses(catalogue: Catalogue) {
  const products = new Map<string, Catalogue['products'][number]>()
  for (const product of catalogue.products) for (const name of Object.values(product.names).flat()) products.set(fold(name).replace(/[ -]/g, ''), product)
  const spelt = [...new Set(catalogue.products.flatMap(product => Object.values(product.names).flat().map(fold)))].sort((a, b) => b.length - a.length)
  const names = spelt.length === 0 ? /(?!)/g : new RegExp(spelt.map(name => escaped(name)).join('|'), 'g')
  const focusOf = new Map(catalogue.products.map(product => [product.id, product]))

  /** The classes that words or product names in a folded text speak of. */
  function named(text: string): Named {
    const found = { classes: new Set<ProductClass>(), occasions: new Set<string>() }
    let rest = text.replace(names, (name: string, at: number) => {
      const product = products.get(name.replace(/[ -]/g, ''))
      // "Suixing" is a name, the same letters inside another word are not.
      if (/^[a-z0-9]/.test(name) && /[a-z0-9]/.test(text.charAt(at - 1) + text.charAt(at + name.length))) return name
      if (product) {
        found.classes.add(product.class)
        for (const occasion of product.occasions) found.occasions.add(`${product.class}.${occasion}`)
      }
      return '\u0002'
    })
    rest = rest.replace(notProducts, ' ')
    for (const [of, words] of classWords) {
      // A private product that is only denied ("我们不公开介绍私募") is not presented.
      const without = of === 'private' ? rest.replace(words, (match: string, ...at) => {
        const index = at.find(each => typeof each === 'number')
        return typeof index === 'number' && isExcused(rest, index, index + match.length, false) ? match : '\u0001'
      }) : rest.replace(words, ' ')
      if (without !== rest) found.classes.add(of)
      rest = without
    }
    return found
  }
  /** The same for a text that is sent: unlike what customers ask, it often comes again. */
  const namedIn = remembered(named, text => text)

  return {
    /** What a folded text speaks of in its context; `tight` is the same text with nothing hidden between its characters. */
    spokenOf(text: string, tight: string, context: GateContext): Spoken {
      const classes = new Set(namedIn(text).classes)
      const occasions = new Set(namedIn(text).occasions)
      const subject = new Set(namedIn(text.replace(likened, ' ')).classes)
      if (tight !== text) {
        const again = namedIn(tight)
        for (const of of again.classes) classes.add(of)
        for (const occasion of again.occasions) occasions.add(occasion)
        for (const of of namedIn(tight.replace(likened, ' ')).classes) subject.add(of)
      }
      for (const { class: of } of context.articles) if (of !== 'none' && of !== 'private') { classes.add(of); subject.add(of) }
      const asked = context.question === undefined ? undefined : named(fold(context.question))
      const focus = context.productInFocus
      const inMind = new Set(subject)
      const service = context.articles.length > 0 && context.articles.every(each => each.class === 'none')
      if (subject.size === 0) {
        const followed: Named = asked && asked.classes.size > 0 ? asked : { classes: new Set(focus ? [focus.class] : []), occasions: new Set(focus?.id === undefined ? [] : focusOf.get(focus.id)?.occasions.map(each => `${focus.class}.${each}`)) }
        for (const of of followed.classes) inMind.add(of)
        // "去年涨了8%，放心" names no class; what was asked or spoken of before says which it is.
        const speaks = productLike.test(text) || (asked !== undefined && asked.classes.size > 0 && answerLike.test(text))
        if (!service && speaks && !courtesy.test(text.trim())) {
          for (const of of followed.classes) if (of !== 'private') classes.add(of)
          for (const occasion of followed.occasions) occasions.add(occasion)
        }
        if (followed.classes.size === 0 && !service) {
          for (const [of, words] of impliedBy) {
            if (!words.test(text)) continue
            classes.add(of)
            inMind.add(of)
          }
        }
      }
      return { classes, occasions, inMind }
    },

    /** The wordings due with a text, in the order of the classes. */
    due(text: string, { classes, occasions }: Spoken): { of: ProductClass; when: Occasion }[] {
      const due: { of: ProductClass; when: Occasion }[] = []
      const add = (of: ProductClass, when: Occasion) => { if (!due.some(each => each.of === of && each.when === when)) due.push({ of, when }) }
      for (const of of classes) {
        const now = (occasionWords[of] ?? []).filter(([when, words]) => words.test(text) || occasions.has(`${of}.${when}`)).map(([when]) => when)
        const parent = alsoNeeds[of]
        if (parent) add(parent, 'always')
        // Early redemption terms stand in place of the price risk of a bond that cannot be traded.
        if (of !== 'deposit' && of !== 'private' && !now.includes('savings-treasury')) add(of, 'always')
        for (const when of now) add(of, when)
      }
      return due
    },
  }
}
