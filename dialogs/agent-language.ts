import type { Inbound } from '../contacts/types.ts'
import type { Locale } from '../knowledge/outgoing.ts'
import type { Understanding, UnderstandingContext } from '../nlp/understanding.ts'
import { localeOf } from './locale.ts'
import { languageEvent } from './small-talk.ts'

/** Enough words to tell a language by: a brand, an "OK" or a name tells none. */
const plain = /(?:[a-z']{2,}[^\p{L}]+){3}[a-z']{2,}|\p{Script=Han}{4}/iu
/** What comes first of a long message tells it. */
const enough = 500

/** The language in which a customer goes on with the agent who serves them: to which they switch their page, or in which they plainly write. Undefined where nothing tells another. */
export async function languageTold(inbound: Inbound, current: Locale, understand: (text: string, context: UnderstandingContext) => Promise<Pick<Understanding, 'locale'>>): Promise<Locale | undefined> {
  const switched = languageEvent.safeParse(inbound)
  const text = inbound.text.slice(0, enough)
  const told = switched.success ? localeOf(switched.data.value.locale) : inbound.kind === 'message' && plain.test(text) ? (await understand(text, { fallback: current })).locale : undefined
  return told === current ? undefined : told
}
