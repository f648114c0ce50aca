/** Of many things that happen at once, what is shown is read again once, after so many milliseconds. */
const gatherFor = 150
/** After a read there is a rest of so many times as long as it took: however long a list is, its page does other things, too. */
const restFor = 4

/**
 * Does `work` some moments after `ask`, once for all who ask meanwhile; never two at a time, and after one that took long not at
 * once again.
 */
export function gather(work: () => Promise<unknown>, now: () => number = () => performance.now()): { ask(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let working = false
  let again = false
  let restUntil = 0
  async function begin(): Promise<void> {
    timer = undefined
    working = true
    const began = now()
    await work().catch(() => undefined)
    working = false
    restUntil = now() + (now() - began) * restFor
    if (!again) return
    again = false
    ask()
  }
  function ask(): void {
    if (working) again = true
    else timer ??= setTimeout(() => void begin(), Math.max(gatherFor, restUntil - now()))
  }
  return {
    ask,
    stop() {
      clearTimeout(timer)
      again = false
    },
  }
}
