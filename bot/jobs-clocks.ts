import type { Clocks } from '../contacts/clocks/clocks.ts'
import type { Reminding } from '../contacts/clocks/reminding.ts'
import type { Job } from './jobs.ts'

/** How often reminders are looked for, and how often provisional deadlines are counted again. */
const remindEveryMs = 2_000
const recountEveryMs = 10_000

/** Reminders and provisional deadlines. */
export function clockJobs({ clocks, reminding }: { clocks: Clocks; reminding: Reminding }): Job[] {
  return [
    { name: 'clocks.remind', everyMs: remindEveryMs, run: reminding.remindDue },
    { name: 'clocks.recount', everyMs: recountEveryMs, run: clocks.recount },
  ]
}
