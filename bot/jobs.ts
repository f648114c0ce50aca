/** Work that comes again by itself. It runs on every instance at once: what it does must be safe for that. */
export type Job = { name: string; everyMs: number; run(): Promise<unknown> }

/** Runs jobs now and then again and again, each after its last run has ended. A run that fails is told in the log and comes again. */
export function startJobs(jobs: readonly Job[], log: { error(facts: object, message: string): void }) {
  let stopped = false
  const timers = new Map<string, NodeJS.Timeout>()
  const running = new Map<string, Promise<void>>()

  function begin(job: Job): void {
    const run = job.run().then(() => undefined, (error: unknown) => log.error({ err: error, job: job.name }, 'a job failed; it is tried again'))
      .then(() => {
        running.delete(job.name)
        if (!stopped) timers.set(job.name, setTimeout(() => begin(job), job.everyMs))
      })
    running.set(job.name, run)
  }
  for (const job of jobs) begin(job)

  return {
    /** Resolves when no run is under way. */
    async stop(): Promise<void> {
      stopped = true
      for (const timer of timers.values()) clearTimeout(timer)
      await Promise.all(running.values())
    },
  }
}
