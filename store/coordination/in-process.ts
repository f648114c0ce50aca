import type { Coordination } from './coordination.ts'
import { createLocalCache, createLocalPresence } from './local-keeping.ts'
import { createLocalLeases } from './local-leases.ts'
import { createLocalLimits } from './local-limits.ts'
import { createLocalTopics } from './local-topics.ts'

/** Coordination of a service that is one process. */
export function createInProcessCoordination(): Coordination {
  return {
    kind: 'in-process', leases: createLocalLeases(), topics: createLocalTopics(), presence: createLocalPresence(), limits: createLocalLimits(), cache: createLocalCache(),
    state: () => 'up',
    close: async () => undefined,
  }
}
