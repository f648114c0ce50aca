import type { Kysely } from 'kysely'
import type { Tables } from '../store/index.ts'
import type { Complaints } from './cases/complaints.ts'
import { FollowUpTakenError } from './cases/follow-ups.ts'
import type { CustomerSeal } from './customer-seal.ts'
import { keepConsent, type Purpose } from './customers/consents.ts'
import { keepCode } from './customers/links.ts'
import type { ContactsDeps } from './deps.ts'
import { type EnquiryKind, type Step, stricter } from './enquiries/closed-loop.ts'
import type { NewEntry } from './log.ts'
import { goOnIn } from './serving/language.ts'
import type { TurnState } from './turn-state.ts'
import type { Handover, Instant } from './types.ts'

/** What a turn decided beside its replies; all of it is committed with them. */
export type Effect =
  | { kind: 'handover'; id: string; reason: string; summary: string; topic: string; urgent: boolean; locale: Handover['locale']; ahead: number }
  /** The customer who waits goes on in another language, or says only now what they came for. */
  | { kind: 'handover-language'; locale: Handover['locale'] }
  | { kind: 'handover-matter'; summary: string }
  /** The customer no longer waits for a person. */
  | { kind: 'withdraw'; handover: string }
  | { kind: 'case'; number: string; what: string; text: string; amount?: number | undefined; locale: Handover['locale'] }
  /** What the customer adds to the case that they have just filed. */
  | { kind: 'case-details'; number: string; detail: { name: 'when' | 'wish'; text: string } }
  /** The customer's answer to whether it is really solved. */
  | { kind: 'follow-up-answered'; id: string; solved: boolean }
  /** For the enquiry's owner (M1.1b); `id` names it at the desk if the customer does not wait there yet. */
  | { kind: 'message-left'; id: string; text: string; topic: string; locale: Handover['locale']; /** `call-back` where a call is wished for. */ reason?: 'message-left' | 'call-back' }
  | { kind: 'survey'; score: number }
  /** A code was told by which the customer goes on in another channel. */
  | { kind: 'link-code'; code: string }
  /** The customer proved by a code that another conversation is theirs. */
  | { kind: 'link'; code: string }
  | { kind: 'consent'; purpose: Purpose; given: boolean; wording: string; source: string }
  | { kind: 'close'; outcome: string }
  /** What the message is about, found out by its answer; `matter` is broader: a clearly other one is another enquiry. */
  | { kind: 'topic'; topic: string; matter?: string }

/** What the effects leave in the log, the steps they are, and what they make of the enquiry. */
export type Consequence = { entries: NewEntry[]; steps: Step[]; kind?: EnquiryKind }

/** The effects that change who waits for an agent or what an owner has to do. */
export function changesQueue(effects: readonly Effect[]): boolean {
  return effects.some(({ kind }) => kind === 'handover' || kind === 'handover-language' || kind === 'handover-matter' || kind === 'withdraw' || kind === 'message-left' || kind === 'case' || kind === 'follow-up-answered')
}

/** Who was told their place then is told it anew at once. */
const longAgo = new Date(0).toISOString()

/** A place behind all who wait: since when it counts as asked for, a moment after the last of them, and how many these are. */
async function lastPlace(tx: Kysely<Tables>, now: Instant): Promise<{ requestedAt: Instant; ahead: number }> {
  const { count, last } = await tx.selectFrom('handovers').select(eb => [eb.fn.countAll<number>().as('count'), eb.fn.max('requested_at').as('last')]).where('status', '=', 'waiting').executeTakeFirstOrThrow()
  return { requestedAt: last !== null && last >= now ? new Date(Date.parse(last) + 1).toISOString() : now, ahead: Number(count) }
}

/** Carries out a turn's effects inside its transaction. */
export async function carryOut(tx: Kysely<Tables>, effects: readonly Effect[], state: TurnState, now: Instant, { mask, seal, complaints }: Pick<ContactsDeps, 'mask'> & { seal: CustomerSeal; complaints: Complaints }): Promise<Consequence> {
  const { enquiry } = state
  const done: Consequence = { entries: [], steps: [] }
  const asks = (kind: EnquiryKind) => { done.kind = stricter(done.kind ?? 'information', kind) }
  const note = (kind: string, facts: Record<string, unknown>, personal: Pick<NewEntry, 'masked' | 'sealed'> = {}) => done.entries.push({
    at: now, kind, customer: state.customer, enquiry: enquiry.id, conversation: state.conversation, actor: 'bot', facts, ...personal,
  })
  for (const effect of effects) {
    switch (effect.kind) {
      case 'handover': {
        const { requestedAt, ahead } = await lastPlace(tx, now)
        // A message left before is part of what the agent sees now.
        await tx.updateTable('handovers').set({ status: 'closed', closed_at: now, outcome: 'asked-again' }).where('conversation_id', '=', state.conversation).where('status', '=', 'left').execute()
        await tx.insertInto('handovers').values({
          id: effect.id, enquiry_id: enquiry.id, conversation_id: state.conversation, reason: effect.reason, summary: effect.summary,
          topic: effect.topic, urgent: effect.urgent ? 1 : 0, locale: effect.locale, status: 'waiting', requested_at: requestedAt, agent: null, taken_at: null, closed_at: null, outcome: null,
          // Of several who asked at once each was told a place before the others had theirs: it is put right.
          told_ahead: effect.ahead, told_at: effect.urgent || ahead === effect.ahead ? now : longAgo,
        }).execute()
        asks('assistance')
        note('handover.requested', { id: effect.id, reason: effect.reason, urgent: effect.urgent, rule: effect.urgent ? 'M1.3b' : 'M1.1b' })
        break
      }
      case 'case':
        await complaints.cases.open(tx, {
          number: effect.number, kind: effect.what, enquiry: enquiry.id, customer: state.customer, conversation: state.conversation, locale: effect.locale, owner: enquiry.owner,
          how: 'bot', actor: 'customer', what: effect.text, amount: effect.amount,
        })
        // The number comes with what will be done by when.
        done.steps.push('promised')
        asks('complaint')
        break
      case 'case-details':
        await complaints.cases.addDetails(tx, effect.number, state.customer, effect.detail)
        break
      case 'follow-up-answered':
        await complaints.followUps.answered(tx, effect.id, effect.solved, 'customer').catch((error: unknown) => {
          // Its owner or its end was quicker: what the customer said is in the log.
          if (!(error instanceof FollowUpTakenError)) throw error
        })
        done.steps.push('feedback')
        break
      case 'handover-language':
        done.entries.push(...await goOnIn(tx, state, effect.locale, now))
        break
      case 'handover-matter': {
        const { numUpdatedRows } = await tx.updateTable('handovers').set({ summary: effect.summary }).where('id', '=', state.handover?.id ?? '').where('status', '=', 'waiting').executeTakeFirstOrThrow()
        if (numUpdatedRows > 0n) note('handover.matter', { handover: state.handover?.id ?? '' })
        break
      }
      case 'withdraw': {
        const { numUpdatedRows } = await tx.updateTable('handovers').set({ status: 'closed', closed_at: now, outcome: 'withdrawn' })
          .where('id', '=', effect.handover).where('status', '=', 'waiting').executeTakeFirstOrThrow()
        if (numUpdatedRows > 0n) note('handover.withdrawn', { handover: effect.handover })
        break
      }
      case 'message-left':
        await leaveMessage(tx, effect, state, now, mask)
        // They are told by when.
        done.steps.push('promised')
        asks('request')
        note('message.left', { owner: enquiry.owner, rule: 'M1.1b' }, { masked: mask(effect.text), sealed: await seal.seal(state.customer, { text: effect.text }) })
        break
      case 'survey':
        done.steps.push('feedback')
        note('survey.answered', { score: effect.score, rule: 'M2.3a' })
        await complaints.cases.rated(tx, state.conversation, effect.score)
        break
      case 'link-code':
        await keepCode(tx, state, effect.code, now)
        note('link.code-given', { rule: 'M1.1a' })
        break
      case 'consent':
        done.entries.push(await keepConsent(tx, state.customer, effect, 'customer', now))
        break
      // Decided before the replies are written down, and after the steps are: contacts/enquiries.
      case 'topic':
      case 'link':
      case 'close':
        break
    }
  }
  return done
}

/** Puts a message on its owner's list: the customer's place in the queue becomes one, unless the matter is urgent and they keep waiting. */
async function leaveMessage(tx: Kysely<Tables>, { id, text, topic, locale, reason = 'message-left' }: Extract<Effect, { kind: 'message-left' }>, state: TurnState, now: Instant, mask: ContactsDeps['mask']): Promise<void> {
  const summary = mask(text).slice(0, 300)
  const { numUpdatedRows } = await tx.updateTable('handovers').set({ status: 'left', reason, summary })
    .where('conversation_id', '=', state.conversation).where(eb => eb.or([eb('status', '=', 'left'), eb.and([eb('status', '=', 'waiting'), eb('urgent', '=', 0)])])).executeTakeFirstOrThrow()
  if (numUpdatedRows > 0n || state.handover) return
  await tx.insertInto('handovers').values({
    id, enquiry_id: state.enquiry.id, conversation_id: state.conversation, reason, summary, topic, urgent: 0, locale, status: 'left', requested_at: now,
    agent: null, taken_at: null, closed_at: null, outcome: null, told_ahead: 0, told_at: now,
  }).execute()
}
