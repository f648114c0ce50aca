/**
 * Gives what lets the work of one round of the event loop go on together, stage by stage, instead of one piece through all its stages after the
 * other: a stage's code and data are then in the processor's caches for all but the first (J. Larus, M. Parkes: Using Cohort
 * Scheduling to Enhance Server Performance, USENIX 2002). It keeps the order of who waits.
 */
export function createCohorts(): () => Promise<void> {
  let gathering: Promise<void> | undefined
  return () => gathering ??= new Promise(resolve => {
    setImmediate(() => {
      gathering = undefined
      resolve()
    })
  })
}
