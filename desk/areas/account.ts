import type restify from 'restify'
import { z } from 'zod'
import { createArea } from '../area.ts'
import type { Cookies } from '../cookie.ts'
import { done, instant, type Operation, Refused, wasDone } from '../operation.ts'
import type { StaffMember } from '../register.ts'
import type { Sessions } from '../sessions.ts'
import type { Factors } from '../sign-in/factors.ts'
import type { KnownDevices } from '../sign-in/known-devices.ts'
import type { PasswordChange } from '../sign-in/password-change.ts'
import type { SignIn } from '../sign-in/sign-in.ts'
import { code, enrolment, password, recoveryCodes, waiting, wrongCode } from './sign-in.ts'

export const sessionSchema = z.object({
  id: z.string(), device: z.string().meta({ description: 'Browser and system; empty for a program' }), network: z.string().meta({ description: 'The network\'s part of the address' }),
  how: z.string(), since: instant, seenAt: instant, expiresAt: instant, own: z.boolean().meta({ description: 'The one that asks' }),
}).meta({ id: 'Session' })
export const sessionList = z.object({ sessions: z.array(sessionSchema) })

const operations = {
  account: {
    method: 'get', path: '/account', summary: 'The member\'s own second factor', for: 'staff', status: 200,
    answer: z.object({ hasPassword: z.boolean().meta({ description: 'Not where they sign in by the institution alone' }), secondFactor: z.object({ since: instant, recoveryCodesLeft: z.number().int() }).nullable(), provenBy: z.enum(['code', 'password', 'institution']).meta({ description: 'How they prove again who they are; with `institution` by signing in there anew' }) }),
  },
  prove: {
    method: 'post', path: '/account/proof', summary: 'Prove again who one is, before something that asks for it; the session goes on under a new id', for: 'staff',
    body: z.object({ code: code.optional(), password: password.optional().meta({ description: 'Where there is no second factor' }) }), status: 200, answer: done, refusals: { 401: 'Wrong', 429: 'Too many tries' },
  },
  changePassword: {
    method: 'put', path: '/account/password', summary: 'Take another password; all other sessions end', for: 'staff', fresh: true,
    body: z.object({ before: password.meta({ description: 'The password until now' }), password }), status: 200, answer: done,
    refusals: { 400: 'Too short, or the same as before', 409: 'The member signs in by the institution and has no password here', 422: 'The password before is wrong', 429: 'Too many tries' },
  },
  newFactor: { method: 'post', path: '/account/factor', summary: 'Set up another app; the one before counts until a code of the new one was given', for: 'staff', fresh: true, status: 200, answer: enrolment },
  confirmFactor: { method: 'post', path: '/account/factor/code', summary: 'The first code of the new app; all other sessions end', for: 'staff', fresh: true, body: z.object({ code }), status: 200, answer: z.object({ recoveryCodes }), refusals: { 401: 'The code is wrong' } },
  newRecoveryCodes: { method: 'post', path: '/account/recovery-codes', summary: 'New recovery codes; those from before do not count any more', for: 'staff', fresh: true, status: 200, answer: z.object({ recoveryCodes }), refusals: { 409: 'There is no second factor yet' } },
  sessions: { method: 'get', path: '/sessions', summary: 'Where the member is signed in', for: 'staff', status: 200, answer: sessionList },
  endSession: { method: 'delete', path: '/sessions/{id}', summary: 'End one of the member\'s own sessions', for: 'staff', status: 200, answer: done, refusals: { 404: 'There is none of theirs' } },
  endOtherSessions: { method: 'delete', path: '/sessions', summary: 'End all of the member\'s sessions but this one', for: 'staff', status: 200, answer: done },
} as const satisfies Record<string, Operation>

export type AccountAreaDeps = { sessions: Sessions; factors: Factors; signIn: SignIn; passwords: PasswordChange; devices: Pick<KnownDevices, 'remember'>; cookies: Cookies; onGone(member: StaffMember): Promise<void> }

/** What a member does with their own account (M5.1a). */
export function accountArea({ sessions, factors, signIn, passwords, devices, cookies, onGone }: AccountAreaDeps) {
  const tokenOf = (req: restify.Request) => cookies.tokenOf(req) ?? ''
  async function renew(req: restify.Request, res: restify.Response): Promise<string> {
    const token = await sessions.renew(tokenOf(req))
    if (token === undefined) throw new Refused(401, 'Unauthorized', 'Sign in first')
    res.header('Set-Cookie', cookies.session(req, token))
    return token
  }
  return createArea(operations, {
    async account({ member }) { return { hasPassword: await passwords.has(member.id), secondFactor: await factors.of(member.id) ?? null, provenBy: await signIn.provenBy(member.id) } },
    async changePassword({ req, res, member, body }) {
      const outcome = await passwords.change(member.id, body.before, body.password)
      if (outcome === 'none') throw new Refused(409, 'NoPassword', 'You sign in by the institution; change your password there')
      if (outcome === 'wrong') throw new Refused(422, 'WrongPassword', 'The password you have now is wrong')
      if (outcome === 'same') throw new Refused(400, 'SamePassword', 'Choose another password than the one you have')
      if (outcome !== 'changed') throw waiting(res, outcome.wait)
      await sessions.endAll(member.id, `agent:${member.id}`, await renew(req, res))
      res.header('Set-Cookie', cookies.known(req, await devices.remember(member.id, cookies.knownOf(req))))
      return wasDone
    },
    async prove({ req, res, member, body }) {
      const proven = await signIn.again(member, body)
      if (proven === 'wrong') throw wrongCode()
      if (proven !== true) throw waiting(res, proven.wait)
      await renew(req, res)
      return wasDone
    },
    newFactor: ({ member }) => factors.begin(member),
    async confirmFactor({ req, res, member, body }) {
      const codes = await factors.confirm(member.id, body.code)
      if (!codes) throw wrongCode()
      await sessions.endAll(member.id, `agent:${member.id}`, await renew(req, res))
      return { recoveryCodes: codes }
    },
    async newRecoveryCodes({ member }) {
      if (!await factors.of(member.id)) throw new Refused(409, 'Conflict', 'Set up an app first')
      return { recoveryCodes: await factors.newRecoveryCodes(member.id) }
    },
    async sessions({ req, member }) { return { sessions: await sessions.of(member.id, tokenOf(req)) } },
    async endSession({ id, member }) {
      const last = await sessions.endOne(member.id, id, `agent:${member.id}`)
      if (last === undefined) throw new Refused(404, 'NotFound', 'There is no such session of yours')
      if (last) await onGone(member)
      return wasDone
    },
    async endOtherSessions({ req, member }) {
      await sessions.endAll(member.id, `agent:${member.id}`, tokenOf(req))
      return wasDone
    },
  })
}
