import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Gives back to the system what was needed only to start: the heap grew for modules, content and model to two and a half times
 * of what stays, and V8 by itself gives back next to nothing of it while the service is idle. Takes some 200 ms.
 */
export function releaseStartUpMemory(): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  // Only the last resort also moves what is left together, so that whole pages become free.
  if (typeof collect === 'function') collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}

const lookEveryMs = 10_000
/** While less than this share of a processor is used, the service is idle. */
const idleBelow = 0.05
/** What is worth the pause, in bytes, and how long after one the next may come: rarely enough that hardly a message meets it. */
const worthwhile = 64 * 1_048_576
const notAgainWithinMs = 300_000

/** Does the same when the service has become idle and its heap has kept far more than it had: what a busy hour needed. */
export function releaseMemoryWhenIdle(): void {
  let cpu = process.cpuUsage()
  let kept = getHeapStatistics().total_heap_size
  let released = -Infinity
  setInterval(() => {
    const { user, system } = process.cpuUsage(cpu)
    cpu = process.cpuUsage()
    const isIdle = user + system < 1000 * lookEveryMs * idleBelow
    if (!isIdle || getHeapStatistics().total_heap_size < kept + worthwhile || performance.now() < released + notAgainWithinMs) return
    releaseStartUpMemory()
    kept = getHeapStatistics().total_heap_size
    released = performance.now()
  }, lookEveryMs).unref()
}

/**
 * Lets the heap grow to twice what stays in use before it is collected, where V8 by itself waits for up to four times
 * as much: a service that holds thousands of idle conversations pays for what they hold, not for what passed through. Less
 * than that costs more than it saves: at two fifths every sixth millisecond of a turn went into collecting.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=100')
}
