import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAddresses } from '../../contacts/channels/addresses.ts'
import { createSealing } from '../../contacts/sealing.ts'
import { openStore, type Store } from '../../store/index.ts'
import { type Running, startProcess } from '../support/process.ts'
import { addAgent, deskOf } from './desk-client.ts'
import { sendRequest } from './driver.ts'
import { startTelegram, telegramSettings, update } from './telegram-provider.ts'
import { account, delivery, message, request, startWhatsApp, type WhatsApp } from './whatsapp-provider.ts'

const masterKey = '7'.repeat(64)
const monday = '2026-11-23T10:00:00+08:00'
const nextDay = '2026-11-24T11:00:00+08:00'
const root = join(import.meta.dirname, '..', '..')

let dataDir: string
let meta: WhatsApp
let service: Running
let store: Store
/** Who writes: somebody else in each test. */
let customer = ''
let counter = 0
const start = async (env: Record<string, string> = {}) => { service = await startProcess({ DATA_DIR: dataDir, MASTER_KEY: masterKey, ...meta.env, ...env }) }
async function open(): Promise<void> {
  dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  meta = await startWhatsApp()
  store = await openStore({ dataDir })
}
async function close(): Promise<void> {
  await store.close()
  await service.kill('SIGTERM')
  await meta.close()
  rmSync(dataDir, { recursive: true, force: true })
}
beforeEach(() => { customer = `1650555${String(1000 + (counter += 1))}` })

async function says(text: string, about?: object): Promise<string> {
  const id = `wamid.${counter += 1}`
  expect((await sendRequest(service.url, request(message(customer, id, { type: 'text', text: { body: text } }, about)))).status).toBe(200)
  return id
}
const texts = () => meta.shown(customer).map(each => each.text)
const hears = (words: RegExp) => vi.waitFor(() => expect(texts().at(-1) ?? '').toMatch(words), { timeout: 15_000 })
const statusOf = async () => (await store.db.selectFrom('outbox').select('status').orderBy('sequence').execute()).map(each => each.status)
const logged = async (kind: string) => (await store.db.selectFrom('log').select('facts').where('kind', '=', kind).execute()).map(({ facts }) => JSON.parse(facts))

/** A customer who asked for a person yesterday, and an agent who takes them today. */
async function lateAgent(env: Record<string, string> = {}): Promise<{ desk: ReturnType<typeof deskOf>; handover: string }> {
  await start({ CLOCK_START: monday, ...env })
  await addAgent(store, 'li')
  await says('转人工')
  await vi.waitFor(() => expect(texts()).toHaveLength(1), { timeout: 15_000 })
  await service.kill('SIGTERM')
  await start({ CLOCK_START: nextDay, ...env })
  const desk = deskOf(service.url)
  await desk.signIn('li')
  return { desk, handover: await desk.take() }
}

describe('WhatsApp', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    await open()
    await start()
  })
  afterAll(close)

  it('is confirmed its address by the verify token, and nobody else', async () => {
    const ask = (query: string) => fetch(`${service.url}/api/channels/whatsapp?${query}`)
    const right = await ask(`hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${account.verifyToken}`)
    expect([right.status, await right.text()]).toEqual([200, '1158201444'])
    for (const query of ['', 'hub.mode=subscribe&hub.challenge=1', `hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=${account.verifyToken}`, 'hub.mode=subscribe&hub.challenge=1&hub.verify_token=another']) {
      const wrong = await ask(query)
      expect([wrong.status, await wrong.text()]).toEqual([403, 'The verify token does not match'])
    }
  })

  it('is told what was read, and which of its reports are of what', async () => {
    const id = await says('转账限额是多少')
    await hears(/限额/)
    await vi.waitFor(() => expect(meta.read).toContain(id))
    const sent = meta.taken.at(-1)?.id
    for (const status of ['delivered', 'read', 'sent']) expect((await sendRequest(service.url, request(delivery({ statuses: [{ id: sent, status, timestamp: '1750263773', recipient_id: customer }] })))).status).toBe(200)
    // What was read stays read, whatever comes late.
    expect(await store.db.selectFrom('sent_parts').select('status').where('status', '<>', 'sent').execute()).toEqual([{ status: 'read' }])
  })

  it('has its customers found by their number, though the number is kept nowhere', async () => {
    await says('转账限额是多少')
    await hears(/限额/)
    const find = (user: string) => promisify(execFile)(process.execPath, ['bot/customer.ts', 'find', '--channel', 'whatsapp', '--user', user], { cwd: root, env: { ...process.env, DATA_DIR: dataDir, MASTER_KEY: masterKey } }).then(({ stdout }) => stdout.trim(), (error: { stderr: string }) => error.stderr)
    expect(await find(customer)).toBe((await store.db.selectFrom('customers').select('id').orderBy('created_at', 'desc').executeTakeFirstOrThrow()).id)
    expect(await find('16505559999')).toMatch(/Nobody is known by this name/)
  })

  it('reaches a customer who hides their number by the id that Meta gives them', async () => {
    await says('转账限额是多少', { from_user_id: 'US.13491208655302741918' })
    await vi.waitFor(() => expect(meta.shown('US.13491208655302741918').at(-1)?.text).toMatch(/限额/), { timeout: 15_000 })
  })

  it('tells an operator by `channel check` what is wrong with the credentials', async () => {
    const check = (env: Record<string, string> = {}) => promisify(execFile)(process.execPath, ['bot/channel.ts', 'check', 'whatsapp'], { cwd: root, env: { ...process.env, DATA_DIR: dataDir, ...meta.env, ...env } })
      .then(({ stdout }) => stdout.trim(), (error: { code: number; stderr: string }) => `${error.code}: ${error.stderr.trim()}`)
    expect(await check()).toBe('WhatsApp answers as Chengwan Bank (+1 555-078-3881), quality GREEN')
    expect(await check({ WHATSAPP_ACCESS_TOKEN: 'another-token' })).toBe('1: WHATSAPP_ACCESS_TOKEN is not valid or has run out; make a new one for the system user')
    expect(await check({ WHATSAPP_APP_SECRET: 'another-secret' })).toBe('1: WHATSAPP_APP_SECRET is not the secret of the app that the access token is of')
    expect(await check({ WHATSAPP_PHONE_NUMBER_ID: '1' })).toBe('1: WHATSAPP_PHONE_NUMBER_ID names no number that this access token may use')
    expect(await check({ WHATSAPP_VERIFY_TOKEN: '' })).toBe('1: WHATSAPP_VERIFY_TOKEN must be set with WHATSAPP_APP_SECRET')
    expect(await check({ WHATSAPP_API_URL: 'http://127.0.0.1:9' })).toBe('1: The provider does not answer at WHATSAPP_API_URL')
  })
})

describe('WhatsApp, a day after the customer\'s last word', { timeout: 90_000 }, () => {
  beforeEach(open)
  afterEach(close)

  it('takes a late reply after the template has asked the customer to write, and then in order', async () => {
    const { desk, handover } = await lateAgent({ WHATSAPP_TEMPLATE: 'new_reply' })
    await vi.waitFor(() => expect(texts().slice(1)).toEqual(['[new_reply zh_CN]']), { timeout: 15_000 })
    await desk.say(handover, '您好，昨天的问题已经查清了。')
    await desk.say(handover, '请问还有别的问题吗？')
    // Nothing more is sent, and the template once.
    await vi.waitFor(async () => expect(await statusOf()).toEqual(['delivered', 'delivered', 'pending', 'pending', 'pending', 'pending']), { timeout: 15_000 })
    expect(texts()).toHaveLength(2)
    await says('我在')
    await vi.waitFor(() => expect(texts().slice(2)).toEqual([expect.stringMatching(/li 已接入/), '您好，昨天的问题已经查清了。', '请问还有别的问题吗？']), { timeout: 15_000 })
  })

  it('takes none without a template: it goes by the customer\'s next best channel, once, and the log says so', async () => {
    const telegram = await startTelegram()
    const env = { ...telegramSettings(telegram.url) }
    try {
      await start({ CLOCK_START: monday, ...env })
      await addAgent(store, 'li')
      await says('转人工')
      await vi.waitFor(() => expect(texts()).toHaveLength(1), { timeout: 15_000 })
      // The same customer writes in Telegram, too.
      const { customer_id } = await store.db.selectFrom('conversations').select('customer_id').executeTakeFirstOrThrow()
      const digest = await createAddresses({ store, sealing: createSealing(Buffer.from(masterKey, 'hex')) }).digest('telegram', '861380001')
      await store.write(async tx => { await tx.insertInto('identities').values({ channel: 'telegram', channel_user: digest, customer_id, verified: 0 }).execute() })
      expect((await sendRequest(service.url, update({ update_id: 1, message: { message_id: 1, date: 1, text: '转账限额是多少', from: { id: 861_380_001, is_bot: false, first_name: 'S' }, chat: { id: 861_380_001, type: 'private' } } }))).status).toBe(200)
      await vi.waitFor(() => expect(telegram.shown('861380001')).toHaveLength(1), { timeout: 15_000 })
      await service.kill('SIGTERM')
      await start({ CLOCK_START: nextDay, ...env })
      const desk = deskOf(service.url)
      await desk.signIn('li')
      await desk.say(await desk.take(), '这款理财产品期限为 90 天。')
      await vi.waitFor(() => expect(telegram.shown('861380001').slice(1).map(each => each.text)).toEqual([expect.stringMatching(/li 已接入/), expect.stringMatching(/90 天。[^]*理财非存款、产品有风险、投资须谨慎。/)]), { timeout: 15_000 })
      expect(texts()).toHaveLength(1)
      expect(await logged('reply.moved')).toEqual([expect.objectContaining({ from: 'whatsapp', to: 'telegram', rule: 'M2.3a' }), expect.objectContaining({ to: 'telegram' })])
    } finally {
      await telegram.close()
    }
  })

  it('leaves a reply to an operator where there is no other way', async () => {
    await lateAgent()
    await vi.waitFor(async () => expect((await statusOf()).slice(2)).toEqual(['dead', 'delivered']), { timeout: 15_000 })
    const { stdout } = await promisify(execFile)(process.execPath, ['bot/outbox.ts', 'list'], { cwd: root, env: { ...process.env, DATA_DIR: dataDir, MASTER_KEY: masterKey } })
    expect(stdout).toContain('has not written for 24 hours')
  })

  it('is believed where its clock says that the window is closed, at once or in a later report', async () => {
    await start({ WHATSAPP_TEMPLATE: 'new_reply' })
    meta.closed.add(customer)
    await says('转账限额是多少')
    await vi.waitFor(() => expect(texts()).toEqual(['[new_reply zh_CN]']), { timeout: 15_000 })
    meta.closed.delete(customer)
    await says('怎么开户')
    await vi.waitFor(() => expect(texts().slice(1)).toEqual([expect.stringMatching(/限额/), expect.stringMatching(/开户/)]), { timeout: 15_000 })
    const failed = { id: meta.taken.at(-1)?.id, status: 'failed', timestamp: '1750263773', recipient_id: customer, errors: [{ code: 131_026, title: 'Message undeliverable' }] }
    await vi.waitFor(async () => expect(await statusOf()).toEqual(['delivered', 'delivered']), { timeout: 15_000 })
    for (let time = 0; time < 2; time++) expect((await sendRequest(service.url, request(delivery({ statuses: [failed] })))).status).toBe(200)
    expect(await statusOf()).toEqual(['delivered', 'dead'])
  })
})
