import { isAway, whyAway } from '../store/index.ts'

/** What is answered with HTTP 503 and `Retry-After` while the records cannot be read or written: to everybody the same, and nothing of why. */
export type Away = { status: 503; code: 'RecordsAway'; message: string; retryAfterSeconds: number }

const away: Away = {
  status: 503, code: 'RecordsAway', retryAfterSeconds: 2,
  message: 'The records cannot be reached at the moment. Send the same request again after the seconds in Retry-After; what was answered with 2xx is kept',
}

/** The answer to a request that failed because the records are away; undefined where it failed for another reason. */
export function awayAnswer(error: unknown): Away | undefined {
  return isAway(error) ? away : undefined
}

/** Why something failed, as logs and health may tell it: what is wrong with the records and what to do, else the kind of error alone. */
export function reasonOf(error: unknown): string {
  return whyAway(error) ?? (error instanceof Error ? error.name : 'Error')
}
