import twilio from 'twilio'
import { describeChannel, longIdOf } from './conformance.ts'
import { type Driver, type Provider, sendRequest, type Sent } from './driver.ts'
import { startTwilio, twilioAccount } from './twilio-provider.ts'

const publicUrl = 'https://bot.example'
const path = '/api/channels/sms'
const numberOf = (customer: number) => `+${longIdOf(customer)}`
const idOf = (customer: number, id: number) => `SM${id}${longIdOf(customer)}`

/** Signed with Twilio's own library, over the fields as a form holds them. */
function signed(body: string, token = twilioAccount.token): Sent {
  const form = new URLSearchParams(body)
  const fields = Object.fromEntries([...new Set(form.keys())].map(name => [name, form.getAll(name).length > 1 ? form.getAll(name) : form.get(name)]))
  return { method: 'POST', path, headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': twilio.getExpectedTwilioSignature(token, publicUrl + path, fields) }, body: Buffer.from(body) }
}
/** The parameters of "Twilio's request to your incoming message Webhook URL", twilio.com/docs/messaging/guides/webhook-request, of March 2026. */
const fields = (customer: number, id: number, more: Record<string, string>) => new URLSearchParams({
  ToCountry: 'CN', ToState: '', SmsMessageSid: idOf(customer, id), NumMedia: '0', ToCity: '', FromZip: '', SmsSid: idOf(customer, id), FromState: '', SmsStatus: 'received', FromCity: '', Body: '',
  FromCountry: 'CN', To: twilioAccount.number, ToZip: '', NumSegments: '1', MessageSid: idOf(customer, id), AccountSid: twilioAccount.sid, From: numberOf(customer), ApiVersion: '2010-04-01', ...more,
}).toString()

async function start(): Promise<Provider> {
  const provider = await startTwilio()
  return {
    env: { PUBLIC_URL: publicUrl, TWILIO_ACCOUNT_SID: twilioAccount.sid, TWILIO_AUTH_TOKEN: twilioAccount.token, TWILIO_NUMBER: twilioAccount.number, TWILIO_API_URL: provider.url },
    send: async (serviceUrl, request) => (await sendRequest(serviceUrl, request)).status,
    says: (customer, id, words) => signed(fields(customer, id, { Body: words })),
    sends: (customer, id, file) => signed(fields(customer, id, { NumMedia: '1', MediaUrl0: provider.keep(String(id), file.contentType, file.bytes), MediaContentType0: file.contentType })),
    shown: customer => provider.sent.filter(each => each.to === numberOf(customer)).map(each => ({ text: each.text, choices: [] })),
    fails({ times, as }) {
      provider.recover()
      // 21602: the message itself is wrong.
      for (let left = times; left > 0; left -= 1) provider.failNext(as === 'breaks' ? 'breaks' : as === 'never' ? { status: 400, code: 21602 } : { status: as.status, ...(as.retryAfterSeconds === undefined ? {} : { retryAfter: as.retryAfterSeconds }) })
    },
    bodies: customer => [
      fields(customer, 1, { Body: '转账限额是多少' }), fields(customer, 2, { Body: '1' }),
      fields(customer, 3, { NumMedia: '1', MediaUrl0: `${provider.url}/2010-04-01/Accounts/${twilioAccount.sid}/Messages/MM1/Media/none`, MediaContentType0: 'image/jpeg' }),
      fields(customer, 4, { Body: 'STOP', OptOutType: 'STOP' }),
    ].map(body => Buffer.from(body)),
    signed: body => signed(body.toString('utf8')),
    close: provider.close,
  }
}

const driver: Driver = {
  name: 'sms',
  start,
  forged: {
    'no signature': ({ headers: { 'x-twilio-signature': _signature, ...headers }, ...request }) => ({ ...request, headers }),
    'a signature of another token': request => signed(request.body.toString(), 'another-auth-token'),
    'the signature of another message': request => ({ ...request, headers: signed(fields(1, 1, { Body: '别的' })).headers }),
    'a changed field': request => ({ ...request, body: Buffer.from(request.body.toString().replace('NumSegments=1', 'NumSegments=2')) }),
    'a field more': request => ({ ...request, body: Buffer.concat([request.body, Buffer.from('&More=1')]) }),
    'another address': request => ({ ...request, path: `${request.path}?x=1` }),
    'another account': request => signed(request.body.toString().replace(twilioAccount.sid, 'AC00000000000000000000000000000000')),
    'another method': request => ({ ...request, method: 'GET' }),
    'another type': request => ({ ...request, headers: { ...request.headers, 'content-type': 'application/json' } }),
  },
  // A form whose account is mangled is of another account: 403.
  statuses: { taken: [200], refused: [403, 405, 415], malformed: [400, 403], oversize: [413, 0] },
  tooMuch: 70_000,
  handsOver: true,
}

describeChannel(driver)
