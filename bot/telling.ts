import { isFetching } from '../channels/abilities.ts'
import type { Contacts } from '../contacts/contacts.ts'
import type { Step } from '../contacts/enquiries/closed-loop.ts'
import type { OpenEnquiry } from '../contacts/enquiries/records.ts'
import type { Also } from '../contacts/replies.ts'
import type { Locale, Outgoing } from '../knowledge/outgoing.ts'
import { choicesIn } from './choices.ts'
import type { Judging } from './judging.ts'

export type Speaker = { actor: string; name: string; author: 'bot' | 'agent' }
export type Said = { sent: true; added: { id: string; version: string }[] } | { sent: false; reasons: string[] }

export type TellingDeps = {
  contacts: Pick<Contacts, 'turnState' | 'say'>
  judging: Judging
  mask(text: string): string
  onOutbox(): void
  /** What the gate did with a message, for the tester's Emulator. */
  onTrace(activityId: string, trace: Record<string, unknown>): void
}

export type ToTell = {
  conversation: string
  locale: Locale
  speaker: Speaker
  outgoing: readonly Outgoing[]
  /** The steps of the closed loop that it is. */
  steps?: readonly Step[]
  /** The enquiry it belongs to, where that is not the one the conversation is at. */
  enquiry?: OpenEnquiry | undefined
  /** What the log keeps of it besides; without personal data. */
  facts?: Record<string, unknown>
  /** Done in the same unit of work; where it throws, nothing is said. */
  also?: Also
  /** Whose language the reasons are in where it is stopped; the customer's where nobody is named. */
  reader?: Locale | undefined
}

/** Says something in a conversation outside a turn of its own: through the gate, into the log, and to the customer's channel. */
export function createTelling(deps: TellingDeps) {
  return async function tell({ conversation, locale, speaker, outgoing, steps = [], enquiry, facts, also, reader }: ToTell): Promise<Said> {
    const known = await deps.contacts.turnState(conversation)
    if (!known) return { sent: false, reasons: ['The conversation does not exist'] }
    const state = enquiry === undefined ? known : { ...known, enquiry }
    const focus = await deps.judging.focus(conversation, speaker.author)
    const judged = outgoing.map(each => deps.judging.judge({ outgoing: each, locale, author: speaker.author, focus, shown: state.enquiry.wordingShown, reader }))
    const stopped = judged.find(each => each.sealed === null)
    if (stopped) return { sent: false, reasons: stopped.verdict.reasons }
    const push = !isFetching(state.channel)
    const replies = judged.flatMap(({ sealed, verdict, articles }) => sealed ? [{ sealed, masked: deps.mask(sealed.outgoing.text), facts: { ...facts, ...(articles.length > 0 ? { articles } : {}), verdict: verdict.verdict, classes: verdict.classes, added: verdict.added, reasons: verdict.reasons, ...choicesIn(sealed.outgoing, deps.mask) } }] : [])
    const taken = judged.some(({ verdict }) => verdict.added.length > 0) ? [...steps, 'risk-noticed' as const] : steps
    const ids = await deps.contacts.say(state, speaker.actor, speaker.name, replies, push, taken, also)
    for (const [index, id] of ids.entries()) deps.onTrace(id, { author: speaker.author, gate: [judged[index]?.verdict] })
    if (push) deps.onOutbox()
    return { sent: true, added: judged.flatMap(({ verdict }) => verdict.added) }
  }
}

export type Tell = ReturnType<typeof createTelling>
