import { z } from 'zod'
import type { AvailabilityOf } from '../availability.ts'
import { createArea } from '../area.ts'
import { instant, type Operation, servingRoles } from '../operation.ts'
import type { Qualifications } from '../qualifications.ts'
import type { Routing } from '../routing/routing.ts'

const own = z.object({
  status: z.enum(['available', 'away', 'wrap-up']).meta({ description: 'Only who is `available` is offered customers; by hand whoever is there may take one' }),
  since: z.string().meta({ description: 'UTC; empty where the member has said nothing yet' }), until: instant.nullable().meta({ description: 'When a wrap-up ends by itself' }),
  load: z.number().int(), capacity: z.number().int().meta({ description: 'How many customers at once' }),
  why: z.array(z.string()).meta({ description: 'Why the member is offered nobody at all: `certificate-missing:KIND`, `certificate-expired:KIND:DAY`, `hours-short:YEAR:HOURS`' }),
})
const colleague = z.object({ id: z.string(), name: z.string(), role: z.string(), status: own.shape.status, since: z.string(), load: z.number().int(), capacity: z.number().int(), mayServe: z.boolean() })

const operations = {
  availability: { method: 'get', path: '/availability', summary: 'Whether the member takes customers by routing, and how many', for: servingRoles, status: 200, answer: own },
  setAvailability: { method: 'put', path: '/availability', summary: 'Take customers by routing, be away, or finish writing before the next', for: servingRoles, body: z.object({ status: own.shape.status }), status: 200, answer: own },
  colleagues: { method: 'get', path: '/colleagues', summary: 'Who is at the desk and may serve: to pass a customer on to or to ask', for: servingRoles, status: 200, answer: z.object({ colleagues: z.array(colleague) }) },
} as const satisfies Record<string, Operation>

export type AvailabilityDeps = { availability: AvailabilityOf; qualifications: Qualifications; routing: Pick<Routing, 'colleagues' | 'rules'>; clock: { now(): Date } }

/** Who takes customers, and how many. */
export function availabilityArea({ availability, qualifications, routing, clock }: AvailabilityDeps) {
  async function of(member: string): Promise<z.infer<typeof own>> {
    const [said, held, there] = await Promise.all([availability.of(member), qualifications.qualificationsOf([member], clock.now()), routing.colleagues()])
    const qualification = held.get(member)
    return { ...said, load: there.find(each => each.member.id === member)?.load ?? 0, capacity: qualification?.capacity ?? 0, why: [...qualification?.why ?? []] }
  }
  return createArea(operations, {
    availability: ({ member }) => of(member.id),
    async setAvailability({ member, body }) {
      await availability.set(member.id, body.status, body.status === 'wrap-up' ? new Date(clock.now().getTime() + routing.rules.wrapUpSeconds * 1000) : null)
      return of(member.id)
    },
    async colleagues() {
      return {
        colleagues: (await routing.colleagues()).map(({ member: { id, name, role }, status, since, load, qualification }) => ({ id, name, role, status, since, load, capacity: qualification?.capacity ?? 0, mayServe: qualification?.mayServe ?? false })),
      }
    },
  })
}
