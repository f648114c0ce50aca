import { z } from 'zod/mini'
import { callDesk } from '../shared/desk-call.ts'

const person = z.object({ id: z.string(), name: z.string() })
const member = z.object({ id: z.string(), role: z.string() })
const clock = z.object({ subject: z.object({ kind: z.string(), id: z.string() }), what: z.string(), owner: person, dueAt: z.string(), status: z.string(), overdue: z.boolean(), provisional: z.boolean() })
const summary = z.object({ number: z.string(), status: z.string(), major: z.array(z.string()), owner: person, summary: z.string() })
const whole = z.object({
  case: summary, clocks: z.array(clock), timeline: z.array(z.object({ at: z.string(), kind: z.string(), actor: z.string(), text: z.string() })), measures: z.array(z.object({ id: z.string(), what: z.string(), doneAt: z.nullable(z.string()) })),
})
const notice = z.object({ id: z.string(), kind: z.string(), subject: z.object({ kind: z.string(), id: z.string() }), at: z.string(), facts: z.record(z.string(), z.unknown()) })

export type Whole = z.infer<typeof whole>
export type Summary = z.infer<typeof summary>
export type Clock = z.infer<typeof clock>
export type Notice = z.infer<typeof notice>

export const api = {
  session: async () => member.parse(await callDesk('/session')),
  causes: async () => z.object({ causes: z.array(z.string()) }).parse(await callDesk('/case-rules')).causes,
  cases: async (of: 'mine' | 'all') => z.object({ cases: z.array(summary) }).parse(await callDesk(`/cases?of=${of}`)).cases,
  due: async () => z.object({ clocks: z.array(clock) }).parse(await callDesk('/due')).clocks,
  notices: async () => z.object({ notices: z.array(notice) }).parse(await callDesk('/notices?limit=50')).notices,
  read: (id: string) => callDesk(`/notices/${id}/read`, 'POST', {}),
  case: async (number: string) => whole.parse(await callDesk(`/cases/${number}`)),
  act: async (number: string, act: Record<string, unknown>) => whole.parse(await callDesk(`/cases/${number}/acts`, 'POST', act)),
}
