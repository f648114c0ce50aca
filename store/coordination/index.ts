import type { Coordination } from './coordination.ts'
import { createInProcessCoordination } from './in-process.ts'
import { createRedisCoordination } from './redis.ts'
import type { LinkLog } from './redis-link.ts'

export type { Coordination, Exceeded, Lease, Limit } from './coordination.ts'
export { redisAddress } from './redis-address.ts'

/** Coordination through Redis where `redisUrl` is given, else within this process. `instance` is this one's own name. */
export function openCoordination(options: { redisUrl?: string | undefined; instance: string; log: LinkLog }): Coordination {
  return options.redisUrl ? createRedisCoordination({ url: options.redisUrl, instance: options.instance, log: options.log }) : createInProcessCoordination()
}
