import type { Schema } from '../../call/desk.ts'

export type Handover = Schema<'Handover'>

/** What of the lists is to be seen; nothing chosen hides nothing. */
export type Sieve = { search: string; topics: readonly string[]; languages: readonly string[]; channels: readonly string[]; urgent: boolean }
export const openSieve: Sieve = { search: '', topics: [], languages: [], channels: [], urgent: false }

/** How many of the filters are set, besides the search. */
export const filtersSet = ({ topics, languages, channels, urgent }: Sieve): number => [topics, languages, channels].filter(({ length }) => length > 0).length + Number(urgent)

/** Topics that say nothing of what it is about. */
const open = new Set(['none', 'dialog.agent'])

/** The subject of a topic's name: `fund-fees` is about `subject-fund`. What a dialog found, such as fraud, is a subject of its own. */
export const subjectOf = (topic: string): string => open.has(topic) ? 'subject-other' : topic.startsWith('dialog.') ? topic : `subject-${topic.split('-')[0] ?? topic}`

/** What passes the sieve, in its order. The search looks at what is shown of each: its words in the page's language. */
export function sift(handovers: readonly Handover[], { search, topics, languages, channels, urgent }: Sieve, inWords: (value: string) => string): Handover[] {
  const asked = search.trim().toLowerCase()
  const has = (chosen: readonly string[], value: string) => chosen.length === 0 || chosen.includes(value)
  return handovers.filter(each => has(topics, subjectOf(each.topic)) && has(languages, each.language) && has(channels, each.channel) && (!urgent || each.urgent)
    && (asked === '' || [inWords(each.reason), inWords(each.language), inWords(each.channel), inWords(subjectOf(each.topic)), each.topic, each.summary].some(text => text.toLowerCase().includes(asked))))
}

/** What there is to choose from, each once, in the order of the alphabet. */
export const choices = (handovers: readonly Handover[], of: (handover: Handover) => string): string[] => [...new Set(handovers.map(of))].toSorted()
