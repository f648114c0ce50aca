import { type Saying, useSaying } from '../language.tsx'
import { words } from './words.ts'

const kinds: Record<string, keyof (typeof words)['en']> = {
  'certificate-missing': 'certificate-missing', 'certificate-expired': 'certificate-expired', 'hours-short': 'hours-short', topic: 'lack-topic', language: 'lack-language', tier: 'lack-tier', concerned: 'concerned',
}

/** Why somebody may not serve a customer, in words: `certificate-missing:fund` and the like of the API. What has no words is given as it is. */
export function lackingInWords(reasons: readonly string[], { inWords, all }: Pick<Saying<string>, 'inWords' | 'all'>): string {
  return all(reasons.map(reason => {
    const [kind = '', what = '', more = ''] = reason.split(':')
    const word = kinds[kind]
    return word === undefined ? reason : inWords(word).replace('{what}', inWords(what)).replace('{more}', more)
  }))
}

/** Says what somebody lacks in the page's language. */
export function useLacking(): (reasons: readonly string[]) => string {
  const saying = useSaying(words)
  return reasons => lackingInWords(reasons, saying)
}
