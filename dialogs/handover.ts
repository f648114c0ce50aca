import { affirms, denies } from './assent.ts'
import type { Dialog, Flow } from './dialog.ts'
import { handoverPhrases } from './handover-phrases.ts'
import type { Locale } from '../knowledge/outgoing.ts'
import { fill, labels, phrases } from './phrases.ts'

const personWords = /^(转?人工(客服|服务)?|轉?人工(客服|服務)?|真人|客服|agent|human|operator|representative)[!！。.]?$/i
const cancelWords = /^(取消(排队|排隊)?|算了|不用了|cancel|never ?mind)[!！。.]?$/i

/** A message as agents see it in a list. */
export const excerptOf = ({ maskedText }: { maskedText: string }): string => maskedText.slice(0, 300)

const asksForPersonOnly = ({ text, locale }: Dialog): boolean => text === labels.agent[locale] || personWords.test(text)

/** Whether the customer wants to leave what is under way. */
export function cancels({ intent, confident, text }: Dialog): boolean {
  return (intent === 'dialog.cancel' && confident) || cancelWords.test(text)
}

/** The hours in which agents serve, as said behind a sentence; nothing where none are set. */
const hoursIn = ({ locale }: Dialog, hours: string | undefined) => hours === undefined ? '' : fill(handoverPhrases.hours[locale], { hours })

/** The words on a place in the queue. */
export const placeIn = (locale: Locale, ahead: number): string => ahead === 0 ? handoverPhrases.next[locale] : ahead === 1 ? handoverPhrases.placeOne[locale] : fill(handoverPhrases.place[locale], { ahead })

/** The words on the wait behind a place in the queue, and what may be chosen instead of it. */
export function waitIn(locale: Locale, wait: { from: number; to: number } | undefined, longWaitMinutes: number): { words: string; choices: string[] } {
  const leave = labels.leave[locale]
  const space = locale === 'en' ? ' ' : ''
  if (!wait) return { words: '', choices: [leave] }
  if (wait.to <= 1) return { words: space + handoverPhrases.waitShort[locale], choices: [leave] }
  const range = space + fill(handoverPhrases.wait[locale], wait)
  return wait.to < longWaitMinutes ? { words: range, choices: [leave] } : { words: `${range}${space}${handoverPhrases.waitLong[locale]}`, choices: [labels.callBack[locale], leave] }
}

/** Asks for an agent, unless one is asked for already. An urgent request says nothing of a queue: the steps come first. */
export async function requestHandover(dialog: Dialog, reason: string, { urgent }: { urgent: boolean }): Promise<void> {
  const { state, deps, before, after, locale, intent, understood, inbound } = dialog
  if (state.handover) return
  const ahead = urgent ? 0 : await deps.waitingCount()
  const { present, hours } = await deps.attendance(inbound.channel)
  const id = deps.newId()
  const topic = state.enquiry.topic ?? after.topic ?? intent
  // "A person, please" says nothing of why: what was asked before does.
  const nothingSaid = asksForPersonOnly(dialog) || affirms(dialog)
  const summary = nothingSaid && before.matter !== undefined ? before.matter : understood ? excerptOf(understood) : ''
  if (!nothingSaid) after.matter = summary
  dialog.effect({ kind: 'handover', id, reason, topic, urgent, locale, summary, ahead })
  if (!present && urgent) dialog.say(handoverPhrases.nobodyUrgent[locale])
  else if (!present) dialog.say(fill(handoverPhrases.nobody[locale], { hours: hoursIn(dialog, hours) }), [labels.leave[locale]])
  else if (!urgent) {
    const wait = waitIn(locale, await deps.waitEstimate(ahead, topic), deps.longWaitMinutes)
    dialog.say(fill(phrases.queued[locale], { place: placeIn(locale, ahead) }) + wait.words, wait.choices)
  }
  // Bot Framework's handoff protocol: who listens on the channel learns of it with the words.
  dialog.event('handoff.initiate', { handover: id, skill: topic, reason, urgent, locale })
}

/** Who waits for a person waits on in the language in which they go on. */
export function goesOnIn({ state: { handover }, effect }: Dialog, locale: Locale): void {
  if (handover && handover.locale !== locale) effect({ kind: 'handover-language', locale })
}

/** A person is asked for: heard at any point, in every flow. */
export const person: Flow = async dialog => {
  const { intent, confident } = dialog
  if (!(intent === 'dialog.agent' && confident) && !asksForPersonOnly(dialog)) return false
  await requestHandover(dialog, 'customer-asked', { urgent: false })
  return true
}

/** Puts what was said on the list of the enquiry's owner. */
function takeMessage(dialog: Dialog): void {
  const { deps, state, after, text, locale } = dialog
  dialog.effect({ kind: 'message-left', id: deps.newId(), text, topic: state.enquiry.topic ?? after.topic ?? 'none', locale })
  dialog.say(fill(phrases.messageTaken[locale], { days: deps.answerDays }))
}

function askNumber({ after, say, locale }: Dialog): void {
  after.flow = { name: 'call-back' }
  say(handoverPhrases.callBack[locale])
}

/** Seven digits or more, however they are grouped. */
const telephone = /\d(?:[\s()-]*\d){6,}/

/** Puts the call on the list of the enquiry's owner; asks again where no number was named. */
function takeNumber(dialog: Dialog): void {
  const { deps, state, after, text, locale } = dialog
  if (!telephone.test(text.normalize('NFKC'))) {
    after.flow = { name: 'call-back' }
    dialog.say(handoverPhrases.callBackNumber[locale])
    return
  }
  dialog.effect({ kind: 'message-left', id: deps.newId(), text, topic: state.enquiry.topic ?? after.topic ?? 'none', locale, reason: 'call-back' })
  dialog.say(fill(handoverPhrases.callBackTaken[locale], { days: deps.answerDays }))
}

/** What a customer who waits has sent is kept for the agent, and they hear how long it still is. */
export async function sayWaits(dialog: Dialog, handover: string): Promise<void> {
  const { state, deps, after, locale, inbound } = dialog
  const place = await deps.placeOf(handover)
  const { present, hours } = await deps.attendance(inbound.channel)
  if (!present) return dialog.say(fill(handoverPhrases.stillNobody[locale], { hours: hoursIn(dialog, hours) }), [labels.leave[locale]])
  const ahead = Math.max(0, place - 1)
  const wait = waitIn(locale, await deps.waitEstimate(ahead, state.enquiry.topic ?? after.topic ?? 'none'), deps.longWaitMinutes)
  dialog.say(fill(phrases.stillQueued[locale], { place: placeIn(locale, ahead) }) + wait.words, wait.choices)
}

/** The customer waits for an agent: the bot notes what is said, and lets them leave a message or the queue. */
export const waiting: Flow = async dialog => {
  const { state, before, after, text, locale, intent, confident } = dialog
  if (state.handover?.status !== 'waiting') return false
  goesOnIn(dialog, locale)
  if (cancels(dialog)) {
    dialog.effect({ kind: 'withdraw', handover: state.handover.id })
    dialog.say(phrases.unqueued[locale])
  } else if (before.flow?.name === 'call-back') {
    takeNumber(dialog)
  } else if (text === labels.callBack[locale]) {
    askNumber(dialog)
  } else if (text === labels.leave[locale] || (intent === 'dialog.leave-message' && confident)) {
    after.flow = { name: 'leave-message' }
    dialog.say(phrases.leaveMessage[locale])
  } else if (before.flow?.name === 'leave-message') {
    takeMessage(dialog)
  } else {
    // Who had only asked for a person says now why.
    if (before.matter === undefined && after.matter !== undefined) dialog.effect({ kind: 'handover-matter', summary: after.matter })
    await sayWaits(dialog, state.handover.id)
  }
  return true
}

/** An agent was offered: yes or no; anything else is a new question. */
export const offered: Flow = async dialog => {
  const { before, text, locale } = dialog
  if (before.flow?.name !== 'offer-agent') return false
  if (affirms(dialog)) {
    await requestHandover(dialog, before.flow.reason, { urgent: false })
    return true
  }
  if (denies(dialog) || text === labels.no[locale]) {
    dialog.say(phrases.cancelled[locale])
    return true
  }
  return false
}

/** A message for the colleague who answers for the enquiry (M1.1b), without waiting in the queue. */
export const leaveMessage: Flow = dialog => {
  const { before, after, text, locale, intent, confident } = dialog
  if (before.flow?.name === 'call-back' && !cancels(dialog)) {
    takeNumber(dialog)
    return true
  }
  if (text === labels.callBack[locale]) {
    askNumber(dialog)
    return true
  }
  if (before.flow?.name === 'leave-message') {
    takeMessage(dialog)
    return true
  }
  if (intent !== 'dialog.leave-message' || !confident) return false
  after.flow = { name: 'leave-message' }
  dialog.say(phrases.leaveMessage[locale])
  return true
}
