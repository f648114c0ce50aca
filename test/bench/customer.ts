import { randomUUID } from 'node:crypto'
import type { Agent } from 'node:http'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { type Answer, postJson } from './http.ts'
import { type Faults, Ledger } from './ledger.ts'
import type { Line } from './lines.ts'
import { directLineSecret } from './servers.ts'

/** A customer at one channel, who says one thing after another and keeps account of the replies. */
export type Customer = {
  /** Resolves when the reply is there. Rejects where the service refused the message or gave no reply in time. */
  say(line: Line): Promise<void>
  faults(): Faults
  close(): void
}

/** How a customer reaches the service. */
export type Reach = {
  agent: Agent
  /** The server for the next request: with several instances it changes each time. */
  next(): URL
  /** Sends again what was not accepted, and reconnects, as a provider does while an instance is away. */
  persistent: boolean
}

/** How long a customer waits for a reply, and between two tries, in milliseconds. */
const patience = 30_000
/** One who sends again does so for longer: a message given up may have been accepted, and its reply would count as somebody else's. */
const persistence = 600_000
const pause = 100

/** Thrown where the service did not take a message. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
}

async function accepted({ persistent }: Reach, post: () => Promise<Answer>): Promise<string> {
  const until = performance.now() + persistence
  for (;;) {
    const { status, body } = await post().catch(() => ({ status: 0, body: '' }))
    if (status >= 200 && status < 300) return body
    if (!persistent || performance.now() > until) throw new RefusedError(`HTTP ${status} ${body}`)
    await new Promise(resolve => setTimeout(resolve, pause))
  }
}

const activitySchema = z.looseObject({
  type: z.string(), id: z.string().default(''), replyToId: z.string().default(''), text: z.string().default(''), from: z.looseObject({ role: z.string().default('') }).prefault({}),
})
const activitiesSchema = z.object({ activities: z.array(activitySchema), watermark: z.string().default('') })
const repliesIn = ({ activities }: z.infer<typeof activitiesSchema>) => activities.filter(({ type, from }) => type === 'message' && from.role !== 'user').map(({ id, replyToId, text }) => ({ id, replyTo: replyToId, text }))

/** A customer at `POST /api/messages` whose replies come with the answer (`expectReplies`). */
export function messagesCustomer(reach: Reach): Customer {
  const conversation = randomUUID()
  const ledger = new Ledger()
  let said = 0
  return {
    async say({ text, expects }) {
      said += 1
      const id = `${conversation}-${said}`
      const body = await accepted(reach, () => postJson(reach.agent, reach.next(), '/api/messages', {
        type: 'message', id, text, channelId: 'bench', serviceUrl: 'http://127.0.0.1:9', deliveryMode: 'expectReplies',
        conversation: { id: conversation }, from: { id: `customer-${conversation}`, role: 'user' }, recipient: { id: 'bot', role: 'bot' },
      }))
      // The service names the message by its place in the log, an echo by the id it came with.
      const replies = repliesIn(activitiesSchema.parse(JSON.parse(body)))
      ledger.sent(id, expects)
      for (const reply of replies) ledger.got({ ...reply, replyTo: id })
    },
    faults: () => ledger.faults(),
    close: () => undefined,
  }
}

const tokenSchema = z.looseObject({ conversationId: z.string(), token: z.string() })
const idSchema = z.looseObject({ id: z.string() })

/** A customer at Direct Line: posts, and gets the reply on the conversation's stream, which is open when this resolves. */
export async function directLineCustomer(reach: Reach): Promise<Customer & { /** Reads the conversation back from its start and judges that. */ faultsInLog(): Promise<Faults> }> {
  const user = randomUUID()
  const grant = await accepted(reach, () => postJson(reach.agent, reach.next(), '/v3/directline/tokens/generate', { user: { id: user } }, directLineSecret))
  const { conversationId, token } = tokenSchema.parse(JSON.parse(grant))
  await accepted(reach, () => postJson(reach.agent, reach.next(), '/v3/directline/conversations', {}, token))
  const path = `/v3/directline/conversations/${conversationId}`
  // The greeting answers no message but the start.
  const answersIn = (got: z.infer<typeof activitiesSchema>) => repliesIn(got).filter(({ replyTo }) => replyTo !== `${conversationId}|0000001`)
  const sent: { id: string; expects: string }[] = []
  const ledger = new Ledger()
  const here = new Set<string>()
  const waiting = new Map<string, () => void>()
  let watermark = ''
  let closed = false
  let socket: WebSocket

  function connect(): Promise<void> {
    const { host } = reach.next()
    socket = new WebSocket(`ws://${host}${path}/stream?watermark=${watermark}&t=${encodeURIComponent(token)}`, { perMessageDeflate: false })
    socket.on('message', bytes => {
      const got = activitiesSchema.parse(JSON.parse(bytes.toString()))
      watermark = got.watermark
      for (const reply of answersIn(got)) {
        ledger.got(reply)
        here.add(reply.replyTo)
        waiting.get(reply.replyTo)?.()
      }
    })
    return new Promise((resolve, reject) => {
      socket.once('open', resolve).once('error', reject).once('close', () => {
        if (!closed && reach.persistent) setTimeout(() => { if (!closed) void connect().catch(() => undefined) }, pause)
      })
    })
  }
  await connect()

  return {
    async say({ text, expects }) {
      const clientActivityID = randomUUID()
      const body = await accepted(reach, () => postJson(reach.agent, reach.next(), `${path}/activities`, { type: 'message', text, from: { id: user }, channelData: { clientActivityID } }, token))
      const { id } = idSchema.parse(JSON.parse(body))
      ledger.sent(id, expects)
      sent.push({ id, expects })
      if (here.delete(id)) return
      await new Promise<void>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('no reply in time')), patience)
        waiting.set(id, () => { clearTimeout(late); resolve() })
      }).finally(() => waiting.delete(id))
      here.delete(id)
    },
    faults: () => ledger.faults(),
    async faultsInLog() {
      const kept = new Ledger()
      for (const { id, expects } of sent) kept.sent(id, expects)
      for (let from = '0'; ;) {
        const url = new URL(`${path}/activities?watermark=${from}`, reach.next())
        const got = activitiesSchema.parse(await (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).json())
        if (got.activities.length === 0) return kept.faults()
        for (const reply of answersIn(got)) kept.got(reply)
        from = got.watermark
      }
    },
    close() {
      closed = true
      socket.terminate()
    },
  }
}
