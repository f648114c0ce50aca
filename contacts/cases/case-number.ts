import { randomInt } from 'node:crypto'
import { defaultZone } from '../clocks/deadlines.ts'
import { localDateOf } from '../clocks/local-date.ts'

/** Crockford's letters: none that is taken for another when it is read out. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A number for a complaint taken now: TS, the day, and five random characters, so that no number tells of another. */
export function newCaseNumber(now: Date): string {
  const random = Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('')
  return `TS${localDateOf(now, defaultZone).replaceAll('-', '')}-${random}`
}

const form = /(?<![A-Z0-9])TS ?(\d{8}) ?[-–—－]? ?([0-9A-Z]{5})(?![A-Z0-9])/i

/** The case number in a text, as customers write it: any case, full width, with or without its hyphen. O counts as 0, I and L as 1. */
export function caseNumberIn(text: string): string | undefined {
  const [, day, random] = form.exec(text.normalize('NFKC')) ?? []
  if (day === undefined || random === undefined) return undefined
  return `TS${day}-${random.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1')}`
}

/** What is said beside the case number. */
export const besideCaseNumber = (text: string): string => text.normalize('NFKC').replace(form, ' ')
