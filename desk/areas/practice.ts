import { z } from 'zod'
import { locales } from '../../knowledge/outgoing.ts'
import { type Asked, createArea, type Served } from '../area.ts'
import { done, instant, type Operation, practiceRoom, Refused, servingRoles, wasDone } from '../operation.ts'
import { debriefSchema } from '../practice/debrief.ts'
import { type DebriefRecord, hoursOf, PracticeRefusedError, type PracticeRecords } from '../practice/records.ts'
import type { Script } from '../practice/script.ts'
import type { Register, Role, StaffMember } from '../register.ts'

export const paces = ['calm', 'normal', 'busy'] as const
export type PaceName = (typeof paces)[number]
/** How many customers there may be at once, and in one shift. */
const [mostAtOnce, mostInShift] = [5, 20]

const person = z.object({ id: z.string(), name: z.string() })
const script = z.object({ id: z.string(), name: z.string(), rule: z.string(), locale: z.enum(locales), about: z.string() }).meta({ id: 'PracticeScript' })
const room = z.object({
  id: z.string(), begunAt: instant, endsAt: instant.meta({ description: 'At the latest; sooner if nothing is done' }),
  customers: z.array(z.object({ script: z.string(), name: z.string(), status: z.enum(['to-come', 'waiting', 'talking', 'content', 'left', 'closed']), handover: z.string().nullable() })),
}).meta({ id: 'PracticeRoom' })
const record = z.object({
  id: z.string(), member: person, begunAt: instant, endedAt: instant, ...debriefSchema.shape, most: z.number().meta({ description: 'Hours that may be asked for' }),
  hours: z.number().nullable().meta({ description: 'Hours of continuing education asked for' }), decidedBy: person.nullable(), confirmed: z.boolean().nullable(),
}).meta({ id: 'PracticeDebrief' })

const under = z.object({
  id: z.string(), member: person, begunAt: instant, room: room.nullable().meta({ description: 'Null where another instance of the service has it: only there it can be watched' }),
}).meta({ id: 'PracticeUnderWay' })

const training: readonly Role[] = ['supervisor', 'admin']
const refusals = { 404: 'There is none that the member may see', 409: 'It does not stand so; the message says why' }

const operations = {
  practiceScripts: { method: 'get', path: '/practice/scripts', summary: 'Simulated customers to practise with', for: servingRoles, status: 200, answer: z.object({ scripts: z.array(script) }) },
  practice: { method: 'get', path: '/practice', summary: 'The member\'s practice, if there is one', for: 'staff', status: 200, answer: z.object({ room: room.nullable(), elsewhere: z.boolean().meta({ description: 'On another instance of the service; begin anew to end it there' }) }) },
  beginPractice: {
    method: 'post', path: '/practice', summary: `Begin to practise: the desk's operations stand below ${practiceRoom}, with simulated customers and nobody else`, for: servingRoles, status: 201, answer: room,
    body: z.object({ scripts: z.array(z.string()).min(1, 'choose a script').max(mostInShift, `at most ${mostInShift} customers`), atOnce: z.number().int().min(1).max(mostAtOnce).default(1), pace: z.enum(paces).default('normal'), anew: z.boolean().default(false).meta({ description: 'End what the member practises elsewhere' }) }),
    refusals: { 409: 'The member serves customers or practises already, or too many practise', 404: 'There is no such script' },
  },
  endPractice: { method: 'post', path: '/practice/end', summary: 'End it and get the debrief', for: servingRoles, status: 200, answer: z.object({ debrief: z.string() }), refusals: { 409: 'There is none here' } },
  practiceDebriefs: { method: 'get', path: '/practice/debriefs', summary: 'Debriefs, the latest first', for: 'staff', query: z.object({ of: z.enum(['mine', 'all']).default('mine') }), status: 200, answer: z.object({ debriefs: z.array(record) }), refusals: { 403: 'All of them are for those who train' } },
  practiceDebrief: { method: 'get', path: '/practice/debriefs/{id}', summary: 'What a shift of practice showed', for: 'staff', status: 200, answer: record, refusals: { 404: refusals[404] } },
  proposeHours: { method: 'post', path: '/practice/debriefs/{id}/hours', summary: 'Ask that it counts as continuing education', for: servingRoles, body: z.object({ hours: z.number().positive().max(8).multipleOf(0.25) }), status: 200, answer: done, refusals },
  practiceRooms: { method: 'get', path: '/practice/rooms', summary: 'Who practises now, and how it stands', for: training, status: 200, answer: z.object({ rooms: z.array(under) }) },
  decideHours: { method: 'post', path: '/practice/debriefs/{id}/decision', summary: 'Confirm the hours, which then stand in the register, or not; for somebody else', for: training, body: z.object({ confirm: z.boolean() }), status: 200, answer: done, refusals },
} as const satisfies Record<string, Operation>

/** A practice under way, as the API shows it. */
export type PracticeShown = z.infer<typeof room>
export type BeginPractice = z.infer<(typeof operations)['beginPractice']['body']>

export type PracticeAreaDeps = {
  scripts(): readonly Script[]
  records: PracticeRecords
  register: Pick<Register, 'names'>
  rooms: {
    of(member: Pick<StaffMember, 'id'>): { id: string; shown(): PracticeShown } | undefined
    /** Throws Refused. */
    begin(member: StaffMember, asked: BeginPractice): Promise<PracticeShown>
    end(member: StaffMember): Promise<string | undefined>
  }
}

/** Their room lives in the memory of another instance. What to do is up to who runs the service, or a room here. */
export const practiceElsewhere = (instance: string) => new Refused(409, 'PracticeElsewhere', `The practice is on another instance of the service (${instance}): keep each browser at one instance (docs/operating.md), or begin anew here, which ends it there`)
const none = () => new Refused(409, 'NoPractice', 'You do not practise now: it has ended. Begin a new one')
async function notHere(records: Pick<PracticeRecords, 'roomOf'>, { id }: StaffMember): Promise<Refused> {
  const elsewhere = await records.roomOf(id)
  return elsewhere ? practiceElsewhere(elsewhere.instance) : none()
}
const mostShown = 100

/** Practice (M6.3a): to begin and end it, and what it showed. */
export function practiceArea({ scripts, records, register, rooms }: PracticeAreaDeps): Served[] {
  async function readable(id: string, member: StaffMember): Promise<DebriefRecord> {
    const found = await records.known(id)
    if (!found || (found.member !== member.id && !training.includes(member.role))) throw new Refused(404, 'NotFound', 'There is no such debrief')
    return found
  }
  async function carry(work: () => Promise<void>): Promise<typeof wasDone> {
    await work().catch((error: unknown) => { throw error instanceof PracticeRefusedError ? new Refused(409, 'Conflict', error.message) : error })
    return wasDone
  }
  async function shown(): Promise<(of: DebriefRecord) => z.infer<typeof record>> {
    const nameOf = await register.names()
    const named = (id: string) => ({ id, name: nameOf(id) })
    return ({ debrief, member, decidedBy, ...rest }) => ({ ...rest, ...debrief, most: hoursOf(rest), member: named(member), decidedBy: decidedBy === null ? null : named(decidedBy) })
  }

  return createArea(operations, {
    async practiceScripts() { return { scripts: scripts().map(({ id, name, rule, locale, about }) => ({ id, name, rule, locale, about })) } },
    async practice({ member }) {
      const here = rooms.of(member)
      return here ? { room: here.shown(), elsewhere: false } : { room: null, elsewhere: await records.roomOf(member.id) !== undefined }
    },
    beginPractice: ({ member, body }) => rooms.begin(member, body),
    async endPractice({ member }) {
      const debrief = await rooms.end(member)
      if (debrief === undefined) throw await notHere(records, member)
      return { debrief }
    },
    async practiceRooms() {
      const [list, nameOf] = await Promise.all([records.rooms(), register.names()])
      return { rooms: list.map(({ id, member, begunAt }) => {
        const here = rooms.of({ id: member })
        return { id, member: { id: member, name: nameOf(member) }, begunAt, room: here?.id === id ? here.shown() : null }
      }) }
    },
    async practiceDebriefs({ member, query }) {
      if (query.of === 'all' && !training.includes(member.role)) throw new Refused(403, 'Forbidden', 'All debriefs are for those who train; ask for of=mine')
      const [list, show] = await Promise.all([records.latest(query.of === 'all' ? undefined : member.id, mostShown), shown()])
      return { debriefs: list.map(show) }
    },
    async practiceDebrief({ id, member }) { return (await shown())(await readable(id, member)) },
    async proposeHours({ id, member, body }) {
      const found = await readable(id, member)
      if (found.member !== member.id) throw new Refused(404, 'NotFound', 'Who practised asks for the hours')
      return carry(() => records.propose(found, body.hours))
    },
    async decideHours({ id, member, body }) {
      const found = await readable(id, member)
      if (found.member === member.id) throw new Refused(403, 'Forbidden', 'Somebody else confirms your hours')
      return carry(() => records.decide(found, member.id, body.confirm))
    },
  })
}

type Room = { serve(name: string, asked: Asked): Promise<unknown> }
export type PracticeRooms = {
  records: Pick<PracticeRecords, 'roomOf' | 'rooms'>
  rooms: { of(member: StaffMember): Room | undefined; byId(id: string): Room | undefined }
}

const named = (before: string, name: string) => `${before}${name[0]?.toUpperCase()}${name.slice(1)}`

/** The same operations in the practice room of whoever asks. They give nothing of customers: there are none. */
export function practised(areas: readonly Served[], { records, rooms }: PracticeRooms): Served[] {
  return areas.map(({ name, operation: { customers: _real, ...operation } }) => ({
    name: named('practice', name),
    operation: { ...operation, path: `${practiceRoom}${operation.path}`, summary: `Practice: ${operation.summary}` },
    async handle(asked) {
      const room = asked.member && rooms.of(asked.member)
      if (room) return room.serve(name, asked)
      throw asked.member ? await notHere(records, asked.member) : none()
    },
  }))
}

/** What who trains does in a colleague's practice, as at the real desk: listen in, be seen to, whisper. */
const watching: ReadonlySet<string> = new Set(['handover', 'journey', 'looking', 'note'])

/** These operations in a colleague's practice room, for those who train. */
export function watched(areas: readonly Served[], { records, rooms }: PracticeRooms): Served[] {
  return areas.filter(({ name }) => watching.has(name)).map(({ name, operation: { customers: _real, ...operation } }) => ({
    name: named('watch', name),
    operation: { ...operation, for: training, path: `/practice/rooms/{room}${operation.path}`, summary: `A colleague's practice: ${operation.summary}` },
    async handle(asked) {
      const id = asked.params['room'] ?? ''
      const room = rooms.byId(id)
      if (room) return room.serve(name, asked)
      const elsewhere = (await records.rooms()).find(each => each.id === id)
      throw elsewhere ? practiceElsewhere(elsewhere.instance) : new Refused(404, 'NotFound', 'This practice is over')
    },
  }))
}
