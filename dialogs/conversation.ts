import { besideCaseNumber } from '../contacts/cases/case-number.ts'
import { withoutLinkCode } from '../contacts/customers/link-code.ts'
import type { Effect } from '../contacts/effects.ts'
import type { TurnState } from '../contacts/turns.ts'
import type { Inbound } from '../contacts/types.ts'
import type { Locale } from '../knowledge/outgoing.ts'
import type { Understanding } from '../nlp/understanding.ts'
import { productFacts } from './answer.ts'
import { clarified, clarify } from './clarify.ts'
import { caseStatus, caseStatusNumber } from './case-status.ts'
import { complain, complaint, complaintKept } from './complaint.ts'
import { consent } from './consent.ts'
import type { Dialog, DialogDeps, Flow, Reply } from './dialog.ts'
import { followedUp } from './follow-up.ts'
import { cancels, excerptOf, leaveMessage, offered, person, sayWaits, waiting } from './handover.ts'
import { codeTyped, continueElsewhere, linkConfirmed } from './link.ts'
import { expectedLocale, localeOf } from './locale.ts'
import { missed } from './missed.ts'
import { labels, message, phrases } from './phrases.ts'
import { privateData } from './private-data.ts'
import { answer } from './questions.ts'
import { chooseLanguage, recommend, repeat, smallTalk, switchLanguage } from './small-talk.ts'
import { type DialogState, readDialogState } from './state.ts'
import { goodbye, ratedMeanwhile, surveyed } from './survey.ts'
import { urgent } from './urgent.ts'

export type { DialogDeps } from './dialog.ts'

export type DialogInput = { message: Inbound; state: TurnState; now: Date }
export type Decision = {
  replies: Reply[]
  dialogState: DialogState
  effects: Effect[]
  /** For the log: what was understood, without personal data. */
  facts: Record<string, unknown>
  /** For the tester's Emulator. */
  trace: Record<string, unknown>
}

/** Longer messages are sent back to be split, in characters. */
const longest = 8000

/** Whether an agent can open any of the files that came. */
const isKept = ({ attachments }: Inbound) => attachments.some(({ file, contentUrl }) => file !== undefined || contentUrl !== undefined)

/** What was said, without what nobody sees around it; nothing where nobody sees anything of it. */
const wordsOf = (said: string) => /[^\p{Z}\p{C}]/u.test(said) ? said.trim() : ''

/** Joining, events, files and empty messages say nothing in words, and what is too long is not answered, but where it tells of an emergency; what was under way stays under way. */
const wordless: Flow = async dialog => {
  const { inbound, text, before, after, locale, state: { handover } } = dialog
  if (inbound.kind === 'message' && text !== '' && text.length <= longest) return false
  if (text.length > longest && await urgent(dialog)) return true
  if (before.flow) after.flow = before.flow
  after.misses = before.misses
  if (inbound.kind === 'start') dialog.say(phrases.greeting[locale], [labels.agent[locale]])
  else if (text.length > longest) dialog.say(phrases.tooLong[locale])
  else if (handover?.status === 'waiting' && isKept(inbound)) await sayWaits(dialog, handover.id)
  else if (inbound.kind === 'message') dialog.say((inbound.attachments.length === 0 ? phrases.empty : isKept(inbound) ? phrases.attachment : phrases.attachmentNotKept)[locale], [labels.agent[locale]])
  return true
}

const cancel: Flow = dialog => {
  if (!dialog.before.flow || !cancels(dialog)) return false
  dialog.say(phrases.cancelled[dialog.locale])
  return true
}

/**
 * In the order in which they are heard: an emergency before everything (M1.3b), a person and cancelling in every flow, then
 * what is under way, then what is new.
 */
const flows: readonly Flow[] = [
  switchLanguage, consent, wordless, linkConfirmed, urgent, codeTyped, continueElsewhere, waiting, person, complaintKept, cancel,
  caseStatusNumber, ratedMeanwhile, followedUp, complaint, leaveMessage, clarified, offered, surveyed,
  privateData, complain, goodbye, caseStatus, recommend, chooseLanguage, repeat, smallTalk, productFacts, answer, clarify,
]

/** Decides what is said to a message: picks or continues a flow. Pure but for what it asks of `deps`; nothing is sent or stored here. */
export function createConversation(deps: DialogDeps) {
  return async function decide({ message: inbound, state, now }: DialogInput): Promise<Decision> {
    const before = readDialogState(state.dialogState)
    const text = wordsOf(inbound.text)
    const page = localeOf(inbound.locale ?? state.locale)
    const fallback = expectedLocale(before, page)
    const understood = inbound.kind === 'message' && text !== ''
      ? await deps.understand(text.slice(0, longest), { fallback, topic: before.spokenOf ?? before.topic, product: before.product?.id }) : undefined
    // A code and a case number are in no language.
    const hasWords = /\p{L}{2,}/u.test(besideCaseNumber(withoutLinkCode(text)))
    const locale: Locale = before.chosen ?? (understood && hasWords ? understood.locale : fallback)
    const { flow: _flow, ...kept } = before
    const after: DialogState = { ...kept, locale, misses: 0, ...(page ? { page } : {}) }
    if (understood && tellsWhy(understood)) after.matter = excerptOf(understood)
    const replies: Reply[] = []
    const effects: Effect[] = []
    const intent = understood?.intents[0]?.intent ?? 'none'

    const inFocus = before.product ? { productInFocus: before.product } : {}
    const dialog: Dialog = {
      deps, inbound, text, locale, understood, intent, state, before, after, now,
      confident: understood !== undefined && isConfident(understood),
      say: (words, buttons = [], context = {}) => void replies.push({ outgoing: message(locale, words, buttons), context: { locale, articles: [], ...inFocus, ...context } }),
      sayIn: (other, words) => void replies.push({ outgoing: message(other, words), context: { locale: other, articles: [] } }),
      effect: effect => void effects.push(effect),
      event: (name, value) => void replies.push({ outgoing: { type: 'event', name, value, text: '', locale }, context: { locale, articles: [] } }),
    }
    const taken = await firstToTake(dialog)
    if (!taken) missed(dialog)

    const facts = {
      intent, confidence: understood?.intents[0]?.confidence ?? 0, decision: understood?.decision ?? 'none', language: understood?.language ?? '',
      script: understood?.script ?? '', locale,
    }
    return {
      replies, dialogState: after, effects, facts,
      trace: { understanding: understood, articles: replies.flatMap(reply => reply.context.articles), flow: after.flow?.name },
    }
  }
}

/** Whether a message says what the customer came for; others answer, greet, or ask for a person. */
const tellsWhy = ({ intents: [best] }: Understanding): boolean => best !== undefined && (best.intent === 'dialog.complaint' || !best.intent.startsWith('dialog.'))

/** From this confidence on a flow is begun that is asked for in other than an emergency. */
const flowFrom = 0.35
const emergencies: ReadonlySet<string> = new Set(['dialog.fraud', 'dialog.stolen-card', 'dialog.takeover'])

/** Whether the likeliest intent may be acted on: an emergency on less than a smile. */
function isConfident({ decision, intents }: Understanding): boolean {
  const [best] = intents
  if (!best || decision === 'out-of-scope') return false
  return decision === 'answer' || emergencies.has(best.intent) || best.confidence >= flowFrom
}

async function firstToTake(dialog: Dialog): Promise<boolean> {
  for (const flow of flows) if (await flow(dialog)) return true
  return false
}
