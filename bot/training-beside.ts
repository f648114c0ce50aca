import { fork } from 'node:child_process'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { trainingTold } from './training-message.ts'

export type Training = {
  pid: number | undefined
  /** Resolves when it has ended, well or not. */
  ended: Promise<void>
  /** Ends it; what was learned so far is lost. */
  stop(): Promise<void>
}

/** The content that a model is of, where it is kept, and the embedding model that it is to know. */
export type TrainingOf = { knowledgeDir: string; cacheDir: string; embeddingDir: string | undefined }
export type TrainingDeps = {
  /** Whether customers are served meanwhile: the processors are theirs first. */
  behind: boolean
  log: { info(message: string): void; error(facts: object, message: string): void }
}
const behindOthers = 10

/**
 * Trains the model of the present content into the cache, in a process of its own. The memory of a thread stays with the service: the allocator
 * keeps hundreds of megabytes of it for threads to come.
 */
export function trainBeside(what: TrainingOf, { behind, log }: TrainingDeps): Training {
  const child = fork(join(import.meta.dirname, 'train.ts'), [JSON.stringify(what)], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  const failed = (why: string) => log.error({ why }, 'the model of the content could not be trained')
  if (behind && child.pid !== undefined) setPriority(child.pid, behindOthers)
  let stopped = false
  child.on('message', message => {
    const told = trainingTold.parse(message)
    if ('progress' in told) log.info(told.progress)
    else failed(told.problem)
  })
  const ended = new Promise<void>(resolve => {
    child.once('error', error => {
      failed(error.message)
      resolve()
    })
    child.once('exit', (code, signal) => {
      if (code !== 0 && !stopped) failed(`its process ended with ${signal ?? code}`)
      resolve()
    })
  })
  return {
    pid: child.pid,
    ended,
    stop() {
      stopped = true
      child.kill('SIGKILL')
      return ended
    },
  }
}
