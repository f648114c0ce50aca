import { createHash, randomInt } from 'node:crypto'

/** Crockford's alphabet: nothing in it is mistaken for another when read out or typed. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const form = /(?<![0-9A-Z])SW-?([0-9A-Z]{4})-?([0-9A-Z]{4})(?![0-9A-Z])/i
/** The same as people type it, in full width or with other dashes. */
const typed = /(?<![0-9A-Z])[SＳ][WＷ][-－‐-―−]?(?:[0-9A-Z０-９Ａ-Ｚ]{4})[-－‐-―−]?(?:[0-9A-Z０-９Ａ-Ｚ]{4})(?![0-9A-Z])/gi

/** A one-time code, such as `SW-7KQ2-M9XD`: 40 random bits. */
export function newLinkCode(): string {
  const drawn = Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('')
  return `SW-${drawn.slice(0, 4)}-${drawn.slice(4)}`
}

/** The code in a message as it was given out, however it was typed: in small letters, in full width, without dashes; `O` is 0, `I` and `L` are 1. */
export function linkCodeIn(text: string): string | undefined {
  const [, first, second] = form.exec(text.normalize('NFKC').replaceAll(/[‐-―−]/g, '-')) ?? []
  if (first === undefined || second === undefined) return undefined
  const read = (part: string) => part.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  const code = `SW-${read(first)}-${read(second)}`
  return [...code.slice(3).replace('-', '')].every(letter => alphabet.includes(letter)) ? code : undefined
}

/** What stands beside a code in a message. */
export function withoutLinkCode(text: string): string {
  return text.replaceAll(typed, ' ')
}

/** Hides codes where agents and the log read along: whoever knows one in its time is taken for the customer. */
export function hideLinkCodes(text: string): string {
  return text.replaceAll(typed, 'SW-****-****')
}

/** What is kept of a code. */
export const hashOfCode = (code: string) => createHash('sha256').update(code).digest('hex')
