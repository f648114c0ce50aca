/** A stretch of a text, `start` characters into it; what begins from `from` up to `to` in it is its own, the rest is there to be seen. */
export type Stretch = { text: string; start: number; from: number; to: number }

/** So many characters are a stretch's own, and so many are seen on either side: more than anything that is looked for is long. */
const own = 800
const seen = 160

/** A text of any length in stretches of at most 1,120 characters: searching them costs as much a character as searching a short text. */
export function stretchesOf(text: string): Stretch[] {
  return Array.from({ length: Math.max(1, Math.ceil(text.length / own)) }, (_, at) => {
    const start = Math.max(0, at * own - seen)
    return { text: text.slice(start, (at + 1) * own + seen), start, from: at * own - start, to: (at + 1) * own - start }
  })
}

/** What `find` finds in a text of any length, stretch by stretch, with its place in the whole text. */
export function foundIn<T extends { start: number; end: number }>(text: string, find: (stretch: string) => T[]): T[] {
  const stretches = stretchesOf(text)
  if (stretches.length === 1) return find(text)
  return stretches.flatMap(({ text: stretch, start, from, to }) => find(stretch)
    .filter(found => found.start >= from && found.start < to)
    .map(found => ({ ...found, start: found.start + start, end: found.end + start })))
}

/** Tells of one span after another whether it overlaps none that was kept before, and keeps it then. */
export function createPlaces(length: number): (span: { start: number; end: number }) => boolean {
  const taken = new Uint8Array(length)
  return ({ start, end }) => {
    if (taken.subarray(start, end).includes(1)) return false
    taken.fill(1, start, end)
    return true
  }
}
