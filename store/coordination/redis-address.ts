import type { RedisOptions } from 'ioredis'
import { z } from 'zod'

const sentinelForm = /^(rediss?)\+sentinel:\/\/(?:([^:@/]*):([^@/]*)@)?([^/]+)\/([^/?]+)(?:\/(\d+))?$/
const node = z.string().regex(/^\S+?(:\d{1,5})?$/).transform(text => {
  const [, host = '', port] = /^(.+?)(?::(\d+))?$/.exec(text) ?? []
  return { host, port: Number(port ?? 26_379) }
})

/**
 * How a Redis is reached: `redis://` or `rediss://` (TLS) with `user:password@host:port/db`, or, behind Sentinels,
 * `redis+sentinel://user:password@host:26379,host:26379/master-name/db`. Throws RangeError for anything else.
 */
export function redisAddress(url: string): RedisOptions {
  const sentinel = sentinelForm.exec(url)
  if (sentinel) {
    const [, scheme, user, password, hosts = '', name, db] = sentinel
    return {
      sentinels: hosts.split(',').map(host => node.parse(host)), name: decodeURIComponent(name ?? ''), db: Number(db ?? 0),
      ...(user ? { username: decodeURIComponent(user) } : {}), ...(password ? { password: decodeURIComponent(password) } : {}),
      ...(scheme === 'rediss' ? { tls: {}, enableTLSForSentinelMode: true } : {}),
    }
  }
  const plain = URL.canParse(url) ? new URL(url) : undefined
  if (!plain || !/^rediss?:$/.test(plain.protocol) || !/^(\/\d*)?$/.test(plain.pathname)) {
    throw new RangeError('must be redis://[user:password@]host[:port][/db], rediss://… or redis+sentinel://host[:port],…/master-name[/db]')
  }
  return {
    host: plain.hostname.replace(/^\[|\]$/g, ''), port: Number(plain.port || 6379), db: Number(plain.pathname.slice(1) || 0),
    ...(plain.username ? { username: decodeURIComponent(plain.username) } : {}), ...(plain.password ? { password: decodeURIComponent(plain.password) } : {}),
    ...(plain.protocol === 'rediss:' ? { tls: {} } : {}),
  }
}
