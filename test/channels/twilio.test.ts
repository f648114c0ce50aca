import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { XMLParser } from 'fast-xml-parser'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openStore } from '../../store/index.ts'
import { type Running, startProcess } from '../support/process.ts'
import { startTwilio, type Twilio, twilioAccount, twilioRequest } from './twilio-provider.ts'

const publicUrl = 'https://bot.example'
const agents = '+862160000000'
let dataDir: string
let provider: Twilio
let service: Running
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  provider = await startTwilio()
  service = await startProcess({
    DATA_DIR: dataDir, PUBLIC_URL: publicUrl, MASTER_KEY: 'a'.repeat(64), TWILIO_ACCOUNT_SID: twilioAccount.sid, TWILIO_AUTH_TOKEN: twilioAccount.token, TWILIO_NUMBER: twilioAccount.number, TWILIO_AGENT_NUMBER: agents, TWILIO_API_URL: provider.url,
  })
})
afterAll(async () => {
  await service.kill('SIGTERM')
  await provider.close()
  rmSync(dataDir, { recursive: true, force: true })
})

async function send(path: string, fields: Record<string, string>): Promise<Response> {
  const { path: target, ...init } = twilioRequest(publicUrl, path, fields)
  return fetch(service.url + target, init)
}
let number = 0
const nextId = (prefix: string) => `${prefix}${String(number += 1).padStart(32, '0')}`
const textTo = (customer: string) => provider.sent.filter(each => each.to === customer).map(each => each.text).join('\n')

describe('SMS', () => {
  const text = (From: string, Body: string, more: Record<string, string> = {}) => send('/api/channels/sms', { MessageSid: nextId('SM'), From, To: twilioAccount.number, Body, NumMedia: '0', ...more })

  it('answers with the wording, and gives the provider nothing to say', async () => {
    const response = await text('+8613800000001', '基金手续费是多少')
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([200, 'text/xml; charset=utf-8', '<?xml version="1.0" encoding="UTF-8"?><Response/>'])
    await vi.waitFor(() => expect(textTo('+8613800000001')).toContain('基金有风险，投资须谨慎'))
  })
  it('takes a number for the answer that it stands for', async () => {
    await text('+8613800000002', '帮我推荐一款理财')
    await vi.waitFor(() => expect(textTo('+8613800000002')).toMatch(/1\. 转人工/))
    await text('+8613800000002', '1')
    await vi.waitFor(() => expect(textTo('+8613800000002')).toMatch(/客服人员|人工客服/))
  })
  it('leaves the words that stop messages to the provider', async () => {
    await text('+8613800000003', 'STOP', { OptOutType: 'STOP' })
    await text('+8613800000003', '转账限额是多少')
    await vi.waitFor(() => expect(textTo('+8613800000003')).not.toBe(''))
    expect(textTo('+8613800000003')).not.toContain('没有把握')
  })
  it('gives a long answer in its first whole sentences, and says where all of it stands', async () => {
    await text('+8613800000004', 'I found my card, how do I cancel the loss report')
    await vi.waitFor(() => expect(textTo('+8613800000004')).toMatch(/[.!]\nIn full: https:\/\/bot\.example\/a\/card-unblock\?l=en/))
  })
  it('shows a reviewed article whole, with the wording that it needs', async () => {
    const page = await fetch(`${service.url}/a/fund-fees?l=zh-Hans`)
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(await page.text()).toContain('基金有风险，投资须谨慎。')
    expect((await fetch(`${service.url}/a/${encodeURIComponent('<b>')}`)).status).toBe(404)
  })
})

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, isArray: name => name === 'Say' })
type Heard = { said: string; languages: string[]; listens: string | undefined; dials: string | undefined; document: string }
async function heard(response: Response): Promise<Heard> {
  expect(response.status).toBe(200)
  const document = await response.text()
  const { Response: steps } = parser.parse(document)
  const says = [...(steps.Say ?? []), ...(steps.Gather?.Say ?? [])]
  return { document, said: says.map(each => each['#text']).join('\n'), languages: [...new Set(says.map(each => each.language))], listens: steps.Gather?.action, dials: steps.Dial?.Number?.['#text'] }
}

describe('a call', () => {
  const call = (CallSid: string, From: string) => {
    const place = { CallSid, From, To: twilioAccount.number }
    const to = (url: string) => url.replace(publicUrl, '')
    return {
      begin: async () => heard(await send('/api/channels/voice', { ...place, CallStatus: 'ringing' })),
      say: async (at: Heard, SpeechResult: string) => heard(await send(to(at.listens ?? ''), { ...place, CallStatus: 'in-progress', SpeechResult, Confidence: '0.9' })),
      press: async (at: Heard, Digits: string) => heard(await send(to(at.listens ?? ''), { ...place, CallStatus: 'in-progress', Digits })),
      silent: async (at: Heard) => heard(await send(to(at.listens ?? ''), { ...place, CallStatus: 'in-progress' })),
      end: (CallDuration: string) => send('/api/channels/voice/status', { ...place, CallStatus: 'completed', CallDuration }),
      send: (path: string, fields: Record<string, string>) => send(to(path), { ...place, ...fields }),
    }
  }

  it('greets, and says the risk wording of what it answers before the caller can talk over it', async () => {
    const { begin, say } = call(nextId('CA'), '+8613900000001')
    const greeting = await begin()
    expect(greeting.said).toContain('自动助手')
    expect(greeting.said).toContain('For English, press 9')
    expect(greeting.languages).toEqual(['zh-CN', 'zh-HK', 'en-US'])
    const answer = await say(greeting, '基金手续费是多少')
    expect(answer.said).toContain('基金有风险')
    expect(answer.said).not.toMatch(/依据|https?:/)
    expect(answer.document.indexOf('基金有风险')).toBeLessThan(answer.document.indexOf('<Gather'))
  })
  it('goes on in the language that is asked for by a key', async () => {
    const { begin, say, press } = call(nextId('CA'), '+8613900000002')
    const english = await press(await begin(), '9')
    expect(english.languages).toEqual(['en-US'])
    const answer = await say(english, 'What is the fee of a fund')
    expect(answer.said).toMatch(/funds? carr(y|ies) risk|Investing in funds/i)
    expect(answer.languages).toEqual(['en-US'])
  })
  it('asks again in silence, and ends after the third', async () => {
    const { begin, silent } = call(nextId('CA'), '+8613900000003')
    const second = await silent(await begin())
    expect(second.said).toContain('没有听清')
    const last = await silent(await silent(second))
    expect(last.document).toContain('<Hangup/>')
  })
  it('puts an urgent matter through at once, after the steps to take now, and notes how the call went', async () => {
    const sid = nextId('CA')
    const { begin, say, send: tell, end } = call(sid, '+8613900000004')
    const urgent = await say(await begin(), '我被骗了，刚转给骗子五万')
    expect(urgent.said).toContain('110')
    expect(urgent.dials).toBe(agents)
    expect(urgent.document.indexOf('110')).toBeLessThan(urgent.document.indexOf('<Dial'))
    await tell('/api/channels/voice/answered', { CallSid: nextId('CA'), ParentCallSid: sid, CallStatus: 'in-progress' })
    const action = parser.parse(urgent.document).Response.Dial.action
    const after = await heard(await tell(action, { DialCallStatus: 'completed', DialCallDuration: '90', CallStatus: 'in-progress' }))
    expect(after.document).toContain('<Hangup/>')
    await end('120')
    await end('120')
    const store = await openStore({ dataDir, databaseUrl: undefined, onCommit: () => undefined })
    const rows = await store.db.selectFrom('log').select(['kind', 'facts', 'actor', 'masked']).where('kind', 'in', ['handover.taken', 'handover.closed', 'call.person', 'call.ended']).orderBy('seq').execute()
    await store.close()
    expect(rows.map(row => row.kind)).toEqual(['handover.taken', 'call.person', 'handover.closed', 'call.ended'])
    expect(JSON.parse(rows.at(-1)?.facts ?? '{}')).toMatchObject({ seconds: 120, status: 'completed' })
    expect(JSON.stringify(rows)).not.toContain('13900000004')
  })
  it('keeps a caller whom nobody takes in the queue, and says so', async () => {
    const { begin, press, send: tell } = call(nextId('CA'), '+8613900000005')
    const asked = await press(await begin(), '0')
    expect(asked.dials).toBe(agents)
    const after = await heard(await tell(parser.parse(asked.document).Response.Dial.action, { DialCallStatus: 'no-answer', CallStatus: 'in-progress' }))
    expect(after.said).toContain('已经登记')
    expect(after.listens).toBeDefined()
  })
  it('gives a request that comes again the same answer', async () => {
    const { begin, say } = call(nextId('CA'), '+8613900000006')
    const greeting = await begin()
    const first = await say(greeting, '转账限额是多少')
    expect(await say(greeting, '转账限额是多少')).toEqual(first)
  })
})

it('refuses what is not signed, is changed, or is of another account', async () => {
  const good = twilioRequest(publicUrl, '/api/channels/sms', { MessageSid: nextId('SM'), From: '+8613800000009', Body: 'x' })
  const post = (change: Partial<{ body: string; headers: Record<string, string> }>) => fetch(`${service.url}/api/channels/sms`, { method: 'POST', headers: good.headers, body: good.body, ...change }).then(response => response.status)
  expect(await post({ body: `${good.body}&Body=y` })).toBe(403)
  expect(await post({ headers: { 'content-type': 'application/x-www-form-urlencoded' } })).toBe(403)
  expect(await post({ headers: { ...good.headers, 'content-type': 'application/json' } })).toBe(415)
  const other = twilioRequest(publicUrl, '/api/channels/sms', { AccountSid: 'AC0', MessageSid: nextId('SM'), From: '+8613800000009', Body: 'x' })
  expect(await post(other)).toBe(403)
})
