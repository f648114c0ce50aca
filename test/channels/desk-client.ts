import { expect, vi } from 'vitest'
import { z } from 'zod'
import { createRegister } from '../../desk/register.ts'
import type { Store } from '../../store/index.ts'
import { signInAt } from '../support/sign-in.ts'

const password = 'a long enough password'
const listSchema = z.looseObject({ waiting: z.array(z.looseObject({ id: z.string() })) })
const detailSchema = z.looseObject({ transcript: z.array(z.looseObject({ text: z.string() })) })

/** Makes an agent who can sign in by this name. */
export async function addAgent(store: Store, name: string): Promise<void> {
  await createRegister({ store, clock: { now: () => new Date() } }).add(`${name}@bank.example`, name, 'agent', password)
}

/** The desk as an agent's page uses it. */
export function deskOf(serviceUrl: string) {
  let cookie = ''
  const call = (path: string, method = 'GET', body?: unknown) => fetch(`${serviceUrl}/api/desk${path}`, { method, headers: { cookie, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return {
    async signIn(name: string): Promise<void> {
      cookie = (await signInAt(serviceUrl, `${name}@bank.example`, password)).cookie
    },
    /** Takes who waits longest and gives the hand-over's id. */
    async take(): Promise<string> {
      const id = await vi.waitFor(async () => {
        const [first] = listSchema.parse(await (await call('/handovers')).json()).waiting
        if (!first) throw new Error('Nobody waits yet')
        return first.id
      }, { timeout: 10_000 })
      expect((await call(`/handovers/${id}/take`, 'POST', {})).status).toBe(200)
      return id
    },
    say: async (id: string, text: string) => expect((await call(`/handovers/${id}/messages`, 'POST', { text })).status).toBe(200),
    close: async (id: string, outcome: string) => expect((await call(`/handovers/${id}/close`, 'POST', { outcome })).status).toBe(200),
    transcript: async (id: string) => detailSchema.parse(await (await call(`/handovers/${id}`)).json()).transcript.map(entry => entry.text),
  }
}
