/**
 * The service's time. A machine at a counter may have a clock that is wrong by minutes or a day, and what the desk shows (how long
 * an offer lasts, how long a customer waits, what is due) goes by the service's.
 */

/** How far the service's clock is ahead of this machine's, in milliseconds. */
let ahead = 0
/** Answers name the time in whole seconds and are under way for a while: what differs by less is the same. */
const tolerance = 3_000
const halfSecond = 500

/** Takes in what time it is from an answer's `Date`. */
export function hearTime(date: string | null): void {
  const apart = Date.parse(date ?? '') + halfSecond - Date.now()
  if (Math.abs(apart - ahead) > tolerance) ahead = apart
}

/** Now, in milliseconds, by the service's clock. */
export const nowThere = (): number => Date.now() + ahead
