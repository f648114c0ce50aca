import { createLocalTopics } from './local-topics.ts'
import type { Topics } from './coordination.ts'
import { prefix, type RedisLink } from './redis-link.ts'

const channelOf = (topic: string) => `${prefix}topic:${topic}`

/** Topics over all instances: told at once here, and through Redis elsewhere. */
export function createRedisTopics(link: RedisLink, instance: string): Topics & { allMissed(): void } {
  const ignore = () => undefined
  const local = createLocalTopics({
    // A subscription that fails is made again when the connection is: until then `missed` is called.
    first: topic => void link.listening.subscribe(channelOf(topic)).catch(ignore),
    last: topic => void link.listening.unsubscribe(channelOf(topic)).catch(ignore),
  })
  link.listening.on('message', (channel: string, told: string) => {
    const separator = told.indexOf('|')
    if (told.slice(0, separator) !== instance) local.publish(channel.slice(channelOf('').length), told.slice(separator + 1))
  })
  link.listening.on('ready', () => {
    const channels = local.topics().map(channelOf)
    if (channels.length > 0) link.listening.subscribe(...channels).catch(ignore)
  })
  return {
    publish(topic, message) {
      local.publish(topic, message)
      void link.ask<unknown>(redis => redis.publish(channelOf(topic), `${instance}|${message}`), async () => undefined)
    },
    subscribe: local.subscribe,
    allMissed: local.allMissed,
  }
}
