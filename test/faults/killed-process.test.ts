import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createContacts } from '../../contacts/contacts.ts'
import { verifyChain } from '../../contacts/log.ts'
import { createSealing } from '../../contacts/sealing.ts'
import { openStore } from '../../store/index.ts'
import { type Running, startProcess } from '../support/process.ts'

const answerSchema = z.object({ activities: z.array(z.looseObject({ type: z.string(), id: z.string().optional(), text: z.string().optional() })) })

let dir: string
let channel: Server
/** What was pushed to the channel's serviceUrl. */
let pushed: { id?: unknown; text?: unknown }[]
let serviceUrl: string
let running: Running | undefined

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  pushed = []
  channel = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    pushed.push(JSON.parse(Buffer.concat(chunks).toString()))
    res.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"taken"}')
  })
  await new Promise<void>(resolve => channel.listen(0, '127.0.0.1', resolve))
  const address = channel.address()
  serviceUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
})
afterEach(async () => {
  await running?.kill('SIGKILL')
  running = undefined
  await new Promise(resolve => channel.close(resolve))
  rmSync(dir, { recursive: true, force: true })
})

const start = async () => { running = await startProcess({ DATA_DIR: dir }); return running }

/** An activity of the channel; the Emulator's would bring traces too. */
const activity = (conversation: string, id: string, text: string, deliveryMode: 'normal' | 'expectReplies') => ({
  type: 'message', id, text, channelId: 'test', serviceUrl, conversation: { id: conversation }, from: { id: `${conversation}-user` }, recipient: { id: 'bot' }, deliveryMode,
})
const post = (url: string, body: ReturnType<typeof activity>) => fetch(`${url}/api/messages`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

/** What the log holds, read beside the running process. */
async function logged<T>(read: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>): Promise<T> {
  const store = await openStore({ dataDir: dir })
  try {
    return await read(store)
  } finally {
    await store.close()
  }
}
const rows = () => logged(store => store.db.selectFrom('log').selectAll().orderBy('seq').execute())

it('keeps and answers once what was accepted, however often it is killed', { timeout: 120_000 }, async () => {
  const rounds = 5
  for (let round = 0; round < rounds; round++) {
    const { url, kill } = await start()
    expect((await post(url, activity('killed', `k${round}`, `转账限额是多少 我的手机号是1380013800${round}`, 'normal'))).status).toBe(200)
    await kill('SIGKILL')
  }
  await start()
  await vi.waitFor(() => expect(new Set(pushed.map(each => each.id)).size).toBe(rounds), { timeout: 10_000 })
  const entries = await rows()
  expect(entries.filter(row => row.actor === 'customer').map(row => row.kind)).toEqual(Array(rounds).fill('customer.message'))
  expect(entries.filter(row => row.kind === 'bot.message')).toHaveLength(rounds)
  expect(JSON.stringify(entries)).not.toMatch(/1380013800\d/)
  // A delivery whose success was not yet noted is made again: under the id that the channel has it by.
  expect(new Set(pushed.map(each => each.id))).toEqual(new Set(entries.filter(row => row.kind === 'bot.message').map(row => row.id)))
  await logged(async store => {
    expect(await verifyChain(store.db)).toMatchObject({ ok: true })
    await expect(store.write(tx => tx.updateTable('log').set({ masked: 'changed' }).execute())).rejects.toThrow(/append-only/)
  })
})

it('answers a message with expectReplies once and pushes it nowhere, whenever in its turn it is killed', { timeout: 120_000 }, async () => {
  const rounds = 4
  for (let round = 0; round < rounds; round++) {
    const { url, kill } = await start()
    const body = activity('asked', `a${round}`, '转账限额是多少', 'expectReplies')
    const answer = post(url, body).then(response => response.status, () => 'cut off')
    // From one round to the next a little later: before it is accepted, in its turn, after it.
    if (round > 0) await vi.waitFor(async () => expect((await rows()).filter(row => row.actor === 'customer')).toHaveLength(round + 1), { interval: round })
    await kill('SIGKILL')
    await answer
    const again = await start()
    const retried = await post(again.url, body)
    expect(retried.status).toBe(200)
    const { activities } = answerSchema.parse(await retried.json())
    expect(activities.map(each => each.text?.slice(0, 4))).toEqual(['手机银行'])
    const entries = await rows()
    expect(entries.filter(row => row.actor === 'customer')).toHaveLength(round + 1)
    expect(entries.filter(row => row.kind === 'bot.message')).toHaveLength(round + 1)
    expect(entries.filter(row => row.kind === 'bot.message').at(-1)?.id).toBe(activities[0]?.id)
    await again.kill('SIGTERM')
  }
  expect(pushed).toEqual([])
})

it('takes up at its start what was accepted and had no turn, and pushes only what nobody waits for', { timeout: 60_000 }, async () => {
  const { kill } = await start()
  await kill('SIGTERM')
  // What a process leaves that is killed between the acceptance and the turn.
  await logged(async store => {
    const contacts = createContacts({
      store, sealing: createSealing(Buffer.from(readFileSync(join(dir, 'master.key'), 'utf8').trim(), 'hex')), clock: { now: () => new Date() },
      mask: text => text, dutyOwner: async () => 'administrator', onLogged: () => undefined, onQueue: () => undefined, reopenDays: 7,
    })
    for (const [conversation, expectsReplies] of [['waited', true], ['left', false]] as const) {
      await contacts.accept({
        channel: 'test', conversation, dedupeKey: 'm1', from: { id: `${conversation}-user`, verified: false }, kind: 'message', text: '转账限额是多少', attachments: [],
        expectsReplies, reference: { conversation: { id: conversation }, serviceUrl, channelId: 'test', bot: { id: 'bot' }, user: { id: `${conversation}-user` } },
      })
    }
  })
  const { url } = await start()
  await vi.waitFor(() => expect(pushed).toHaveLength(1))
  expect(pushed[0]?.id).toMatch(/^left\|/)
  const { activities } = answerSchema.parse(await (await post(url, activity('waited', 'm1', '转账限额是多少', 'expectReplies'))).json())
  expect(activities.map(each => each.id)).toEqual(['waited|0000002'])
  expect((await rows()).filter(row => row.kind === 'bot.message')).toHaveLength(2)
  expect(pushed).toHaveLength(1)
})
