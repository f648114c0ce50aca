import { z } from 'zod'
import { isLocalDate } from '../clocks/local-date.ts'
import { pauseReasons } from '../clocks/term.ts'
import { type CaseAct, decisions } from './case-state.ts'

const text = z.string().trim().min(1, 'write something first').max(4000, 'at most 4,000 characters')
const staff = z.string().min(1).max(100).meta({ description: 'A member of staff, by id' })
/** How a customer was told who cannot be reached in a conversation. */
const via = z.enum(['letter', 'phone', 'branch', 'e-mail']).optional().meta({ description: 'Only where the complaint did not come by chat: how the customer was told' })
const clock = z.enum(['first-investigation', 'answer'])

/** What may be asked to be done with a case, as the API takes it. */
export const caseActSchema = z.discriminatedUnion('act', [
  z.object({ act: z.literal('begin') }),
  z.object({ act: z.literal('investigated'), finding: text }),
  z.object({ act: z.literal('decide'), decision: z.enum(decisions), reasons: text }),
  z.object({ act: z.literal('answer'), text, via }),
  z.object({ act: z.literal('name-cause'), cause: z.string().min(1).max(60) }),
  z.object({ act: z.literal('feedback'), score: z.number().int().min(1).max(5) }),
  z.object({ act: z.literal('set-measure'), what: text, owner: staff, due: z.string().refine(isLocalDate, 'a day such as 2026-03-31') }),
  z.object({ act: z.literal('finish-measure'), measure: z.string(), result: text }),
  z.object({ act: z.literal('close') }),
  z.object({ act: z.literal('archive') }),
  z.object({ act: z.literal('reopen'), reason: text }),
  z.object({ act: z.literal('name-concerned'), staff, successor: staff.optional() }),
  z.object({ act: z.literal('pass-on'), to: staff, reason: text }),
  z.object({ act: z.literal('request-extension'), days: z.number().int().min(1).max(250).meta({ description: 'Working days more' }), reason: text }),
  z.object({ act: z.literal('decide-extension'), granted: z.boolean(), via }),
  z.object({ act: z.literal('escalate'), reason: text }),
  z.object({ act: z.literal('pause'), clock, reason: z.enum(pauseReasons) }),
  z.object({ act: z.literal('resume'), clock }),
  z.object({ act: z.literal('note'), text }),
]).meta({ id: 'CaseAct' })
export type AskedAct = z.infer<typeof caseActSchema>

/** The part of what is asked that decides whether it may be done; `id` names a measure that begins with it. */
export function deciding(asked: AskedAct, id: string): CaseAct {
  switch (asked.act) {
    case 'set-measure': return { act: 'set-measure', id, owner: asked.owner }
    case 'finish-measure': return { act: 'finish-measure', id: asked.measure }
    case 'feedback': return { act: 'feedback', given: true }
    case 'decide': return { act: 'decide', decision: asked.decision }
    case 'name-cause': return { act: 'name-cause', cause: asked.cause }
    case 'name-concerned': return { act: 'name-concerned', staff: asked.staff, successor: asked.successor }
    case 'pass-on': return { act: 'pass-on', to: asked.to }
    case 'decide-extension': return { act: 'decide-extension', granted: asked.granted }
    default: return { act: asked.act }
  }
}

/** What was written with it: personal text, which is masked in the timeline and sealed in the log. */
export function writtenIn(asked: AskedAct): string {
  switch (asked.act) {
    case 'investigated': return asked.finding
    case 'decide': return asked.reasons
    case 'answer': case 'note': return asked.text
    case 'set-measure': return asked.what
    case 'finish-measure': return asked.result
    case 'pass-on': case 'request-extension': case 'escalate': case 'reopen': return asked.reason
    default: return ''
  }
}
