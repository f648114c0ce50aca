import { z } from 'zod/mini'
import { callDesk } from '../shared/desk-call.ts'

const person = z.object({ id: z.string(), name: z.string() })
const colleague = z.object({ id: z.string(), name: z.string(), role: z.string() })
const clock = z.object({ what: z.string(), dueAt: z.string(), status: z.string(), overdue: z.boolean(), provisional: z.boolean() })
const enquiry = z.object({
  id: z.string(), customer: z.string(), owner: person, status: z.enum(['open', 'closed']), kind: z.string(), topic: z.nullable(z.string()), openedAt: z.string(), outcome: z.nullable(z.string()),
  missing: z.array(z.string()), closeProposed: z.nullable(z.object({ by: z.string(), outcome: z.string() })),
})
const listed = z.extend(enquiry, { due: z.nullable(clock) })
const entry = z.object({ at: z.string(), kind: z.string(), actor: z.string(), text: z.string() })
const whole = z.object({ enquiry, clocks: z.array(clock), timeline: z.array(entry) })
const journey = z.object({ channels: z.array(z.object({ channel: z.string(), verified: z.boolean() })), enquiries: z.array(enquiry), timeline: z.array(entry) })
const succession = z.object({ id: z.string(), enquiry: z.string(), from: person, to: person, reason: z.string() })

export type Listed = z.infer<typeof listed>
export type Whole = z.infer<typeof whole>
export type Clock = z.infer<typeof clock>
export type Entry = z.infer<typeof entry>
export type Journey = z.infer<typeof journey>
export type Succession = z.infer<typeof succession>
export type Colleague = z.infer<typeof colleague>

/** The part of the desk's API that this page uses. */
export const api = {
  session: async () => colleague.parse(await callDesk('/session')),
  staff: async () => z.object({ staff: z.array(colleague) }).parse(await callDesk('/staff')).staff,
  list: async (of: 'mine' | 'all') => z.object({ enquiries: z.array(listed) }).parse(await callDesk(`/enquiries?of=${of}`)).enquiries,
  one: async (id: string) => whole.parse(await callDesk(`/enquiries/${id}`)),
  journey: async (customer: string) => journey.parse(await callDesk(`/customers/${customer}`)),
  successions: async () => z.object({ successions: z.array(succession) }).parse(await callDesk('/successions')).successions,
  decide: (id: string, accept: boolean) => callDesk(`/successions/${id}/decision`, 'POST', { accept }),
  act: (id: string, path: string, body: unknown) => callDesk(`/enquiries/${id}/${path}`, 'POST', body),
}
