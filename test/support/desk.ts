import { expect, vi } from 'vitest'
import { z } from 'zod'
import { createRegister, type Role } from '../../desk/register.ts'
import { openStore, type Store } from '../../store/index.ts'
import { signInAt } from './sign-in.ts'

export const password = 'a long enough password'

const tokenSchema = z.object({ token: z.string(), conversationId: z.string() })
const listed = z.array(z.looseObject({ id: z.string() }))
const lists = z.looseObject({ waiting: listed, mine: listed })
const activities = z.looseObject({ activities: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })) })

/** Opens the records of a service on SQLite beside it, for as long as `read` runs. */
export async function records<T>(dataDir: string, read: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ dataDir })
  try {
    return await read(store)
  } finally {
    await store.close()
  }
}

/** Puts members of staff into the register, each `name@bank.example`; gives their ids by name. */
export async function addStaff(dataDir: string, members: Record<string, Role>): Promise<Record<string, string>> {
  return records(dataDir, async store => {
    const register = createRegister({ store, clock: { now: () => new Date() } })
    const ids: Record<string, string> = {}
    for (const [name, role] of Object.entries(members)) ids[name] = await register.add(`${name}@bank.example`, name, role, password)
    return ids
  })
}

/** The desk's API at a running service, as a member's program calls it. */
export function deskAt(url: string) {
  const call = (path: string, cookie: string, method = 'GET', body?: unknown) => fetch(`${url}/api/desk${path}`, {
    method, headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return {
    call,
    /** The answer as the operation promises it; the status must be 2xx. */
    async got<T>(schema: z.ZodType<T>, path: string, cookie: string, method = 'GET', body?: unknown): Promise<T> {
      const response = await call(path, cookie, method, body)
      expect(response.status, `${method} ${path}: ${response.ok ? '' : await response.clone().text()}`).toBeLessThan(300)
      return schema.parse(await response.json())
    },
    /** The session's cookie. */
    async signIn(name: string): Promise<string> {
      return (await signInAt(url, `${name}@bank.example`, password)).cookie
    },
    /** Takes who waits first; gives the hand-over. */
    async take(cookie: string): Promise<string> {
      const id = await vi.waitFor(async () => {
        const [first] = lists.parse(await (await call('/handovers', cookie)).json()).waiting
        if (!first) throw new Error('Nobody waits yet')
        return first.id
      }, { timeout: 10_000 })
      expect((await call(`/handovers/${id}/take`, cookie, 'POST', {})).status).toBe(200)
      return id
    },
    /** A customer of their own over Direct Line. */
    async customer() {
      const { token, conversationId } = tokenSchema.parse(await (await fetch(`${url}/v3/directline/tokens/generate`, { method: 'POST' })).json())
      const address = `${url}/v3/directline/conversations/${conversationId}`
      const headers = { authorization: `Bearer ${token}` }
      const texts = async () => activities.parse(await (await fetch(`${address}/activities`, { headers })).json()).activities.flatMap(each => each.type === 'message' ? each.text ?? [] : [])
      return {
        texts, address, headers,
        async say(text: string, more: object = {}) {
          expect((await fetch(`${address}/activities`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ type: 'message', from: { id: 'me' }, text, ...more }) })).status).toBe(200)
        },
        hears: (words: string | RegExp) => vi.waitFor(async () => expect((await texts()).at(-1)).toMatch(words), { timeout: 10_000 }),
      }
    },
  }
}
