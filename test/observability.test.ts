import { createServer, type Server } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { isLoopback } from '../bot/config.ts'
import { createHealth } from '../bot/health.ts'
import { mayRead } from '../bot/metrics-endpoint.ts'
import { freePort, type Running, startProcess } from './support/process.ts'

const attribute = z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) })
const span = z.looseObject({ name: z.string(), traceId: z.string(), spanId: z.string(), parentSpanId: z.string().optional(), attributes: z.array(attribute).default([]) })
const exported = z.object({ resourceSpans: z.array(z.looseObject({ scopeSpans: z.array(z.looseObject({ spans: z.array(span) })) })) })

/** A collector of traces as OpenTelemetry's protocol has it: OTLP, JSON over HTTP. */
async function startCollector() {
  const port = await freePort()
  const spans: z.infer<typeof span>[] = []
  let raw = ''
  const server: Server = createServer((req, res) => {
    let body = ''
    req.on('data', chunk => { body += String(chunk) })
    req.on('end', () => {
      raw += body
      if (req.url === '/v1/traces') for (const resource of exported.parse(JSON.parse(body)).resourceSpans) for (const scope of resource.scopeSpans) spans.push(...scope.spans)
      res.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${port}`, spans, raw: () => raw, stop: () => new Promise(resolve => server.close(resolve)) }
}

const phone = '13912345678'
const idNumber = '11010519491231002X'
const card = '6222021234567890128'
const name = '欧阳靖宇'
const secrets = [phone, idNumber, card, name, '139 1234 5678', '6222 0212']

let dataDir: string
let service: Running
let collector: Awaited<ReturnType<typeof startCollector>>
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  collector = await startCollector()
  service = await startProcess({ DATA_DIR: dataDir, LOG_LEVEL: 'trace', METRICS_TOKEN: 'a-token-of-sixteen', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url })
})
afterAll(async () => {
  await service.kill('SIGTERM')
  await collector.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const metrics = async () => (await fetch(`${service.url}/metrics`, { headers: { authorization: 'Bearer a-token-of-sixteen' } })).text()
let counter = 0
function say(text: string, more: Record<string, unknown> = {}): Promise<Response> {
  counter += 1
  return fetch(`${service.url}/api/messages`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'message', id: `m${counter}`, channelId: 'emulator', serviceUrl: 'http://127.0.0.1:1', conversation: { id: 'watched' }, from: { id: phone, name }, recipient: { id: 'bot' }, deliveryMode: 'expectReplies', text, ...more }),
  })
}

describe('figures', () => {
  it('count turns, verdicts by class and the time of every part', async () => {
    expect((await say('基金手续费是多少')).status).toBe(200)
    await say('你好', { channelId: 'somebody-made-this-up', conversation: { id: 'elsewhere' } })
    const text = await metrics()
    expect(text).toContain('shouwen_turns_total{channel="emulator",outcome="answered"} 1')
    expect(text).toMatch(/shouwen_gate_verdicts_total\{author="bot",verdict="amend",class="fund"\} [1-9]/)
    for (const stage of ['accept', 'understand', 'decide', 'gate', 'commit']) expect(text).toMatch(new RegExp(`shouwen_stage_seconds_count\\{stage="${stage}"\\} [1-9]`))
    for (const each of ['shouwen_store_commit_units_count', 'shouwen_store_bytes', 'shouwen_outbox_pending', 'shouwen_queue_waiting', 'nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes']) expect(text).toMatch(new RegExp(`^${each} `, 'm'))
  })

  it('name no channel that a sender made up', async () => {
    expect(await metrics()).toContain('channel="other"')
    expect(await metrics()).not.toContain('somebody')
  })

  it('show who waits for an agent', async () => {
    await say('转人工', { conversation: { id: 'waits' }, from: { id: 'waiter' } })
    await vi.waitFor(async () => expect(await metrics()).toMatch(/^shouwen_queue_waiting 1$/m))
  })

  it('show replies that cannot be delivered', async () => {
    await say('你好', { deliveryMode: undefined, conversation: { id: 'unreachable' }, from: { id: 'unreachable' } })
    await vi.waitFor(async () => {
      const text = await metrics()
      expect(text).toMatch(/^shouwen_outbox_pending 1$/m)
      expect(text).toMatch(/shouwen_deliveries_total\{channel="emulator",result="retried"\} [1-9]/)
    }, { timeout: 15_000 })
  })

  it('are given to who has the token only', async () => {
    expect((await fetch(`${service.url}/metrics`)).status).toBe(401)
    expect((await fetch(`${service.url}/metrics`, { headers: { authorization: 'Bearer a-token-of-sixteem' } })).status).toBe(401)
  })

  it('are given without a token to this machine alone, and not through a proxy', () => {
    const access = { token: undefined, publicUrl: undefined, isLoopback }
    const here = { authorization: undefined, forwarded: false, address: '127.0.0.1' }
    expect(mayRead(here, access)).toBe(true)
    expect(mayRead({ ...here, address: '10.0.0.5' }, access)).toBe(false)
    expect(mayRead({ ...here, forwarded: true }, access)).toBe(false)
    expect(mayRead(here, { ...access, publicUrl: 'https://bot.example' })).toBe(false)
    expect(mayRead({ ...here, address: '10.0.0.5', authorization: 'Bearer a-token-of-sixteen' }, { ...access, token: 'a-token-of-sixteen' })).toBe(true)
  })
})

describe('traces', () => {
  it('show a message\'s way as one trace, and nothing of what was said', async () => {
    await say(`我的手机是${phone}，身份证${idNumber}，转账限额是多少`)
    const whole = () => collector.spans.filter(each => each.name === 'message').find(root => collector.spans.some(each => each.traceId === root.traceId && each.name === 'commit'))
    await vi.waitFor(() => expect(whole()).toBeDefined(), { timeout: 20_000 })
    const root = whole()
    const below = collector.spans.filter(each => each.traceId === root?.traceId)
    expect(below.map(each => each.name)).toEqual(expect.arrayContaining(['message', 'accept', 'decide', 'understand', 'commit']))
    for (const each of below) if (each.name !== 'message') expect(below.map(other => other.spanId)).toContain(each.parentSpanId)
    for (const secret of secrets) expect(collector.raw()).not.toContain(secret)
  })
})

describe('personal data', () => {
  it('is in no log line, no figure and no error that the service gives', async () => {
    const bodies: string[] = []
    const keep = async (response: Promise<Response>) => { bodies.push(await (await response).text()) }
    const post = (path: string, body: string, headers: Record<string, string> = {}) => fetch(`${service.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })
    for (const text of [`我叫${name}，手机${phone}`, `身份证 ${idNumber}`, `卡号 ${card} 丢了`, `139 1234 5678`, '我要投诉', `柜员${name}少给我钱`, `上周 ${phone}`, `打我电话 ${phone}`, `我被骗了，对方卡号${card}`]) await say(text, { conversation: { id: `of ${phone}` } })
    // What is sent wrongly comes back as an error; none of it may repeat what was sent.
    await keep(post('/api/messages', `${name} ${phone}`))
    await keep(post('/api/messages', `{"type":"${name}","text":"${card}"}`))
    await keep(post('/api/messages', JSON.stringify({ type: 'message', [phone]: idNumber, from: { id: [card] } })))
    await keep(post('/v3/directline/tokens/generate', JSON.stringify({ user: { id: [phone] } })))
    await keep(post(`/v3/directline/conversations/${phone}/activities`, `{"text":"${card}"`, { authorization: `Bearer ${idNumber}` }))
    await keep(post('/api/desk/session', JSON.stringify({ email: `${phone}@bank.example`, password: card }), { 'user-agent': name.length > 9 ? name : phone }))
    await keep(fetch(`${service.url}/nowhere/${phone}?card=${card}`, { headers: { cookie: `shouwen_desk=${idNumber}`, 'x-forwarded-for': phone } }))
    await keep(fetch(`${service.url}/api/desk/handovers/${phone}`, { method: 'DELETE' }))
    const everything = { log: service.said(), metrics: await metrics(), errors: bodies.join('\n') }
    expect(bodies).toHaveLength(8)
    expect(everything.log).toContain('a reply was not delivered')
    for (const [where, text] of Object.entries(everything)) for (const secret of secrets) expect(text.includes(secret), `${secret} in ${where}`).toBe(false)
  })
})

describe('health', () => {
  const parts = z.object({ status: z.string(), parts: z.record(z.string(), z.object({ status: z.string() })) })
  it('tells of every part', async () => {
    const response = await fetch(`${service.url}/health/ready`)
    expect(response.status).toBe(200)
    expect(Object.keys(parts.parse(await response.json()).parts)).toEqual(['store', 'content', 'understanding', 'coordination', 'outbox', 'proof', 'disk'])
    expect(await (await fetch(`${service.url}/health/live`)).json()).toEqual({ status: 'live' })
  })
  it('is not ready with a part that is down, fails or never answers, and says which', async () => {
    const ok = () => ({ status: 'ok' as const })
    const of = (part: () => Promise<never> | { status: 'degraded' | 'down' }) => createHealth({ ok, part }, () => 'running')()
    expect((await of(() => ({ status: 'degraded' }))).status).toBe('degraded')
    expect((await of(() => ({ status: 'down' }))).status).toBe('unavailable')
    expect(await of(() => Promise.reject(new TypeError(phone)))).toMatchObject({ status: 'unavailable', parts: { ok: { status: 'ok' }, part: { status: 'down', why: 'TypeError' } } })
    expect(await of(() => new Promise(() => undefined))).toMatchObject({ status: 'unavailable', parts: { part: { status: 'down' } } })
  })
  it('is not ready before the start is over and once the stop has begun', async () => {
    expect((await createHealth({}, () => 'starting')()).status).toBe('starting')
    expect((await createHealth({}, () => 'stopping')()).status).toBe('stopping')
  })
})
