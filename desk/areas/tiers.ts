import { z } from 'zod'
import { type Tiers, tiers as grades } from '../../contacts/customers/tiers.ts'
import { createArea } from '../area.ts'
import { done, type Operation, wasDone } from '../operation.ts'

const operations = {
  tier: { method: 'get', path: '/customers/{id}/tier', summary: 'How a customer is graded', customers: 'looked', for: 'staff', status: 200, answer: z.object({ tier: z.enum(grades) }) },
  gradeCustomer: { method: 'put', path: '/customers/{id}/tier', summary: 'Grade a customer, for a reason; routing goes by it (M2.1b)', for: ['supervisor', 'compliance', 'admin'], body: z.object({ tier: z.enum(grades), why: z.string().trim().min(1).max(500) }), status: 200, answer: done },
} as const satisfies Record<string, Operation>

/** The grades of customers. */
export function tierArea({ tiers }: { tiers: Tiers }) {
  return createArea(operations, {
    async tier({ id, looked }) {
      await looked({ customer: id })
      return { tier: await tiers.of(id) }
    },
    async gradeCustomer({ id, member, body }) {
      await tiers.grade(id, body.tier, member.id, body.why)
      return wasDone
    },
  })
}
