import type { Entity } from '../understanding.ts'
import { findDates, findTerms } from './dates.ts'
import { findMoney, findPercents } from './money.ts'
import { personalSpans } from './personal.ts'
import { createPlaces, foundIn } from './stretches.ts'

export type KnownProduct = { id: string; class: string; names: readonly string[] }

type Named = { name: string; id: string; class: string }
const namedOf = new WeakMap<readonly KnownProduct[], Named[]>()

/** The products' names in lower case: the same few hundred for every message. */
function namesOf(products: readonly KnownProduct[]): Named[] {
  let named = namedOf.get(products)
  if (!named) namedOf.set(products, named = products.flatMap(({ id, class: of, names }) => names.map(name => ({ name: name.toLowerCase(), id, class: of }))))
  return named
}

function findProducts(text: string, products: readonly KnownProduct[]): Entity[] {
  const lower = text.toLowerCase()
  const found: Entity[] = []
  for (const { name, id, class: of } of namesOf(products)) {
    const start = lower.indexOf(name)
    if (start >= 0) found.push({ kind: 'product', start, end: start + name.length, text: text.slice(start, start + name.length), value: { id, class: of }, personal: false })
  }
  return found
}

function findCaseNumbers(text: string): Entity[] {
  return [...text.matchAll(/TS\d{8}-[0-9A-Z]{5}/gi)].map(match => ({
    kind: 'case-number', start: match.index, end: match.index + match[0].length, text: match[0], value: { number: match[0].toUpperCase() }, personal: false,
  }))
}

/** Full-width letters, digits and signs as the usual ones; every one stays where it is. */
const narrowed = (text: string) => text.replace(/[！-～]/g, char => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replaceAll('　', ' ')

/**
 * Finds entities with their positions and normalised values. Dates are relative to `now` in Asia/Shanghai. Of two that overlap
 * the personal one stays, else a product's name, else the longer.
 */
export function findEntities(text: string, products: readonly KnownProduct[], now: Date): Entity[] {
  const personal = personalSpans(text).map(({ kind, start, end }): Entity => ({ kind, start, end, text: text.slice(start, end), value: {}, personal: true }))
  const counted = foundIn(narrowed(text), narrow => [...findMoney(narrow), ...findPercents(narrow), ...findDates(narrow, now), ...findTerms(narrow)])
  const rank = (entity: Entity) => entity.personal ? 2 : entity.kind === 'product' || entity.kind === 'case-number' ? 1 : 0
  const found = [...personal, ...findProducts(text, products), ...findCaseNumbers(text), ...counted]
    .sort((a, b) => rank(b) - rank(a) || (b.end - b.start) - (a.end - a.start))
  return found.filter(createPlaces(text.length)).map(entity => ({ ...entity, text: text.slice(entity.start, entity.end) })).sort((a, b) => a.start - b.start)
}
