import { z } from 'zod'
import { OutsideWindowError } from '../../contacts/channels/undeliverable.ts'
import { NotTakenError } from '../../contacts/outbox.ts'
import { type Locale, locales, type Outgoing } from '../../knowledge/outgoing.ts'
import { abilitiesOf } from '../abilities.ts'
import { type Channel, type ChannelDeps, defineChannel, RefusedRequestError, type Reply, type WebhookAnswer, type WebhookRequest } from '../channel.ts'
import { answersOf, render } from '../rendering.ts'
import { statusSchema } from '../sms/message.ts'
import { createTwilioApi, TwilioError } from '../twilio/api.ts'
import { readFields } from '../twilio/fields.ts'
import { meaningOf, statusOf, whyNotSent } from '../twilio/meaning.ts'
import { answeredWith, nothingMore, signedForm } from '../twilio/requests.ts'
import { twilioRequired, twilioSettings, type TwilioSettings, whyRefused, withoutPublicUrl } from '../twilio/settings.ts'
import { type Call, callerOf, callSchema, heard, nextAddress, numberOf, type Place, placeOf } from './call.ts'
import { forKey, languageOffers, prompts } from './prompts.ts'
import { spokenOf } from './speech.ts'
import { type Saying, type Step, twiml } from './twiml.ts'

const addressSchema = z.object({ call: z.string(), caller: z.string() })
const handoffSchema = z.object({ type: z.literal('event'), name: z.literal('handoff.initiate'), value: z.looseObject({ urgent: z.boolean() }) })

const listensForSeconds = 6
const waitsForSeconds = 20
const ringsForSeconds = 25
/** After so many silences in a row the call ends; a caller who waits for an agent may be silent for ten minutes. */
const mostSilences = 3
const mostSilencesWaiting = 30
const longestWords = 2_000
const keys = 6
/** Longer than any call. */
const callMs = 6 * 3_600_000
/** What the provider says of a call that is over. */
const ended = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled'])
const connected = new Set(['completed', 'answered'])
/** The call that was to be gone on with is over (twilio.com/docs/api/errors/21220). */
const isOver = (error: unknown) => error instanceof TwilioError && (error.status === 404 || error.code === 21220)

/** How a text for reading is heard where nothing is written for the ear. */
const heardAs = ({ speak, text }: Outgoing) => speak ?? spokenOf(text)

function open(given: TwilioSettings, deps: ChannelDeps): Channel {
  const publicUrl = deps.publicUrl ?? ''
  const account = { publicUrl, authToken: given.TWILIO_AUTH_TOKEN, accountSid: given.TWILIO_ACCOUNT_SID }
  const api = createTwilioApi({ base: given.TWILIO_API_URL, ...account })
  const hant = given.TWILIO_HANT_VOICE
  const at = (path: string) => `${publicUrl}/api/channels/voice/${path}`
  const answer = (steps: readonly Step[]): WebhookAnswer => answeredWith(twiml(steps, hant))
  const withPerson = (call: string) => `voice:person:${call}`

  function say(text: string, locale: Locale): Saying[] {
    const sealed = deps.sealed(text, locale)
    return sealed ? [{ say: heardAs(sealed.outgoing), locale }] : []
  }
  const prompt = (of: keyof typeof prompts, locale: Locale) => say(prompts[of][locale], locale)

  const listen = (place: Place, said: readonly Saying[]): Step => ({ listen: nextAddress(at('turn'), place), prompts: said, locale: place.locale, seconds: place.waiting ? waitsForSeconds : listensForSeconds })

  /** Says a message and listens, or puts the caller through where the bot hands over. */
  async function goOn(call: string, before: Place, replies: readonly Outgoing[], more: readonly Saying[] = []): Promise<Step[]> {
    const messages = replies.filter(each => each.type === 'message')
    const last = messages.at(-1)
    const locale = last?.locale ?? before.locale
    const handoff = replies.map(each => handoffSchema.safeParse(each)).find(each => each.success)?.data
    const said = messages.map(each => ({ say: heardAs(each), locale: each.locale }))
    if (handoff && given.TWILIO_AGENT_NUMBER !== undefined && (handoff.value.urgent || deps.people.serve())) {
      await deps.cache.set(withPerson(call), 'ringing', callMs)
      const place = nextAddress(at('dialled'), { ...before, locale, silences: 0, waiting: true, offered: [] })
      return [...said, { dial: given.TWILIO_AGENT_NUMBER, from: given.TWILIO_NUMBER, action: place, answered: at('answered'), seconds: ringsForSeconds }]
    }
    const offered = last ? answersOf(last).filter(button => button.type !== 'openUrl').slice(0, keys) : []
    const waiting = handoff !== undefined || (before.waiting && messages.length === 0)
    const place: Place = { step: before.step, locale, silences: 0, waiting, offered: offered.map(button => button.value.slice(0, 200)) }
    return [...said, listen(place, [...offered.map(({ title }, index) => ({ say: forKey[locale](index + 1, title), locale })), ...more])]
  }

  /** Takes what the caller did and goes on with the replies. */
  async function ask(call: Call, place: Place, message: { kind: 'start' | 'message' | 'event'; text: string; name?: string; value?: unknown }, more: readonly Saying[] = []): Promise<WebhookAnswer> {
    const caller = callerOf(call)
    const { taken, replies } = await deps.ask({
      ...message, conversation: call.CallSid, from: { id: caller }, dedupeKey: `${call.CallSid}:${message.kind === 'start' ? 'start' : place.step}`, locale: place.locale,
      address: { call: call.CallSid, caller },
    })
    return answer(await goOn(call.CallSid, { ...place, step: taken.sequence }, replies.map(each => each.sealed.outgoing), more))
  }

  async function silence(place: Place): Promise<WebhookAnswer> {
    const silences = place.silences + 1
    if (silences >= (place.waiting ? mostSilencesWaiting : mostSilences)) return answer([...prompt('bye', place.locale), { hangUp: true }])
    return answer([listen({ ...place, silences }, prompt(place.waiting ? 'wait' : 'silent', place.locale))])
  }

  async function turn(call: Call, place: Place): Promise<WebhookAnswer> {
    const said = heard(call, place)
    if (said.what === 'nothing') return silence(place)
    if (said.what === 'language') return ask(call, { ...place, locale: said.locale, offered: [] }, { kind: 'event', text: '', name: 'shouwen/language', value: { locale: said.locale } }, prompt('ask', said.locale))
    return ask(call, place, { kind: 'message', text: said.text.slice(0, longestWords) })
  }

  async function begin(call: Call): Promise<WebhookAnswer> {
    const locale = given.TWILIO_LOCALE
    const offers = languageOffers(hant)
    return ask(call, { step: 0, locale, silences: 0, waiting: false, offered: [] }, { kind: 'start', text: '' },
      [...prompt('ask', locale), ...locales.filter(other => other !== locale).flatMap(other => say(offers[other], other))])
  }

  /** The call to an agent is over, or nobody took it: then the caller stays in the desk's queue. */
  async function dialled(call: Call, place: Place): Promise<WebhookAnswer> {
    await deps.cache.forget(withPerson(call.CallSid))
    const answered = connected.has(call.DialCallStatus ?? '')
    await deps.note(call.CallSid, 'call.person', { status: call.DialCallStatus ?? 'unknown' })
    if (!answered) return answer([...prompt('nobody', place.locale), listen(place, [])])
    await deps.people.done(call.CallSid)
    return answer([...prompt('thanks', place.locale), { hangUp: true }])
  }

  /** The call's summary goes into the log, once (M1.1c). */
  async function over(call: Call): Promise<void> {
    if (!ended.has(call.CallStatus)) return
    const key = `voice:ended:${call.CallSid}`
    if (await deps.cache.get(key) !== undefined) return
    await deps.cache.forget(withPerson(call.CallSid))
    const person = await deps.people.done(call.CallSid)
    await deps.note(call.CallSid, 'call.ended', { status: call.CallStatus, seconds: Number(call.CallDuration ?? 0), ...(person ? { person } : {}), rule: 'M1.1c' })
    await deps.cache.set(key, 'noted', callMs)
  }

  async function receive(request: WebhookRequest): Promise<WebhookAnswer> {
    const fields = signedForm(request, account)
    if (request.path === 'message-status') {
      const { MessageSid, MessageStatus, ErrorCode } = readFields(statusSchema, fields)
      const status = statusOf(MessageStatus)
      if (status) await deps.report(MessageSid, status, status === 'failed' ? { reason: `error ${ErrorCode ?? 'unknown'}`, outside: meaningOf({ status: 400, code: Number(ErrorCode ?? 0) }) === 'unreachable' } : undefined)
      return nothingMore
    }
    const call = readFields(callSchema, fields)
    switch (request.path) {
      case '': return begin(call)
      case 'turn': return turn(call, placeIn(request))
      case 'dialled': return dialled(call, placeIn(request))
      case 'answered':
        if (call.ParentCallSid !== undefined) await deps.people.have(call.ParentCallSid)
        return nothingMore
      case 'status':
        await over(call)
        return nothingMore
      default: throw new RefusedRequestError(404, 'There is no such address')
    }
  }

  /** Writes to a caller whose call is over. */
  async function write(reply: Reply, caller: string): Promise<void> {
    const number = numberOf(caller)
    if (number === undefined) throw new OutsideWindowError('the caller gave no number, and the call is over')
    try {
      await deps.inParts(reply, render(reply.sealed.outgoing, abilitiesOf('sms')), ({ text }) =>
        api.message({ To: number, From: given.TWILIO_NUMBER, Body: text, StatusCallback: at('message-status') }))
    } catch (error) {
      throw error instanceof TwilioError ? whyNotSent(error, deps.log) : error
    }
  }

  return {
    name: 'voice',
    mostBytes: 65_536,
    hasPeople: given.TWILIO_AGENT_NUMBER !== undefined,
    receive,
    async deliver(reply: Reply): Promise<void> {
      const { call, caller } = addressSchema.parse(reply.address)
      const { outgoing } = reply.sealed
      if (await deps.cache.get(`voice:ended:${call}`) !== undefined) return write(reply, caller)
      // A word from the desk must not cut the line to a person.
      if (await deps.cache.get(withPerson(call)) !== undefined) throw new NotTakenError('the caller talks to a person')
      try {
        const place: Place = { step: reply.sequence, locale: outgoing.locale, silences: 0, waiting: true, offered: [] }
        await api.redirect(call, twiml([{ say: heardAs(outgoing), locale: outgoing.locale }, listen(place, [])], hant))
      } catch (error) {
        if (!(error instanceof TwilioError)) throw error
        if (!isOver(error)) throw whyNotSent(error, deps.log)
        await write(reply, caller)
      }
    },
    isOpen(address) {
      const known = addressSchema.safeParse(address)
      return known.success && numberOf(known.data.caller) !== undefined
    },
    async check() {
      try {
        await api.check()
      } catch (error) {
        throw new Error(error instanceof TwilioError ? whyRefused(error.status, error.code) : `TWILIO_API_URL does not answer as the provider does: ${error instanceof Error ? error.message : 'no answer'}`, { cause: error })
      }
      return `The provider takes calls of ${given.TWILIO_NUMBER}; set ${publicUrl}/api/channels/voice (POST) at the number for incoming calls and ${at('status')} for call status changes.`
    },
  }
}

/** The place that an address of ours names. Throws RefusedRequestError. */
function placeIn({ query }: WebhookRequest): Place {
  try {
    return placeOf(query)
  } catch (error) {
    throw error instanceof z.ZodError ? new RefusedRequestError(400, 'The address is not one that this service gave') : error
  }
}

/** Telephone by a Twilio-compatible provider, at `/api/channels/voice`. */
export const voice = defineChannel({ name: 'voice', settings: twilioSettings, required: [...twilioRequired], wrong: withoutPublicUrl, open })
