import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import type { Audit } from '../contacts/proof/audit.ts'
import type { Handovers } from '../contacts/handovers.ts'
import type { Guests } from '../contacts/serving/guests.ts'
import type { Journey, JourneyEntry } from '../contacts/journey.ts'
import type { Handover } from '../contacts/types.ts'
import type { TypingLine } from '../contacts/typing.ts'
import type { LookingLine } from './looking.ts'
import { practiceRoom, prefix } from './operation.ts'
import { hashed, type Register, serving, type StaffMember } from './register.ts'
import type { DeskEvent } from './schemas.ts'
import { toDeskEntry } from './view.ts'
import type { Recipients } from './recipients.ts'

/** What the events of one desk are read from. */
export type EventSources = {
  journey: Journey
  handovers: Handovers
  recipients: Recipients
  audit: Pick<Audit, 'listed'>
  guests: Pick<Guests, 'with'>
  /** The enquiries of which a complaint concerns this member. */
  concerning(member: string): Promise<ReadonlySet<string>>
  live: { subscribe(topic: string, listener: (message: string) => void): () => void }
  typing: TypingLine
  looking: Pick<LookingLine, 'listen'>
  register: Pick<Register, 'names'>
}

export type DeskEventsDeps = EventSources & {
  /** The desk of a member who practises; undefined where they do not here. */
  practiceOf(member: StaffMember): EventSources | undefined
  /** Whose session a token is. */
  member(token: string): Promise<StaffMember | undefined>
  seen(token: string): Promise<void>
  sameOrigin(req: IncomingMessage): boolean
  tokenOf(req: IncomingMessage): string | undefined
  log: { error(facts: object, message: string): void }
}

const path = `${prefix}/events`
const practicePath = `${prefix}${practiceRoom}/events`
const page = 500
const mostBuffered = 1_048_576
/** The log is looked at when something is told to have happened, and this often for what was not, in milliseconds. */
const lookEvery = 500
const beatEvery = 5_000
/** Close codes of our own: the page signs out, or connects again. */
export const signedOut = 4401
const practiceOver = 4409
/** Told by a practice room that ends. */
export const deskOver = 'desk:over'

const overseeing: ReadonlySet<string> = new Set(['supervisor', 'admin', 'compliance', 'auditor'])
/** What changes a list: who waits and is served, and what is still to be done. */
const queueKinds = /^(handover\.|enquiry\.(closed|owner-named)|message\.left|case\.|topic\.|task\.)/

/** What this member is told of a log entry. A colleague's conversation is none of their business. */
function eventOf(entry: JourneyEntry, member: StaffMember, open: ReadonlyMap<string, Handover>, theirs: ReadonlySet<string>, nameOf: (staff: string) => string, recipients: Recipients): DeskEvent | undefined {
  if (recipients.isTold(member, entry.facts['to'])) return { type: 'notice', id: entry.seq }
  if (queueKinds.test(entry.kind)) return { type: 'queue', id: entry.seq }
  const handover = open.get(entry.conversation)
  if (!handover) return undefined
  const shown = toDeskEntry(entry, nameOf)
  if (!shown) return undefined
  const mayRead = (handover.status === 'waiting' && serving.has(member.role)) || handover.agent === member.id || theirs.has(handover.id)
  if (mayRead) return { type: 'message', id: entry.seq, handover: handover.id, entry: shown }
  // A look at a colleague's conversation is written down: the words come with the look, not with the event.
  return overseeing.has(member.role) ? { type: 'changed', id: entry.seq, handover: handover.id } : undefined
}

/**
 * `GET /api/desk/events`: what happens, as it happens. An event's id is its place in the contact log, which is the same for every
 * instance and outlives each of them: who connects again with the last id seen misses nothing and gets nothing twice.
 */
export function mountDeskEvents(server: Server, deps: DeskEventsDeps) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 4096 })

  function follow(socket: WebSocket, sources: EventSources, member: StaffMember, token: string, since: number | undefined): void {
    let seq = since ?? 0
    let reading = false
    let more = false
    const passing = new Map<string, () => void>()
    const tell = (event: DeskEvent) => { if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(event)) }

    /** Hears what passes in the conversations that are this member's now: customers type, messages come further on their way. */
    function hearPassing(mine: readonly Handover[]): void {
      for (const [conversation, end] of passing) {
        if (mine.some(each => each.conversation === conversation)) continue
        end()
        passing.delete(conversation)
      }
      for (const { conversation, id } of mine) {
        if (passing.has(conversation)) continue
        const ends = [
          sources.typing.listen(conversation, ({ role }) => { if (role === 'user') tell({ type: 'typing', handover: id }) }),
          sources.live.subscribe(`delivery:${conversation}`, () => tell({ type: 'delivery', handover: id })),
        ]
        passing.set(conversation, () => { for (const end of ends) end() })
      }
    }

    async function readOn(): Promise<void> {
      const entries = await sources.journey.after(seq, page)
      if (entries.length === 0) return
      // Read after the entries: who may read what is decided by how things stand now.
      const concerning = await sources.concerning(member.id)
      // Only what is told of is looked up: the queue may be long, and every page reads on with every message.
      const [here, mine] = await Promise.all([sources.handovers.openIn([...new Set(entries.map(({ conversation }) => conversation))]), sources.handovers.activeOf(member.id)])
      const all = here.filter(each => !concerning.has(each.enquiry))
      const left = all.some(each => each.status === 'left') ? await sources.handovers.leftFor(member.id) : []
      const theirs = new Set([...left, ...await sources.guests.with(member.id)].map(each => each.id))
      const open = new Map(all.toSorted((a, b) => Number(a.status !== 'left') - Number(b.status !== 'left')).map(each => [each.conversation, each]))
      const nameOf = await sources.register.names()
      hearPassing(mine.filter(each => !concerning.has(each.enquiry)))
      for (const entry of entries) {
        const event = eventOf(entry, member, open, theirs, nameOf, sources.recipients)
        if (event) tell(event)
        seq = entry.seq
      }
      if (socket.bufferedAmount > mostBuffered) socket.close(1013, 'Too slow; connect again with the last id')
      more ||= entries.length === page
    }

    async function read(): Promise<void> {
      if (reading) {
        more = true
        return
      }
      reading = true
      try {
        do {
          more = false
          if (socket.readyState === WebSocket.OPEN) await readOn()
        } while (more)
      } catch (error) {
        deps.log.error({ err: error }, 'the events of the desk could not be read')
        socket.close(1011)
      } finally {
        reading = false
      }
    }

    async function begin(): Promise<void> {
      const head = await sources.journey.head()
      // A place that the log has not reached is of another one, as of the records before they were restored: it begins anew.
      if (since === undefined || since > head) {
        seq = head
        tell({ type: 'ready', id: seq })
      }
      hearPassing(await sources.handovers.activeOf(member.id))
      await deps.seen(token)
      // Those who serve hear what waiting customers write.
      if (serving.has(member.role)) await sources.audit.listed(member.id, 'events')
      await read()
    }

    async function beat(): Promise<void> {
      const now = await deps.member(token)
      // With another role other things are told.
      if (now?.role === member.role) await deps.seen(token)
      else socket.close(signedOut, 'Signed out')
    }
    let alive = true
    socket.on('pong', () => { alive = true })
    const failed = (error: unknown) => {
      deps.log.error({ err: error }, 'the events of the desk could not be read')
      socket.close(1011)
    }
    const beating = setInterval(() => {
      // A page that is gone without a word does not count as there.
      if (!alive) return socket.terminate()
      alive = false
      socket.ping()
      // Pages hear no ping: without a word they could not tell a quiet line from a dead one.
      tell({ type: 'beat' })
      beat().catch(failed)
    }, beatEvery)
    const looking = setInterval(() => void read(), lookEvery)
    const ends = [sources.live.subscribe('desk', () => void read()), sources.live.subscribe(deskOver, () => socket.close(practiceOver, 'The practice is over')), deps.live.subscribe(`desk:ended:${hashed(token)}`, why => why === 'renewed' ? socket.close(1012, 'It goes on under another id; connect again') : socket.close(signedOut, 'Signed out')),
      sources.looking.listen(member.id, ({ handover, by, doing }) => tell({ type: 'looking', handover, by, doing }))]
    socket.on('close', () => {
      clearInterval(beating)
      clearInterval(looking)
      for (const end of [...ends, ...passing.values()]) end()
    })
    socket.on('error', () => socket.terminate())
    begin().catch(failed)
  }

  const refuse = (socket: Duplex, status: string) => socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy())
  async function admit(req: IncomingMessage, socket: Duplex, head: Buffer, url: URL): Promise<void> {
    if (!deps.sameOrigin(req)) return void refuse(socket, '403 Forbidden')
    const token = deps.tokenOf(req)
    const member = token === undefined ? undefined : await deps.member(token)
    // A browser does not tell its page why it was refused: one whose session ended while the line was down would connect again for ever.
    if (token === undefined || !member) return sockets.handleUpgrade(req, socket, head, ws => ws.close(signedOut, 'Signed out'))
    const sources = url.pathname === practicePath ? deps.practiceOf(member) : deps
    if (!sources) return void refuse(socket, '409 Conflict')
    const since = url.searchParams.get('since')
    sockets.handleUpgrade(req, socket, head, ws => follow(ws, sources, member, token, since !== null && /^\d{1,15}$/.test(since) ? Number(since) : undefined))
  }
  const upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = URL.parse(req.url ?? '/', 'http://localhost')
    if (url?.pathname !== path && url?.pathname !== practicePath) return
    admit(req, socket, head, url).catch((error: unknown) => {
      deps.log.error({ err: error }, 'a page of the desk could not be connected')
      refuse(socket, '503 Service Unavailable')
    })
  }
  server.on('upgrade', upgrade)

  return {
    /** Closes all connections; pages connect again. */
    close(): void {
      for (const socket of sockets.clients) socket.close(1001)
      server.off('upgrade', upgrade)
    },
  }
}
