import { ForeignConversationError } from '../contacts/acceptance.ts'
import type { Contacts } from '../contacts/contacts.ts'
import type { Handovers } from '../contacts/handovers.ts'
import type { OutboxItem } from '../contacts/outbox.ts'
import type { Decision, DialogInput } from '../dialogs/conversation.ts'
import type { Gate } from '../knowledge/gate.ts'
import type { Understand } from '../nlp/understand.ts'
import type { Metrics, Stage } from './metrics.ts'
import type { Tracing } from './tracing.ts'
import type { Turn } from './turn.ts'

/** Puts a measure and a trace around the parts of a message's way; what they do stays the same. */
export function createObserved({ metrics, tracing }: { metrics: Metrics; tracing: Tracing }) {
  async function stage<T>(name: Stage, facts: Record<string, string | number | boolean>, work: () => Promise<T>): Promise<T> {
    const from = performance.now()
    try {
      return await tracing.span(name, facts, work)
    } finally {
      metrics.took(name, performance.now() - from)
    }
  }

  function gateOf(gate: Gate): Gate {
    return {
      judge: gate.judge,
      seal(outgoing, context) {
        const from = performance.now()
        const result = gate.seal(outgoing, context)
        metrics.took('gate', performance.now() - from)
        metrics.verdict(context.author, result.verdict.verdict, result.verdict.classes)
        return result
      },
    }
  }

  return {
    understand: (understand: Understand): Understand => (text, context) => stage('understand', {}, () => understand(text, context)),
    decide: (decide: (input: DialogInput) => Promise<Decision>) => (input: DialogInput) => stage('decide', { channel: input.state.channel }, () => decide(input)),
    deliver: (deliver: (item: OutboxItem) => Promise<void>) => (item: OutboxItem) => stage('deliver', { channel: item.activity.channel, attempt: item.attempts + 1 }, () => deliver(item)),

    /** The gate in force, counted; content that changes brings a new one. */
    gate(current: () => Gate): () => Gate {
      let of: Gate | undefined
      let counted: Gate | undefined
      return () => {
        const now = current()
        if (now !== of || !counted) [of, counted] = [now, gateOf(now)]
        return counted
      }
    },

    contacts: (contacts: Contacts): Contacts => ({
      ...contacts,
      async accept(inbound) {
        try {
          const accepted = await stage('accept', { channel: inbound.channel, kind: inbound.kind }, () => contacts.accept(inbound))
          metrics.message(inbound.channel, accepted.duplicate ? 'duplicate' : 'accepted')
          return accepted
        } catch (error) {
          metrics.message(inbound.channel, error instanceof ForeignConversationError ? 'refused' : 'failed')
          throw error
        }
      },
      async acceptAnswered(opening, decided) {
        const { channel } = opening.state
        const ids = await stage('commit', { channel, replies: decided.replies.length }, () => contacts.acceptAnswered(opening, decided))
        if (!ids) return undefined
        metrics.message(channel, 'accepted')
        metrics.turn(channel, 'answered')
        return ids
      },
      async commitTurn(turn) {
        const ids = await stage('commit', { channel: turn.state.channel, replies: turn.replies.length }, () => contacts.commitTurn(turn))
        metrics.turn(turn.state.channel, turn.facts['failed'] === true ? 'failed' : 'answered')
        return ids
      },
      async leaveToAgent(state, token, answered, locale) {
        await contacts.leaveToAgent(state, token, answered, locale)
        metrics.turn(state.channel, 'agent')
      },
      async delivered(activity) {
        await contacts.delivered(activity)
        metrics.delivery(activity.channel, 'delivered')
      },
      async undelivered(activity, why, retryAt) {
        await contacts.undelivered(activity, why, retryAt)
        metrics.delivery(activity.channel, retryAt ? 'retried' : 'dead')
      },
    }),

    handovers: (handovers: Handovers): Handovers => ({
      ...handovers,
      async take(id, staff) {
        const taken = await handovers.take(id, staff)
        if (taken !== 'taken' && taken.takenAt) metrics.waited(Date.parse(taken.takenAt) - Date.parse(taken.requestedAt))
        return taken
      },
    }),

    /** A message's way from its arrival is one trace; what follows its acceptance is below it. */
    turn: (turn: Turn): Turn => ({
      ...turn,
      accept: inbound => tracing.span('message', { channel: inbound.channel, kind: inbound.kind }, () => turn.accept(inbound)),
      acceptAndReply: inbound => tracing.span('message', { channel: inbound.channel, kind: inbound.kind }, () => turn.acceptAndReply(inbound)),
    }),
  }
}
