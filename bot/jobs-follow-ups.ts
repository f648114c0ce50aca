import type { FollowUps } from '../contacts/cases/follow-ups.ts'
import type { CaseTalk } from './case-talk.ts'
import type { Job } from './jobs.ts'

const lookEveryMs = 5_000
const atOnce = 50

/** Follow-ups whose day has come, and customers who did not answer. */
export function followUpJobs({ followUps, talk }: { followUps: FollowUps; talk: Pick<CaseTalk, 'followUp'> }): Job[] {
  return [
    { name: 'follow-ups.ask', everyMs: lookEveryMs, async run() { for (const due of await followUps.due(atOnce)) await talk.followUp(due) } },
    { name: 'follow-ups.end', everyMs: lookEveryMs, run: followUps.endWaiting },
  ]
}
