import type { Saying } from '../parts/language.tsx'

const words: Record<string, string> = { topic: 'lack-topic', language: 'lack-language', tier: 'lack-tier' }

/** Why somebody may not serve a customer, in words: `certificate-missing:fund` and the like of the API. What has no words is given as it is. */
export function lackingInWords(reasons: readonly string[], { inWords, all }: Pick<Saying<string>, 'inWords' | 'all'>): string {
  return all(reasons.map(reason => {
    const [kind = '', what = ''] = reason.split(':')
    const word = words[kind] ?? kind
    return inWords(word) === word ? reason : inWords(word).replace('{what}', inWords(what))
  }))
}
