import { randomUUID } from 'node:crypto'
import { type BeginPractice, type PaceName, type PracticeShown, practiceElsewhere } from '../../desk/areas/practice.ts'
import { Refused } from '../../desk/operation.ts'
import type { PracticeRecords } from '../../desk/practice/records.ts'
import type { Script } from '../../desk/practice/script.ts'
import type { StaffMember } from '../../desk/register.ts'
import type { Pace } from './customers.ts'
import { isOver } from './limits.ts'
import { openRoom, type Room, type RoomDeps } from './room.ts'

const paces: Record<PaceName, Pace> = { calm: { writesMs: 4_000, patience: 2 }, normal: { writesMs: 2_000, patience: 1 }, busy: { writesMs: 500, patience: 0.5 } }
/** How often rooms are looked after, in milliseconds: well within the time after which another instance takes a room for gone. */
const lookEvery = 15_000
/** Told to all instances, with who has begun. */
const begun = 'practice:begun'

export type RoomsDeps = Omit<RoomDeps, 'id' | 'member' | 'scripts' | 'atOnce' | 'pace'> & {
  instance: string
  /** How many rooms an instance has at once: each takes some megabytes of memory. */
  mostRooms: number
  live: { publish(topic: string, message: string): void; subscribe(topic: string, listener: (message: string) => void): () => void }
  records: PracticeRecords
  scripts(): readonly Script[]
  /** Whether a member has real customers now. */
  serves(member: string): Promise<boolean>
}

/** The practice rooms of this instance, one a member. */
export function createRooms({ instance, mostRooms, live, records, scripts, serves, ...deps }: RoomsDeps) {
  const rooms = new Map<string, Promise<Room>>()
  /** Those that are open, for who cannot wait. */
  const open = new Map<string, Room>()

  async function endRoom(room: Room): Promise<string> {
    const debrief = await room.end()
    if (open.get(room.member.id) !== room) return room.id
    open.delete(room.member.id)
    rooms.delete(room.member.id)
    await records.end(room.member.id, room.id, room.begunAt, debrief)
    return room.id
  }

  /** The scripts of these names; one may be named several times. */
  function chosen(ids: readonly string[]): Script[] {
    const known = new Map(scripts().map(script => [script.id, script]))
    return ids.map(id => {
      const script = known.get(id)
      if (!script) throw new Refused(404, 'NotFound', `There is no script "${id}"`)
      return script
    })
  }

  async function openFor(member: StaffMember, asked: BeginPractice, of: readonly Script[]): Promise<Room> {
    const id = randomUUID()
    await records.begin(member.id, id, instance, of.map(each => each.id))
    live.publish(begun, member.id)
    return openRoom({ ...deps, id, member, scripts: of, atOnce: asked.atOnce, pace: paces[asked.pace] })
  }

  async function look(room: Room): Promise<void> {
    const stale = isOver({ endsAt: room.shown().endsAt, idle: room.idleMs() }, deps.clock.now())
    // Who has begun elsewhere has ended here.
    if (stale || !await records.seen(room.member.id, room.id)) await endRoom(room)
  }
  const lookAfter = (room: Room) => { look(room).catch((error: unknown) => deps.log.error({ err: error }, 'a practice room could not be looked after')) }
  const looking = setInterval(() => open.forEach(lookAfter), lookEvery)
  // Whoever begins anew on another instance is done here at once.
  const unsubscribe = live.subscribe(begun, member => {
    const room = open.get(member)
    if (room) lookAfter(room)
  })

  return {
    of: (member: Pick<StaffMember, 'id'>): Room | undefined => open.get(member.id),
    byId: (id: string): Room | undefined => [...open.values()].find(room => room.id === id),

    /** Opens a room. Throws Refused. */
    async begin(member: StaffMember, asked: BeginPractice): Promise<PracticeShown> {
      const of = chosen(asked.scripts)
      if (await serves(member.id)) throw new Refused(409, 'PracticeServing', 'You serve customers; end or hand over those conversations first')
      const elsewhere = await records.roomOf(member.id)
      if (rooms.has(member.id) && !asked.anew) throw new Refused(409, 'PracticeRunning', 'You practise already; end that first')
      if (elsewhere && !rooms.has(member.id) && !asked.anew) throw practiceElsewhere(elsewhere.instance)
      const before = open.get(member.id)
      if (before) await endRoom(before)
      if (rooms.has(member.id)) throw new Refused(409, 'PracticeRunning', 'Your practice is just beginning')
      if (rooms.size >= mostRooms) throw new Refused(409, 'PracticeFull', 'Too many colleagues practise now; try again later')
      const opening = openFor(member, asked, of)
      rooms.set(member.id, opening)
      try {
        const room = await opening
        open.set(member.id, room)
        return room.shown()
      } catch (error) {
        rooms.delete(member.id)
        throw error
      }
    },

    /** Ends a member's room; gives the debrief's id, undefined where there is none. */
    async end(member: StaffMember): Promise<string | undefined> {
      const room = open.get(member.id)
      return room && endRoom(room)
    },

    /** Ends all of them and keeps what they showed. */
    async close(): Promise<void> {
      clearInterval(looking)
      unsubscribe()
      await Promise.allSettled([...open.values()].map(endRoom))
    },
  }
}
