import type { IncomingMessage } from 'node:http'
import { knownDays } from './sign-in/known-devices.ts'

/** Seconds that a session's cookie lasts. */
export const cookieAge = 36_000

/** For how many seconds after a sign-out the institution is asked to let nobody in whom it still knows. */
const leftAge = 86_400

export type Cookies = ReturnType<typeof createCookies>

type Request = Pick<IncomingMessage, 'headers' | 'socket'>

/**
 * The desk's cookies. Where a request came by https they carry the prefix `__Host-`: a browser takes such a cookie from this
 * very host alone, so that no neighbour under the same domain can plant one, and no other name is read.
 */
export function createCookies(isSecure: (req: Request) => boolean) {
  const named = (req: Request, name: string) => `${isSecure(req) ? '__Host-' : ''}shouwen_${name}`
  const written = (req: Request, name: string, value: string, age: number, sameSite: 'Strict' | 'Lax') => `${named(req, name)}=${value}; HttpOnly; SameSite=${sameSite}; Path=/; Max-Age=${age}${isSecure(req) ? '; Secure' : ''}`
  const read = (req: Request, name: string) => (req.headers.cookie ?? '').split(';').map(each => each.trim().split('=')).find(([key]) => key === named(req, name))?.[1]?.match(/^[\w-]+$/)?.[0]
  return {
    isSecure,
    /** The session's token among a request's cookies. */
    tokenOf: (req: Request) => read(req, 'desk'),
    session: (req: Request, token: string) => written(req, 'desk', token, cookieAge, 'Strict'),
    noSession: (req: Request) => written(req, 'desk', '', 0, 'Strict'),
    /** Whether somebody who came by the institution has signed out in this browser: it is to ask who comes next. */
    hasLeft: (req: Request) => read(req, 'left') !== undefined,
    left: (req: Request, has: boolean) => written(req, 'left', has ? '1' : '', has ? leftAge : 0, 'Strict'),
    /** What a browser keeps of a sign-in before; it opens nothing. */
    knownOf: (req: Request) => read(req, 'known'),
    known: (req: Request, device: string) => written(req, 'known', device, knownDays * 86_400, 'Strict'),
    /** What the browser that began a sign-in at the institution comes back with, from another site: hence Lax. */
    institutionOf: (req: Request) => read(req, 'institution'),
    institution: (req: Request, value: string, age: number) => written(req, 'institution', value, age, 'Lax'),
  }
}
