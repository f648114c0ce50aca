import { Worker } from 'node:worker_threads'
import type { Understand } from '../nlp/understand.ts'
import type { Understanding, UnderstandingContext } from '../nlp/understanding.ts'
import { answers, type Asked, type ThreadData, told } from './understanding-messages.ts'

export type BesideDeps = {
  clock: { now(): Date }
  log: { error(facts: object, message: string): void }
  /** What runs in the thread. */
  script?: URL
  /** How long the thread may be silent on a message, in milliseconds; then it is taken for stuck and started anew. */
  silentMs?: number
}

/** Understanding in a thread of its own. */
export type UnderstandingBeside = {
  understand: Understand
  /** Resolves when the thread understands; rejects where it cannot begin. */
  ready: Promise<void>
  /** Whether it understands now; not while a lost thread is replaced. */
  isReady(): boolean
  /** Ends the thread once nothing waits for it. */
  retire(): void
  close(): Promise<void>
}

/** A message that ended its thread or left it stuck. */
export class NotUnderstoodError extends Error {
  override readonly name = 'NotUnderstoodError'
  constructor(why: string) {
    super(`The message could not be understood: ${why}`)
  }
}

/** How many messages the thread is given at a time: those after them need not wait for the answers of all. */
const mostTogether = 16
/** What is made for a message is gone with its answer: much room for it saves the thread nothing. */
const maxYoungGenerationSizeMb = 16
/** How long until a thread that could not begin is started again, in milliseconds. */
const pauseMs = 2_000

type Waiting = { text: string; context: UnderstandingContext; /** Since when it waits, or the thread has it. */ since: number; given: boolean; resolve(understanding: Understanding): void; reject(error: Error): void }

/**
 * Starts a thread that understands messages over this content. Messages that arrive together are handed over together. A thread
 * that ends or is stuck is started anew and given what it had once more, now one message at a time: the one it is lost with again
 * rejects with NotUnderstoodError, so that its customer gets an honest answer and everybody else theirs.
 */
export function startUnderstanding(data: ThreadData, { clock, log, script = new URL('understanding-thread.ts', import.meta.url), silentMs = 5_000 }: BesideDeps): UnderstandingBeside {
  const waiting = new Map<number, Waiting>()
  let toAsk: number[] = []
  /** What the thread had when it was lost; while there is any, the first alone is with the thread. */
  let suspects: number[] = []
  let next = 0
  let ended: 'open' | 'retiring' | 'closed' = 'open'
  let isReady = false
  let hasBegun = false
  let worker = start()
  const { promise: ready, resolve: becomeReady, reject: failToBegin } = Promise.withResolvers<void>()

  function start(): Worker {
    const started = new Worker(script, { workerData: data, resourceLimits: { maxYoungGenerationSizeMb } })
    started.on('message', (message: unknown) => {
      const said = told.parse(message)
      if ('answers' in said) return settle(said.answers)
      if ('problem' in said) return log.error({ why: said.problem }, 'messages are understood without the embedding model')
      isReady = hasBegun = true
      becomeReady()
    })
    started.on('error', error => log.error({ err: error }, 'the thread that understands messages ended'))
    started.once('exit', () => { if (started === worker && ended !== 'closed') startAgain() })
    return started
  }

  function startAgain(): void {
    if (!isReady) {
      // Not the messages' fault, then: what the thread needs is not there.
      failToBegin(new Error('The thread that understands messages could not begin; the log says why'))
      if (hasBegun) setTimeout(replace, pauseMs).unref()
      return
    }
    isReady = false
    const [alone] = suspects
    if (alone !== undefined) giveUp(alone, 'its thread ended with it')
    replace()
  }

  function replace(): void {
    if (ended === 'closed') return
    worker = start()
    if (suspects.length === 0) suspects = [...waiting].flatMap(([number, { given }]) => given ? [number] : [])
    giveSuspect()
  }

  function giveUp(number: number, why: string): void {
    waiting.get(number)?.reject(new NotUnderstoodError(why))
    drop(number)
  }

  function drop(number: number): void {
    waiting.delete(number)
    suspects = suspects.filter(each => each !== number)
    if (ended === 'retiring' && waiting.size === 0) void close()
  }

  function give(numbers: readonly number[]): void {
    const messages = numbers.flatMap(number => {
      const each = waiting.get(number)
      if (!each) return []
      each.given = true
      each.since = performance.now()
      return [{ number, text: each.text, context: each.context }]
    })
    worker.postMessage(JSON.stringify({ now: clock.now().getTime(), messages } satisfies Asked))
  }

  function giveSuspect(): void {
    const [alone] = suspects
    if (alone !== undefined) give([alone])
    else giveAll()
  }

  function giveAll(): void {
    if (suspects.length > 0) return
    for (let from = 0; from < toAsk.length; from += mostTogether) give(toAsk.slice(from, from + mostTogether))
    toAsk = []
  }

  function settle(answered: string): void {
    for (const { number, understanding, failed } of answers.parse(JSON.parse(answered))) {
      const each = waiting.get(number)
      const wasAlone = suspects[0] === number
      drop(number)
      if (understanding) each?.resolve(understanding)
      else each?.reject(new NotUnderstoodError(failed ?? 'no answer'))
      if (wasAlone) giveSuspect()
    }
  }

  const watching = setInterval(() => {
    const late = [...waiting].filter(([, { given, since }]) => (given || !isReady) && performance.now() - since > silentMs)
    if (late.length === 0) return
    if (!isReady) return late.forEach(([number]) => giveUp(number, 'its thread could not begin'))
    log.error({ silentMs }, 'the thread that understands messages is stuck and is started anew')
    void worker.terminate()
  }, silentMs / 4)
  watching.unref()

  async function close(): Promise<void> {
    ended = 'closed'
    clearInterval(watching)
    for (const number of [...waiting.keys()]) giveUp(number, 'the service stops')
    await worker.terminate()
  }

  return {
    ready,
    isReady: () => isReady,
    understand: (text, context = {}) => new Promise((resolve, reject) => {
      if (ended === 'closed') return reject(new NotUnderstoodError('the service stops'))
      const number = next++
      waiting.set(number, { text, context, since: performance.now(), given: false, resolve, reject })
      if (toAsk.length === 0) setImmediate(giveAll)
      toAsk.push(number)
    }),
    retire() {
      ended = 'retiring'
      if (waiting.size === 0) void close()
    },
    close,
  }
}
