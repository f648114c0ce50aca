import { setFlagsFromString } from 'node:v8'
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

/**
 * Lets the heap grow to twice what stays in use before it is collected, where V8 by itself waits for up to four times
 * as much: a service that holds thousands of idle conversations pays for what they hold, not for what passed through. Less
 * than that costs more than it saves: at two fifths every sixth millisecond of a turn went into collecting.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=100')
}
