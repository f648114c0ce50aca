import { XMLParser, XMLValidator } from 'fast-xml-parser'
import twilio from 'twilio'
import { describeChannel, longIdOf } from './conformance.ts'
import { type Driver, type Provider, sendRequest, type Sent, type Shown } from './driver.ts'
import { startTwilio, twilioAccount } from './twilio-provider.ts'

const publicUrl = 'https://bot.example'
const base = '/api/channels/voice'
const callOf = (customer: number) => `CA${longIdOf(customer)}`
const turnAt = (step: number) => `${base}/turn?step=${step}&locale=zh-Hans&silences=0&waiting=no`

/** Signed with Twilio's own library, over the fields as a form holds them. */
function signed(path: string, body: string, token = twilioAccount.token): Sent {
  const form = new URLSearchParams(body)
  const fields = Object.fromEntries([...new Set(form.keys())].map(name => [name, form.getAll(name).length > 1 ? form.getAll(name) : form.get(name)]))
  return { method: 'POST', path, headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': twilio.getExpectedTwilioSignature(token, publicUrl + path, fields) }, body: Buffer.from(body) }
}
/** The parameters of "TwiML Voice: Request parameters" and of <Gather>, <Dial> and status callbacks, twilio.com/docs/voice/twiml, of June 2026. */
const fields = (customer: number, more: Record<string, string>) => new URLSearchParams({
  AccountSid: twilioAccount.sid, ApiVersion: '2010-04-01', CallSid: callOf(customer), CallStatus: 'in-progress', CallToken: 'token', Called: twilioAccount.number, Caller: `+${longIdOf(customer)}`,
  Direction: 'inbound', From: `+${longIdOf(customer)}`, FromCountry: 'CN', To: twilioAccount.number, ToCountry: 'CN', ...more,
}).toString()
const said = (customer: number, id: number, words: string) => signed(turnAt(id), fields(customer, { SpeechResult: words, Confidence: '0.93', Language: 'cmn-Hans-CN' }))

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, isArray: name => name === 'Say' })

/** What a caller hears of a TwiML document, and the keys that they are told; undefined where nothing is said. */
function heard(document: string): Shown | undefined {
  // Somebody else's call gets nothing.
  if (document === '') return undefined
  if (XMLValidator.validate(document) !== true) throw new Error('The answer is not XML')
  const { Response: steps } = parser.parse(document)
  const texts: string[] = (steps?.Say ?? []).map((each: Record<string, string>) => each['#text'])
  const offers: string[] = (steps?.Gather?.Say ?? []).map((each: Record<string, string>) => each['#text'])
  const choices = offers.flatMap(offer => {
    const [, title, key] = /^(.+)，请按 ([1-6])。$/.exec(offer) ?? []
    return title === undefined ? [] : [{ title, name: `${key} ${steps.Gather.action}` }]
  })
  return texts.length === 0 ? undefined : { text: texts.join('\n'), choices }
}

async function start(): Promise<Provider> {
  const provider = await startTwilio()
  const played = new Map<string, Shown[]>()
  const answered = new Set<string>()
  const play = (call: string, document: string) => {
    const shown = heard(document)
    if (shown) played.set(call, [...played.get(call) ?? [], shown])
  }
  provider.onRedirect(({ call, twiml }) => play(call, twiml))
  return {
    env: { PUBLIC_URL: publicUrl, TWILIO_ACCOUNT_SID: twilioAccount.sid, TWILIO_AUTH_TOKEN: twilioAccount.token, TWILIO_NUMBER: twilioAccount.number, TWILIO_API_URL: provider.url },
    async send(serviceUrl, request) {
      const call = new URLSearchParams(request.body.toString()).get('CallSid') ?? ''
      provider.liveCalls.add(call)
      const { status, body } = await sendRequest(serviceUrl, request)
      const key = `${request.path} ${request.body}`
      // Of a request that it made again the provider plays one answer.
      if (status === 200 && !answered.has(key)) {
        answered.add(key)
        play(call, body.toString())
      }
      return status
    },
    says: said,
    sends: (customer, id) => said(customer, id, '我发了一张照片'),
    taps(customer, _id, { choices }, index) {
      const [key = '', action = ''] = (choices[index]?.name ?? '').split(' ')
      return signed(action.replace(publicUrl, ''), fields(customer, { Digits: key, FinishedOnKey: '' }))
    },
    shown: customer => played.get(callOf(customer)) ?? [],
    fails({ times, as }) {
      provider.recover()
      for (let left = times; left > 0; left -= 1) provider.failNext(as === 'breaks' ? 'breaks' : as === 'never' ? { status: 400, code: 21218 } : { status: as.status, ...(as.retryAfterSeconds === undefined ? {} : { retryAfter: as.retryAfterSeconds }) })
    },
    bodies: customer => [
      fields(customer, { CallStatus: 'ringing' }), fields(customer, { SpeechResult: '转账限额是多少', Confidence: '0.93' }), fields(customer, { Digits: '1' }), fields(customer, {}),
      fields(customer, { DialCallStatus: 'no-answer', DialCallDuration: '0' }), fields(customer, { CallStatus: 'completed', CallDuration: '42', Timestamp: 'Wed, 25 Nov 2026 10:00:00 +0000' }),
    ].map(body => Buffer.from(body)),
    signed(body) {
      const form = body.toString('utf8')
      const path = /DialCallStatus/.test(form) ? turnAt(1).replace('/turn', '/dialled') : /CallDuration/.test(form) ? `${base}/status` : /CallStatus=ringing/.test(form) ? base : turnAt(form.length)
      return signed(path, form)
    },
    close: provider.close,
  }
}

const driver: Driver = {
  name: 'voice',
  start,
  forged: {
    'no signature': ({ headers: { 'x-twilio-signature': _signature, ...headers }, ...request }) => ({ ...request, headers }),
    'a signature of another token': request => signed(request.path, request.body.toString(), 'another-auth-token'),
    'the signature of another word': request => ({ ...request, headers: said(1, 1, '别的').headers }),
    'a changed field': request => ({ ...request, body: Buffer.from(request.body.toString().replace('Confidence=0.93', 'Confidence=0.94')) }),
    'another place in the call': request => ({ ...request, path: request.path.replace('zh-Hans', 'en') }),
    'another account': request => signed(request.path, request.body.toString().replace(twilioAccount.sid, 'AC00000000000000000000000000000000')),
    'another method': request => ({ ...request, method: 'GET' }),
    'another type': request => ({ ...request, headers: { ...request.headers, 'content-type': 'application/json' } }),
  },
  statuses: { taken: [200], refused: [403, 405, 415], malformed: [400, 403], oversize: [413, 0] },
  tooMuch: 70_000,
  handsOver: true,
  spoken: true,
}

describeChannel(driver)
