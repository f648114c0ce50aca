import { z } from 'zod'
import { purposes } from '../contacts/customers/consents.ts'
import type { Flow } from './dialog.ts'

const said = z.object({ purpose: z.enum(purposes), given: z.boolean(), wording: z.string().max(100) })

/** The customer's page reports what they agreed to or took back, as an event `consent` (M3.1a). */
export const consent: Flow = ({ inbound, before, after, effect }) => {
  if (inbound.kind !== 'event' || inbound.name !== 'consent') return false
  const parsed = said.safeParse(inbound.value)
  if (before.flow) after.flow = before.flow
  after.misses = before.misses
  if (parsed.success) effect({ kind: 'consent', ...parsed.data, source: inbound.channel })
  return true
}
