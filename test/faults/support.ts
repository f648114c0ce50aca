import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { verifyChain } from '../../contacts/log.ts'
import { openStore, type Store } from '../../store/index.ts'
import { hasPostgres, type PostgresServer, startPostgres } from '../support/postgres.ts'
import { type Running, startProcess } from '../support/process.ts'
import { hasRedis, type RedisServer, startRedis } from '../support/redis.ts'

/** Whether several instances can be tried here; in CI they must. */
export const canCluster = hasPostgres && hasRedis
if (!canCluster && process.env['CI']) throw new Error('PostgreSQL or redis-server is missing; in CI nothing may be skipped')
if (!canCluster) console.log('Skipped: faults of several instances (no PostgreSQL or no redis-server)')

const pushedSchema = z.looseObject({ id: z.string(), text: z.string().optional(), replyToId: z.string().optional(), conversation: z.object({ id: z.string() }) })
export type Pushed = z.infer<typeof pushedSchema>

export type Channel = {
  serviceUrl: string
  /** What was taken, in order of arrival. */
  taken: Pushed[]
  /** How the channel answers what is pushed to it; it takes everything unless told otherwise. */
  answer(how: (given: Pushed, response: ServerResponse) => void): void
  close(): Promise<void>
}

/** A channel's server: what the bot pushes arrives here. */
export async function startChannel(): Promise<Channel> {
  const taken: Pushed[] = []
  const take = (given: Pushed, response: ServerResponse) => {
    taken.push(given)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"taken"}')
  }
  let how = take
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    how(pushedSchema.parse(JSON.parse(Buffer.concat(chunks).toString())), res)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    serviceUrl: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, taken,
    answer(given) { how = given },
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** Sends a customer's message as the Bot Framework does; gives the HTTP status, or 0 where the connection broke. */
export async function send(url: string, about: { serviceUrl: string; conversation: string; id: string; text: string; deliveryMode?: string }): Promise<{ status: number; headers: Headers; body: string }> {
  const { serviceUrl, conversation, id, text, deliveryMode = 'normal' } = about
  try {
    const response = await fetch(`${url}/api/messages`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, signal: AbortSignal.timeout(30_000),
      body: JSON.stringify({ type: 'message', id, text, channelId: 'test', serviceUrl, conversation: { id: conversation }, from: { id: `${conversation}-user` }, recipient: { id: 'bot' }, deliveryMode }),
    })
    return { status: response.status, headers: response.headers, body: await response.text() }
  } catch {
    return { status: 0, headers: new Headers(), body: '' }
  }
}

/** Sends a message again and again, by any of the addresses in turn, until one has accepted it: as a provider does. */
export async function sendUntilAccepted(urls: readonly string[], about: Parameters<typeof send>[1], attempts = 60): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { status } = await send(urls[attempt % urls.length] ?? '', about)
    if (status === 200) return attempt
    await new Promise(resolve => setTimeout(resolve, 250))
  }
  throw new Error(`The message was not accepted in ${attempts} attempts`)
}

/** What the log says of a conversation, read beside the running processes. */
export async function read(records: { dataDir: string; databaseUrl?: string }, conversation: string): Promise<{ asked: string[]; replies: string[]; chain: Awaited<ReturnType<typeof verifyChain>> }> {
  const store = await openStore(records)
  try {
    return await readFrom(store, conversation)
  } finally {
    await store.close()
  }
}
async function readFrom(store: Store, conversation: string) {
  const rows = await store.db.selectFrom('log').select(['id', 'kind']).where('conversation_id', '=', `test:${conversation}`).where('conversation_seq', 'is not', null).orderBy('conversation_seq').execute()
  return { asked: rows.filter(row => row.kind === 'customer.message').map(row => row.id), replies: rows.filter(row => row.kind === 'bot.message').map(row => row.id), chain: await verifyChain(store.db) }
}

/** An instance that may end or stop itself at a step of a message's way. */
export function startInstance(env: Record<string, string>, at?: { step: string; signal: 'SIGKILL' | 'SIGSTOP' }): Promise<Running> {
  return startProcess({ ...env, ...(at ? { TEST_STEP: at.step, TEST_SIGNAL: at.signal } : {}) }, 'test/support/instance.ts')
}

export type Cluster = {
  postgres: PostgresServer
  redis: RedisServer
  records: { dataDir: string; databaseUrl: string }
  /** The settings that every instance shares. */
  env: Record<string, string>
  stop(): Promise<void>
}

/** PostgreSQL and Redis for several instances. */
export async function startCluster(): Promise<Cluster> {
  const dataDir = mkdtempSync(join(tmpdir(), 'shouwen-cluster-'))
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()])
  const databaseUrl = await postgres.createDatabase('shouwen')
  return {
    postgres, redis, records: { dataDir, databaseUrl },
    env: { DATA_DIR: dataDir, MASTER_KEY: '7'.repeat(64), DIRECTLINE_SECRET: 'a secret of the tests', DATABASE_URL: databaseUrl, REDIS_URL: redis.url },
    async stop() {
      await redis.stop()
      await postgres.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
