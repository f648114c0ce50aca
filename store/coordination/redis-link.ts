import { Redis } from 'ioredis'
import { redisAddress } from './redis-address.ts'

/** Every key and channel of this service in Redis begins so. */
export const prefix = 'shouwen:'

const probeEveryMs = 1_000
/** Long enough for a busy event loop; what takes longer counts as away. */
const answerWithinMs = 1_000

/** What Redis says to who has no right, or not the right password. */
const refused = /^(WRONGPASS|NOAUTH|NOPERM|ERR AUTH)/

export type LinkLog = { warn(facts: object, message: string): void; info(facts: object, message: string): void }

export type RedisLink = {
  state(): 'up' | 'away'
  /** Asks Redis; where it is away, slow, full or being replaced, the answer is `otherwise`'s. */
  ask<T>(question: (redis: Redis) => Promise<T>, otherwise: () => Promise<T>): Promise<T>
  /** The connection that listens; its subscriptions outlive reconnects. */
  listening: Redis
  close(): void
}

/**
 * Two connections to Redis that come back by themselves. Whether it is there is found out by a small write every second
 * and by every question: one that fails ends asking until a write goes through again, so that nobody waits for a dead one twice.
 */
export function openRedisLink(url: string, onUp: () => void, log: LinkLog): RedisLink {
  const options = {
    ...redisAddress(url), connectTimeout: 2_000, enableOfflineQueue: false, maxRetriesPerRequest: 0, autoResendUnfulfilledCommands: false,
    retryStrategy: (times: number) => Math.min(times * 50, 1_000) * (0.5 + Math.random()), sentinelRetryStrategy: (times: number) => Math.min(times * 50, 1_000),
    // A replica that was the master until just now: look for the new one. The listening connection may stay: what is published
    // to the master reaches its replicas too.
    reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
  }
  const asking = new Redis({ ...options, commandTimeout: answerWithinMs })
  // Subscriptions asked for while the connection is away wait for it.
  const listening = new Redis({ ...options, enableOfflineQueue: true, maxRetriesPerRequest: null, autoResubscribe: true })
  let up = false
  let closed = false
  let toldRefused = false

  function turn(now: boolean, why?: unknown): void {
    if (closed || up === now) return
    up = now
    if (up) log.info({}, 'Redis is there')
    else log.warn({ why: why instanceof Error ? why.message : undefined }, 'Redis is away; this instance goes on by itself and looks into the records instead')
    toldRefused &&= !up
    if (up) onUp()
  }
  const probe = async () => {
    try {
      await asking.set(`${prefix}probe`, '1', 'PX', 60_000)
      turn(listening.status === 'ready', new Error('The listening connection is down'))
    } catch (error) {
      turn(false, error)
    }
  }
  // The client emits each failed attempt; the state above is what counts, but for what no waiting mends.
  for (const client of [asking, listening]) {
    client.on('error', (error: Error) => {
      if (toldRefused || !refused.test(error.message)) return
      toldRefused = true
      log.warn({ why: error.message }, 'Redis does not let this service in: see the user and password in REDIS_URL')
    })
  }
  asking.on('ready', () => void probe())
  listening.on('ready', () => void probe())
  for (const client of [asking, listening]) client.on('close', () => turn(false, new Error('The connection was closed')))
  const probing = setInterval(() => void probe(), probeEveryMs)
  probing.unref()

  return {
    state: () => up ? 'up' : 'away',
    async ask(question, otherwise) {
      if (!up) return otherwise()
      try {
        return await question(asking)
      } catch (error) {
        turn(false, error)
        return otherwise()
      }
    },
    listening,
    close() {
      closed = true
      up = false
      clearInterval(probing)
      asking.disconnect()
      listening.disconnect()
    },
  }
}
