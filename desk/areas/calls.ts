import { z } from 'zod'
import { type Calls, callResults } from '../../contacts/serving/calls.ts'
import type { PrivateWords } from '../../contacts/serving/private-words.ts'
import type { Access } from '../access.ts'
import { createArea } from '../area.ts'
import { done, type Operation, Refused, servingRoles, wasDone } from '../operation.ts'
import type { Routing } from '../routing/routing.ts'

const operations = {
  called: {
    method: 'post', path: '/handovers/{id}/calls', summary: 'Note a call to a customer who asked for one, and what was said. Who was reached has their answer; the enquiry goes on with its owner', for: servingRoles,
    body: z.object({ result: z.enum(callResults), text: z.string().trim().min(1, 'say what came of it').max(4000, 'at most 4,000 characters').meta({ description: 'For colleagues; the customer does not see it' }) }),
    status: 200, answer: done, refusals: { 403: 'Not for the member: `reasons` say which certificate is missing', 409: 'Somebody has done with it meanwhile' },
  },
} as const satisfies Record<string, Operation>

export type CallAreaDeps = { access: Access; calls: Calls; privateWords: PrivateWords; routing: Pick<Routing, 'keptFrom'> }

/** Calls to customers who asked for one. */
export function callArea({ access, calls, privateWords, routing }: CallAreaDeps) {
  return createArea(operations, {
    async called({ id, member, body: { result, text } }) {
      const { handover } = await access.concerned(id, member, ['supervisor', 'admin'])
      if (handover.reason !== 'call-back') throw new Refused(400, 'BadArgument', 'This customer did not ask for a call')
      const reasons = await routing.keptFrom(handover, member.id)
      if (reasons.length > 0) throw new Refused(403, 'NotQualified', 'You may not serve this customer; see the staff register', reasons)
      if (!await calls.note(handover, member.id, result)) throw new Refused(409, 'Quicker', 'Somebody has done with it meanwhile')
      await privateWords.write(handover, member.id, 'note', text)
      return wasDone
    },
  })
}
