import type { Saying } from '../parts/language.tsx'
import type { Word } from './words.ts'

/** Why somebody may not serve, in words; what no rule here knows is given as it is. */
export function whyInWords(why: string, needed: number, { say, inWords }: Pick<Saying<Word>, 'say' | 'inWords'>): string {
  const [what, first = '', second = ''] = why.split(':')
  switch (what) {
    case 'certificate-missing': return say('whyMissing', { kind: inWords(first) })
    case 'certificate-expired': return say('whyExpired', { kind: inWords(first), day: second })
    case 'hours-short': return say('whyHours', { year: first, hours: second, needed })
    default: return why
  }
}
