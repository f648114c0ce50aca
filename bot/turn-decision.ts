import type { SealedReply } from '../contacts/replies.ts'
import type { TurnState, WaitingMessage } from '../contacts/turn-state.ts'
import type { DecidedTurn } from '../contacts/turns.ts'
import type { Decision, DialogInput } from '../dialogs/conversation.ts'
import { safeFallback } from '../dialogs/phrases.ts'
import type { Gate } from '../knowledge/gate.ts'
import { remembered } from '../knowledge/remembered.ts'
import type { ChannelForm } from './channel-form.ts'
import { choicesIn } from './choices.ts'
import type { OnStep } from './steps.ts'

export type TurnDecisionDeps = {
  gate: () => Gate
  /** How a reply is worded for its channel, before the gate judges it. */
  formFor: ChannelForm
  decide(input: DialogInput): Promise<Decision>
  mask(text: string): string
  clock: { now(): Date }
  onStep?: OnStep | undefined
}

/** A message that waits for its turn, with what the turn needs. */
export type Waiting = { state: TurnState; message: WaitingMessage }

/** What a turn says and does; every reply has passed the gate. */
export type Decided = Pick<DecidedTurn, 'replies' | 'dialogState' | 'effects' | 'facts'> & { trace: Record<string, unknown> }

/** Decides on turns. Writes nothing: what is decided counts once it is committed. */
export function createTurnDecision(deps: TurnDecisionDeps) {
  /** A reviewed answer goes to many; it is masked once. */
  const maskReviewed = remembered(deps.mask, text => text)

  async function decide({ state, message }: Waiting): Promise<Decided> {
    const gate = deps.gate()
    const started = process.hrtime.bigint()
    const decision = await deps.decide({ message: message.inbound, state, now: deps.clock.now() })
    await deps.onStep?.('decided')
    const replies: SealedReply[] = []
    const verdicts: unknown[] = []
    for (const { outgoing, context } of decision.replies) {
      const { sealed, verdict } = gate.seal(deps.formFor(state.channel, outgoing, context), { ...context, author: 'bot', shown: {}, now: deps.clock.now().toISOString() })
      const kept = sealed ?? gate.seal(safeFallback(outgoing.locale), { locale: outgoing.locale, author: 'bot', articles: [], shown: {}, now: deps.clock.now().toISOString() }).sealed
      verdicts.push(verdict)
      if (!kept) continue
      replies.push({
        sealed: kept, masked: (context.articles.length > 0 ? maskReviewed : deps.mask)(kept.outgoing.text),
        facts: { articles: context.articles, verdict: verdict.verdict, classes: verdict.classes, added: verdict.added, reasons: verdict.reasons, ...choicesIn(kept.outgoing, deps.mask) },
      })
    }
    return {
      replies, dialogState: decision.dialogState, effects: decision.effects, trace: { ...decision.trace, gate: verdicts },
      facts: { ...decision.facts, microseconds: Number((process.hrtime.bigint() - started) / 1000n) },
    }
  }

  /** What the customer gets where the bot fails: the offer of a person. */
  function apology({ state }: Waiting): Decided {
    const locale = state.locale?.startsWith('en') ? 'en' as const : 'zh-Hans' as const
    const { sealed } = deps.gate().seal(safeFallback(locale), { locale, author: 'bot', articles: [], shown: {}, now: deps.clock.now().toISOString() })
    const replies = sealed ? [{ sealed, masked: sealed.outgoing.text, facts: { failed: true } }] : []
    return { replies, dialogState: state.dialogState ?? null, effects: [], facts: { failed: true }, trace: { failed: true } }
  }

  return { decide, apology }
}
