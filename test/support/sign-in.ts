import { TOTP, URI } from 'otpauth'
import { expect } from 'vitest'
import { z } from 'zod'

/** What a member's authenticator app and drawer hold. */
type Device = { app: TOTP; lastStep: number; recoveryCodes: string[] }
const devices = new Map<string, Device>()

/** What members chose in place of a password that they were given. */
const chosen = new Map<string, string>()

const nextSchema = z.object({ next: z.enum(['second-factor', 'enrol', 'new-password']), ticket: z.string() })
const enrolmentSchema = z.object({ uri: z.string() })
const enrolledSchema = z.object({ recoveryCodes: z.array(z.string()) })

const period = 30_000
/** Codes of one step before and after now count, too. */
const window = 1

/** Hands a member's app what `npm run agent -- add` printed. */
export function takeIn(email: string, printed: string): void {
  const app = URI.parse(/^otpauth:\S+$/m.exec(printed)?.[0] ?? '')
  if (!(app instanceof TOTP)) throw new Error('No TOTP')
  devices.set(email, { app, lastStep: 0, recoveryCodes: printed.match(/^(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}$/gm) ?? [] })
}

/** A code that has not been used: of the app where there is one in its window, else one of the recovery codes. */
export function codeOf(email: string): string {
  const device = devices.get(email)
  if (!device) throw new Error(`${email} has no app`)
  const now = Math.floor(Date.now() / period)
  // In the second half of a step the code of the one before may be over until a busy machine has sent it.
  const step = Math.max(device.lastStep + 1, Date.now() % period < period / 2 ? now - window : now)
  if (step <= now + window) {
    device.lastStep = step
    return device.app.generate({ timestamp: step * period })
  }
  const code = device.recoveryCodes.pop()
  if (code === undefined) throw new Error(`${email} has no codes left`)
  return code
}

/** What a member chooses in place of a password that they were given. */
export function ownPassword(email: string, given: string): string {
  const own = `${given}, of my own`
  chosen.set(email, own)
  return own
}
/** With which password a member signs in who was given this one. */
export const passwordOf = (email: string, given: string): string => chosen.get(email) ?? given

/** Signs in with password and second factor, setting that up at the first time as people do, and choosing an own password in place of one that was given. Gives the headers of a request in this session. */
export async function signInAt(url: string, email: string, password: string, headers: Record<string, string> = {}): Promise<{ cookie: string }> {
  const post = (path: string, body: unknown) => fetch(`${url}/api/desk/session${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
  const cookieOf = (response: Response) => ({ cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' })
  let asked = await post('', { email, password: passwordOf(email, password) })
  // Somebody has given them another one meanwhile.
  if (asked.status === 401 && chosen.delete(email)) asked = await post('', { email, password })
  async function nextOf(): Promise<z.infer<typeof nextSchema> | undefined> {
    const answer: unknown = await asked.json()
    expect(asked.status, JSON.stringify(answer)).toBe(200)
    return nextSchema.safeParse(answer).data
  }
  let next = await nextOf()
  if (next?.next === 'second-factor') {
    asked = await post('/second-factor', { ticket: next.ticket, code: codeOf(email) })
    next = await nextOf()
  }
  if (next?.next === 'new-password') {
    asked = await post('/password', { ticket: next.ticket, password: ownPassword(email, password) })
    next = await nextOf()
  }
  if (!next) return cookieOf(asked)
  takeIn(email, enrolmentSchema.parse(await (await post('/enrolment', { ticket: next.ticket })).json()).uri)
  const finished = await post('/enrolment/code', { ticket: next.ticket, code: codeOf(email) })
  expect(finished.status).toBe(200)
  const device = devices.get(email)
  if (device) device.recoveryCodes = enrolledSchema.parse(await finished.json()).recoveryCodes
  return cookieOf(finished)
}
