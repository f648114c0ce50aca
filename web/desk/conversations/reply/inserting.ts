/** What is left in the box when `sent` has gone: what was written meanwhile stays. */
export const leftAfter = (text: string, sent: string): string => text.startsWith(sent) ? text.slice(sent.length).trimStart() : text

/** A text put in at a place, with what is to be selected then: the first that stands open in it, or its end. */
export function insertedAt(before: string, { start, end }: { start: number; end: number }, text: string): { text: string; select: [number, number] } {
  const gap = start > 0 && !/\s$/.test(before.slice(0, start)) ? '\n' : ''
  const open = /\{(?:customer|agent|product)\}/.exec(text)
  const from = start + gap.length
  const select: [number, number] = open ? [from + open.index, from + open.index + open[0].length] : [from + text.length, from + text.length]
  return { text: before.slice(0, start) + gap + text + before.slice(end), select }
}
