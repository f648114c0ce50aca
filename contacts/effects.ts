import type { Kysely } from 'kysely'
import type { Tables } from '../store/index.ts'
import type { CustomerSeal } from './customer-seal.ts'
import type { ContactsDeps } from './deps.ts'
import type { NewEntry } from './log.ts'
import type { TurnState } from './turn-state.ts'
import type { Handover, Instant } from './types.ts'

/** What a turn decided beside its replies; all of it is committed with them. */
export type Effect =
  | { kind: 'handover'; id: string; reason: string; summary: string; topic: string; urgent: boolean; locale: Handover['locale'] }
  | { kind: 'case'; number: string; what: string; content: Record<string, string> }
  | { kind: 'message-left'; text: string }
  | { kind: 'survey'; score: number }
  | { kind: 'close'; outcome: string }
  | { kind: 'topic'; topic: string }

/** What the effects leave in the log, and the enquiry's new topic, if it has one. */
export type Consequence = { entries: NewEntry[]; topic?: string }

/** Carries out a turn's effects inside its transaction. */
export async function carryOut(tx: Kysely<Tables>, effects: readonly Effect[], state: TurnState, now: Instant, { mask, seal }: { mask: ContactsDeps['mask']; seal: CustomerSeal }): Promise<Consequence> {
  const { enquiry } = state
  const done: Consequence = { entries: [] }
  const note = (kind: string, facts: Record<string, unknown>, personal: Pick<NewEntry, 'masked' | 'sealed'> = {}) => done.entries.push({
    at: now, kind, customer: state.customer, enquiry: enquiry.id, conversation: state.conversation, actor: 'bot', facts, ...personal,
  })
  for (const effect of effects) {
    switch (effect.kind) {
      case 'handover':
        await tx.insertInto('handovers').values({
          id: effect.id, enquiry_id: enquiry.id, conversation_id: state.conversation, reason: effect.reason, summary: effect.summary,
          topic: effect.topic, urgent: effect.urgent ? 1 : 0, locale: effect.locale, status: 'waiting', requested_at: now,
          agent: null, taken_at: null, closed_at: null, outcome: null,
        }).execute()
        note('handover.requested', { id: effect.id, reason: effect.reason, urgent: effect.urgent, rule: effect.urgent ? 'M1.3b' : 'M1.1b' })
        break
      case 'case':
        await tx.insertInto('cases').values({
          number: effect.number, kind: effect.what, enquiry_id: enquiry.id, customer_id: state.customer, opened_at: now, status: 'open',
          sealed: await seal.seal(state.customer, effect.content),
        }).execute()
        note('case.opened', { number: effect.number, kind: effect.what, owner: enquiry.owner, rule: 'M3.3a' })
        break
      case 'message-left':
        note('message.left', { owner: enquiry.owner }, { masked: mask(effect.text), sealed: await seal.seal(state.customer, { text: effect.text }) })
        break
      case 'survey':
        note('survey.answered', { score: effect.score, rule: 'M2.3a' })
        break
      case 'topic':
        done.topic = effect.topic
        break
      case 'close':
        await tx.updateTable('enquiries').set({ status: 'closed', closed_at: now, outcome: effect.outcome }).where('id', '=', enquiry.id).execute()
        note('enquiry.closed', { outcome: effect.outcome, owner: enquiry.owner })
        break
    }
  }
  return done
}
