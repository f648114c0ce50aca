/** A wait as it is told: from and to, in whole minutes. */
export type WaitEstimate = { from: number; to: number }

/** With fewer past conversations than this nothing honest can be said. */
const leastSamples = 5

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle] ?? 0 : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/**
 * How long a customer with `ahead` others before them will wait, from how long customers were served lately (milliseconds) and how
 * many can be served at once; undefined where too little is known for an honest word. A free place serves at once.
 */
export function estimateWait({ ahead, handlingTimes, places, free }: { ahead: number; handlingTimes: readonly number[]; places: number; free: number }): WaitEstimate | undefined {
  if (places < 1 || handlingTimes.length < leastSamples) return undefined
  const behind = ahead - free
  if (behind < 0) return { from: 0, to: 1 }
  // Places come free one after the other, each on average a handling time apart, all of them together that many times as often.
  const expected = (behind + 1) * median(handlingTimes) / places / 60_000
  const from = Math.floor(expected * 0.6)
  return { from, to: Math.max(from + 1, Math.ceil(expected * 1.6)) }
}
