import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { RefusedRequestError } from '../../channels/channel.ts'
import { sms } from '../../channels/sms/channel.ts'
import { voice } from '../../channels/voice/channel.ts'
import { alone, replyTo } from './alone.ts'
import { startTwilio, type Twilio, twilioAccount, twilioRequest } from './twilio-provider.ts'

const publicUrl = 'https://bot.example'
const env = { PUBLIC_URL: publicUrl, TWILIO_ACCOUNT_SID: twilioAccount.sid, TWILIO_AUTH_TOKEN: twilioAccount.token, TWILIO_NUMBER: twilioAccount.number }
let provider: Twilio
beforeAll(async () => { provider = await startTwilio() })
afterAll(() => provider.close())
beforeEach(() => provider.recover())
const { open, errors, report } = alone()
const opened = (kind: typeof sms) => open(kind, { ...env, TWILIO_API_URL: provider.url })

function request(path: string, fields: Record<string, string>) {
  const { path: target, headers, body } = twilioRequest(publicUrl, path, fields)
  return { method: 'POST' as const, path: path.split('/').slice(4).join('/'), query: new URLSearchParams(), headers, body: Buffer.from(body), target }
}

describe('a reply by SMS', () => {
  it.each([
    ['to who has opted out', 400, 21610, 'OutsideWindowError'], ['to no number', 400, 21211, 'OutsideWindowError'], ['to a landline', 400, 21614, 'OutsideWindowError'],
    ['without the right credentials', 401, 20003, 'NotTakenError'], ['too often', 429, 20429, 'NotTakenError'], ['while the provider is away', 503, 0, 'NotTakenError'], ['that is wrong', 400, 21617, 'NeverTakenError'],
  ])('%s (%i, %i) is told apart', async (_how, status, code, name) => {
    provider.failNext({ status, code })
    await expect(opened(sms).deliver(replyTo({ number: '+8613800000001' }))).rejects.toMatchObject({ name })
    if (status === 401) expect(errors.at(-1)).toContain('TWILIO_AUTH_TOKEN')
  })
  it.each([
    ['delivered', undefined, ['delivered', undefined]], ['sent', undefined, ['sent', undefined]],
    ['undelivered', '30003', ['failed', { reason: 'error 30003', outside: true }]], ['failed', '30007', ['failed', { reason: 'error 30007', outside: false }]],
  ] as const)('that is %s is noted as such', async (MessageStatus, ErrorCode, noted) => {
    await opened(sms).receive(request('/api/channels/sms/status', { MessageSid: 'SM1', MessageStatus, ...(ErrorCode ? { ErrorCode } : {}) }))
    expect(report).toHaveBeenLastCalledWith('SM1', ...noted)
  })
  it('that is on its way is not', async () => {
    const before = report.mock.calls.length
    await opened(sms).receive(request('/api/channels/sms/status', { MessageSid: 'SM1', MessageStatus: 'queued' }))
    expect(report.mock.calls).toHaveLength(before)
  })
  it('has no other address', async () => {
    await expect(opened(sms).receive(request('/api/channels/sms/other', { MessageSid: 'SM1' }))).rejects.toBeInstanceOf(RefusedRequestError)
  })
})

describe('a reply to a caller', () => {
  it('is read to them while they are on the line, and written when they are not', async () => {
    const channel = opened(voice)
    provider.liveCalls.add('CA1')
    await channel.deliver(replyTo({ call: 'CA1', caller: '+8613900000001' }, '基金的申购费最高 1.5%。'))
    expect(provider.redirected.at(-1)).toMatchObject({ call: 'CA1', twiml: expect.stringContaining('基金有风险，投资须谨慎') })
    provider.liveCalls.delete('CA1')
    await channel.deliver(replyTo({ call: 'CA1', caller: '+8613900000001' }))
    expect(provider.sent.at(-1)).toMatchObject({ to: '+8613900000001', text: '您的申请已经办好。', statusCallback: `${publicUrl}/api/channels/voice/message-status` })
  })
  it('goes another way where they gave no number', async () => {
    await expect(opened(voice).deliver(replyTo({ call: 'CA2', caller: 'withheld:CA2' }))).rejects.toMatchObject({ name: 'OutsideWindowError' })
    expect([{ call: 'CA2', caller: 'withheld:CA2' }, { call: 'CA2', caller: '+8613900000001' }].map(address => opened(voice).isOpen?.(address))).toEqual([false, true])
  })
})

describe('settings and credentials', () => {
  it.each([
    [{ TWILIO_NUMBER: '021-50000000' }, /^TWILIO_NUMBER must be the number in international form/], [{ TWILIO_AUTH_TOKEN: '' }, /^TWILIO_AUTH_TOKEN must be set with TWILIO_ACCOUNT_SID$/],
    [{ PUBLIC_URL: '' }, /^PUBLIC_URL must be set with TWILIO_ACCOUNT_SID/], [{ TWILIO_LOCALE: 'fr' }, /^TWILIO_LOCALE must be one of zh-Hans, zh-Hant, en$/],
    [{ TWILIO_HANT_VOICE: 'zh-SG' }, /^TWILIO_HANT_VOICE must be zh-HK/], [{ TWILIO_AGENT_NUMBER: '110' }, /^TWILIO_AGENT_NUMBER must be/],
  ])('are refused with a sentence: %j', (change, sentence) => {
    for (const kind of [sms, voice]) expect(() => kind.configure({ ...env, ...change })).toThrow(sentence)
  })
  it('are tried, with a sentence on what to do', async () => {
    expect(await opened(voice).check()).toContain(`${publicUrl}/api/channels/voice/status`)
    await expect(open(sms, { ...env, TWILIO_AUTH_TOKEN: 'another-auth-token', TWILIO_API_URL: provider.url }).check()).rejects.toThrow('TWILIO_AUTH_TOKEN is not the auth token')
  })
})
