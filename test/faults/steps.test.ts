import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { steps } from '../../bot/steps.ts'
import type { Running } from '../support/process.ts'
import { canCluster, type Channel, type Cluster, read, send, sendUntilAccepted, startChannel, startCluster, startInstance } from './support.ts'

const text = '转账限额是多少'
let channel: Channel
beforeAll(async () => { channel = await startChannel() })
afterAll(() => channel.close())

const takenIn = (conversation: string) => channel.taken.filter(each => each.conversation.id === conversation).map(each => each.id)
const ended = async ({ child }: Running) => { await vi.waitFor(() => expect(child.signalCode).toBe('SIGKILL'), { timeout: 20_000 }) }

describe('killed at each step of a message\'s way', () => {
  let dataDir: string
  beforeAll(() => { dataDir = mkdtempSync(join(tmpdir(), 'shouwen-')) })
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

  it.each(steps)('an embedded service answers after its restart, once: %s', { timeout: 60_000 }, async step => {
    const conversation = `alone-${step}`
    const message = { serviceUrl: channel.serviceUrl, conversation, id: `m-${step}`, text }
    const doomed = await startInstance({ DATA_DIR: dataDir }, { step, signal: 'SIGKILL' })
    const { status } = await send(doomed.url, message)
    await ended(doomed)
    const next = await startInstance({ DATA_DIR: dataDir })
    try {
      // Nobody sends again what was accepted.
      if (status !== 200) await sendUntilAccepted([next.url], message)
      await vi.waitFor(() => expect(takenIn(conversation)).not.toEqual([]), { timeout: 15_000 })
      const { asked, replies, chain } = await read({ dataDir }, conversation)
      expect(asked).toHaveLength(1)
      expect(replies).toHaveLength(1)
      expect(new Set(takenIn(conversation))).toEqual(new Set(replies))
      expect(chain).toMatchObject({ ok: true })
    } finally {
      await next.kill('SIGTERM')
    }
    expect(next.child.exitCode).toBe(0)
  })
})

it('killed at each step of a message whose sender waits for its reply, an embedded service answers it after its restart, once', { timeout: 180_000 }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  const ways = steps.slice(0, steps.indexOf('claimed')).map(step => ({ step, message: { serviceUrl: channel.serviceUrl, conversation: `waits-${step}`, id: `m-${step}`, text, deliveryMode: 'expectReplies' } }))
  const begun = await startInstance({ DATA_DIR: dataDir })
  for (const { message } of ways) expect((await send(begun.url, { ...message, id: 'opening', text: '你好' })).status).toBe(200)
  await begun.kill('SIGTERM')
  for (const { step, message } of ways) {
    const doomed = await startInstance({ DATA_DIR: dataDir }, { step, signal: 'SIGKILL' })
    // Its sender has no reply, and has to send it again.
    expect((await send(doomed.url, message)).status).toBe(0)
    await ended(doomed)
  }
  const next = await startInstance({ DATA_DIR: dataDir })
  try {
    for (const { message } of ways) {
      const again = await send(next.url, message)
      expect(again.status).toBe(200)
      const { asked, replies, chain } = await read({ dataDir }, message.conversation)
      expect(asked).toHaveLength(2)
      expect(replies).toHaveLength(2)
      expect(again.body).toContain(JSON.stringify(replies[1]))
      expect(chain).toMatchObject({ ok: true })
    }
  } finally {
    await next.kill('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  }
})

describe.skipIf(!canCluster)('killed or stalled beside another instance', () => {
  let cluster: Cluster
  let other: Running
  beforeAll(async () => {
    cluster = await startCluster()
    other = await startInstance(cluster.env)
  }, 60_000)
  afterAll(async () => {
    await other.kill('SIGKILL')
    await cluster.stop()
  })

  it.each(steps)('at the step "%s", the other one answers, once and without a restart', { timeout: 60_000 }, async step => {
    const conversation = `beside-${step}`
    const message = { serviceUrl: channel.serviceUrl, conversation, id: `m-${step}`, text }
    const doomed = await startInstance(cluster.env, { step, signal: 'SIGKILL' })
    // The other may deliver before this one does; then this one never comes to the step.
    const { status } = await send(doomed.url, message)
    if (['claimed', 'delivered', 'noted'].includes(step)) await vi.waitFor(() => expect([doomed.child.signalCode, ...takenIn(conversation)]).not.toEqual([null]), { timeout: 20_000 })
    else await ended(doomed)
    doomed.child.kill('SIGKILL')
    if (status !== 200) await sendUntilAccepted([other.url], message)
    await vi.waitFor(() => expect(takenIn(conversation)).not.toEqual([]), { timeout: 25_000 })
    const { asked, replies, chain } = await read(cluster.records, conversation)
    expect(asked).toHaveLength(1)
    expect(replies).toHaveLength(1)
    expect(new Set(takenIn(conversation))).toEqual(new Set(replies))
    expect(chain).toMatchObject({ ok: true })
  })

  it('a stalled instance that wakes up writes nothing: its turn was taken', { timeout: 60_000 }, async () => {
    const message = { serviceUrl: channel.serviceUrl, conversation: 'stalled', id: 'stalled-1', text }
    const stalled = await startInstance(cluster.env, { step: 'sealed', signal: 'SIGSTOP' })
    try {
      const waiting = send(stalled.url, message)
      await vi.waitFor(() => expect(takenIn('stalled')).toHaveLength(1), { timeout: 25_000 })
      // A further message is answered while the first one's instance still sleeps, in order.
      expect((await send(other.url, { ...message, id: 'stalled-2', text: '卡丢了怎么办' })).status).toBe(200)
      await vi.waitFor(() => expect(takenIn('stalled')).toHaveLength(2), { timeout: 15_000 })
      stalled.child.kill('SIGCONT')
      await waiting
      expect((await send(stalled.url, { ...message, id: 'stalled-3', text: '存款保险保多少钱' })).status).toBe(200)
      await vi.waitFor(() => expect(takenIn('stalled')).toHaveLength(3), { timeout: 15_000 })
      const { asked, replies, chain } = await read(cluster.records, 'stalled')
      expect(asked).toHaveLength(3)
      expect(replies).toEqual(takenIn('stalled'))
      expect(chain).toMatchObject({ ok: true })
    } finally {
      stalled.child.kill('SIGCONT')
      await stalled.kill('SIGTERM')
    }
  })
})
