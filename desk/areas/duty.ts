import { z } from 'zod'
import { addDays, localDateOf } from '../../contacts/clocks/local-date.ts'
import { createArea } from '../area.ts'
import { type Duty, dutyDays, fits, type Roster, spanSchema, topicSchema } from '../duty.ts'
import type { KeptRosters } from '../duty-kept.ts'
import { shiftsOf } from '../duty-shifts.ts'
import { done, instant, type Operation, Refused, wasDone } from '../operation.ts'
import { administrator, type Register, type Role, serving } from '../register.ts'

const who = z.object({ id: z.string(), name: z.string() })
const span = z.object({ days: z.array(z.enum(dutyDays)).meta({ description: 'None for every day' }), from: z.string(), to: z.string().meta({ description: 'Before `from` where it goes over midnight; it belongs to the day it begins on' }) })
const answer = z.object({
  version: z.number().int().meta({ description: 'To be given with a change' }), source: z.enum(['desk', 'file', 'none']).meta({ description: 'Where the roster in force comes from; with `none` the administrator answers for all, at any time' }),
  kept: z.object({ by: who, at: instant }).nullable(), zone: z.string(), hours: z.array(span).meta({ description: 'When agents serve; always where there are none' }),
  duty: z.array(span.extend({ topics: z.array(z.string()).meta({ description: 'None for all' }), owner: who.extend({ active: z.boolean().meta({ description: 'Who may not work owns nothing: the administrator does' }) }) })).meta({ description: 'The first line that fits' }),
  now: z.object({ open: z.boolean(), owner: who.meta({ description: 'Who answers for an enquiry that comes in now' }) }),
  week: z.array(z.object({ day: z.string(), shifts: z.array(z.object({ from: z.string(), to: z.string(), owner: who })) })).meta({ description: 'Who answers for what comes in on the next seven days, before its topic is known' }),
}).meta({ id: 'DutyRoster' })
const seen = z.number().int().min(0).meta({ description: 'The version that was changed' })
const given = z.strictObject(spanSchema).refine(({ from = '00:00', to = '24:00' }) => from !== to, { path: ['to'], error: 'must not be the same as from' })
const change = z.object({ version: seen, hours: z.array(given).max(50), duty: z.array(given.safeExtend({ topics: z.array(topicSchema).min(1).max(100).optional(), owner: z.string().meta({ description: 'An active member who serves customers, by id; one that the roster names already by what it gives as id' }) })).max(200) })
const keeping: readonly Role[] = ['supervisor', 'admin']
const refusals = { 409: 'It was changed meanwhile, or an owner may not serve' }

const operations = {
  duty: { method: 'get', path: '/duty', summary: 'Who answers for enquiries when, and when agents serve', for: 'staff', status: 200, answer },
  keepDuty: { method: 'put', path: '/duty', summary: 'Put another duty roster in force; it takes the place of the file\'s', for: keeping, body: change, status: 200, answer: done, refusals },
  dutyFromFile: { method: 'post', path: '/duty/from-file', summary: 'Put the roster of the file in force again', for: keeping, body: z.object({ version: seen }), status: 200, answer: done, refusals },
} as const satisfies Record<string, Operation>

export type DutyAreaDeps = { duty: Pick<Duty, 'inForce' | 'ownerFor' | 'changed'>; rosters: Pick<KeptRosters, 'keep'>; register: Pick<Register, 'list' | 'names'>; clock: { now(): Date } }

const days = 7
const spanOf = ({ days: on = [], from = '00:00', to = '24:00' }: Roster['hours'][number]) => ({ days: [...on], from, to })

/** Who is on duty (M1.1b), kept at the desk. */
export function dutyArea({ duty, rosters, register, clock }: DutyAreaDeps) {
  async function keep(roster: Roster | undefined, version: number, by: string) {
    if (!await rosters.keep(roster, version, by)) throw new Refused(409, 'DutyChanged', 'Somebody else changed the roster meanwhile; look at it again')
    await duty.changed()
    return wasDone
  }
  return createArea(operations, {
    async duty() {
      const now = clock.now()
      const [{ roster, source, version, kept }, staff, nameOf, owner] = await Promise.all([duty.inForce(), register.list(), register.names(), duty.ownerFor(now)])
      const named = (id: string) => ({ id, name: nameOf(id) })
      const byEmail = new Map(staff.map(each => [each.email, each]))
      const answering = (email: string | undefined) => {
        const member = byEmail.get(email ?? '')
        return named(member && !member.disabled ? member.id : administrator)
      }
      const today = localDateOf(now, roster.zone)
      return {
        version, source, kept: kept && { by: named(kept.by), at: kept.at }, zone: roster.zone, hours: roster.hours.map(spanOf),
        duty: roster.duty.map(line => {
          const member = byEmail.get(line.owner)
          return { ...spanOf(line), topics: line.topics ?? [], owner: { id: member?.id ?? line.owner, name: member?.name ?? line.owner, active: member !== undefined && !member.disabled } }
        }),
        now: { open: roster.hours.length === 0 || roster.hours.some(each => fits(each, now, roster.zone)), owner: named(owner) },
        week: Array.from({ length: days }, (_, index) => addDays(today, index)).map(day => ({ day, shifts: shiftsOf(roster, day).map(({ from, to, owner: of }) => ({ from, to, owner: answering(of) })) })),
      }
    },
    async keepDuty({ member, body }) {
      const [{ roster }, staff] = await Promise.all([duty.inForce(), register.list()])
      // Who is named already and is gone may stand until somebody takes them out: the administrator answers instead.
      const standing = new Set(roster.duty.map(({ owner }) => owner))
      const lines = body.duty.map(({ owner: id, ...line }) => {
        const owner = staff.find(each => each.id === id)
        if (standing.has(owner?.email ?? id)) return { ...line, owner: owner?.email ?? id }
        if (!owner || owner.disabled || owner.email === '' || !serving.has(owner.role)) throw new Refused(409, 'Conflict', `${owner?.name ?? id} cannot answer for enquiries: name an active member who serves customers`)
        return { ...line, owner: owner.email }
      })
      return keep({ zone: roster.zone, hours: body.hours, duty: lines }, body.version, member.id)
    },
    dutyFromFile: ({ member, body }) => keep(undefined, body.version, member.id),
  })
}
