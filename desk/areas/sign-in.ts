import type restify from 'restify'
import { z } from 'zod'
import type { Audit } from '../../contacts/proof/audit.ts'
import { createArea } from '../area.ts'
import type { Cookies } from '../cookie.ts'
import { done, instant, type Operation, Refused, wasDone } from '../operation.ts'
import { administrator, type Register, roles, type StaffMember } from '../register.ts'
import type { Sessions } from '../sessions.ts'
import type { Institution } from '../sign-in/institution.ts'
import type { KnownDevices } from '../sign-in/known-devices.ts'
import { deviceOf, networkOf } from '../sign-in/place.ts'
import type { Attempt, From, SignIn } from '../sign-in/sign-in.ts'

export const email = z.email('an e-mail address').max(200)
export const password = z.string().max(200)
export const name = z.string().trim().min(1).max(100)
export const code = z.string().trim().min(1, 'the code').max(40)
const member = z.object({ id: z.string(), email: z.string(), name: z.string(), role: z.enum(roles) }).meta({ id: 'Member' })
const ticket = z.string().max(200)
const next = z.object({
  next: z.enum(['second-factor', 'enrol', 'new-password']).meta({ description: 'A code of the app; or first setting one up; or choosing a password of one\'s own, where another gave the one that was shown' }), ticket: z.string().meta({ description: 'For the next step, and nothing else' }), expiresAt: instant,
}).meta({ id: 'NextStep' })
const refusals = { 401: 'Wrong, unknown or disabled: the answer does not say which', 429: 'Too many tries; Retry-After says for how many seconds there are no more' }
export const enrolment = z.object({ secret: z.string().meta({ description: 'In base32, for who types it' }), uri: z.string().meta({ description: 'For the app, as a QR code' }) }).meta({ id: 'Enrolment' })
export const recoveryCodes = z.array(z.string()).meta({ description: 'Each for one sign-in without the app; shown this once' })

const operations = {
  ways: { method: 'get', path: '/sign-in', summary: 'How one may sign in here', for: 'anyone', status: 200, answer: z.object({ institution: z.boolean().meta({ description: 'By the institution\'s own sign-in: open GET /api/desk/institution in the browser' }) }) },
  signIn: {
    method: 'post', path: '/session', summary: 'Sign in. The answer sets the session cookie, or says what is still to do; who has the code at hand sends it along', for: 'anyone',
    body: z.object({ email: z.string().max(200), password, code: code.optional().meta({ description: 'Of the app, or a recovery code' }) }), status: 200, answer: z.union([member, next]), refusals,
  },
  secondFactor: { method: 'post', path: '/session/second-factor', summary: 'The second step: a code of the app, or a recovery code', for: 'anyone', body: z.object({ ticket, code }), status: 200, answer: z.union([member, next]), refusals: { ...refusals, 410: 'The ticket has expired or was used up; sign in again' } },
  ownPassword: { method: 'post', path: '/session/password', summary: 'Choose a password of one\'s own, in place of the one that another gave', for: 'anyone', body: z.object({ ticket, password }), status: 200, answer: z.union([member, next]), refusals: { 400: 'Too short, or the one that was given', 410: 'The ticket has expired; sign in again' } },
  beginEnrolment: { method: 'post', path: '/session/enrolment', summary: 'Set up an app as the second factor', for: 'anyone', body: z.object({ ticket }), status: 200, answer: enrolment, refusals: { 410: 'The ticket has expired; sign in again' } },
  finishEnrolment: { method: 'post', path: '/session/enrolment/code', summary: 'The first code of the app: signs in, and gives the recovery codes', for: 'anyone', body: z.object({ ticket, code }), status: 200, answer: z.object({ member, recoveryCodes }), refusals: { 401: 'The code is wrong', 410: 'The ticket has expired; sign in again' } },
  session: { method: 'get', path: '/session', summary: 'Who is signed in', for: 'staff', status: 200, answer: member },
  signOut: { method: 'delete', path: '/session', summary: 'Sign out; customers in conversation go back to the queue', for: 'staff', status: 200, answer: done.extend({ goOn: z.string().nullable().meta({ description: 'Where the browser goes to be signed out at the institution, too; null where it need not' }) }) },
  invite: { method: 'post', path: '/invite', summary: 'Use the one-time link of a first start', for: 'anyone', body: z.object({ token: z.string().max(200), email, name, password }), status: 200, answer: done },
  staff: { method: 'get', path: '/staff', summary: 'Colleagues who may work, to name one as a successor or for a measure', for: 'staff', status: 200, answer: z.object({ staff: z.array(member.omit({ email: true }).meta({ id: 'Colleague' })) }) },
} as const satisfies Record<string, Operation>

export type SignInAreaDeps = {
  register: Register
  sessions: Sessions
  signIn: SignIn
  devices: Pick<KnownDevices, 'remember'>
  cookies: Cookies
  audit: Pick<Audit, 'note'>
  institution: Pick<Institution, 'leave'> | undefined
  /** The address a request came from, and whether that is this machine with nothing between. */
  addressOf(req: restify.Request): { address: string; loopback: boolean }
  /** The member has signed out everywhere; their customers must not wait for them. */
  onGone(member: StaffMember): Promise<void>
}

/** Too many tries: says for how long there are no more, in the header, too. */
export function waiting(res: restify.Response, seconds: number): Refused {
  res.header('Retry-After', String(seconds))
  return new Refused(429, 'TooManyTries', `Too many tries; try again in ${Math.ceil(seconds / 60)} minutes`)
}
export const wrongCode = () => new Refused(401, 'WrongCode', 'The code is wrong, was used already or has expired; wait for the next one')
const expired = () => new Refused(410, 'Expired', 'This took too long or was tried too often; sign in again from the beginning')

/** Signing in and out, and who is staff (M5.1a). */
export function signInArea({ register, sessions, signIn, devices, cookies, audit, institution, addressOf, onGone }: SignInAreaDeps) {
  const fromOf = (req: restify.Request): From => {
    const { address, loopback } = addressOf(req)
    return { address, loopback, network: networkOf(address), device: deviceOf(String(req.headers['user-agent'] ?? '')), before: cookies.tokenOf(req), known: cookies.knownOf(req) }
  }
  /** Sets the cookies, and gives who is signed in with them. */
  async function signedIn(req: restify.Request, res: restify.Response, token: string): Promise<StaffMember> {
    const who = await sessions.member(token)
    if (!who) throw new Refused(401, 'Unauthorized', 'Sign in first')
    res.header('Set-Cookie', cookies.session(req, token))
    res.header('Set-Cookie', cookies.known(req, await devices.remember(who.id, cookies.knownOf(req))))
    return who
  }
  async function outcome(res: restify.Response, attempt: Attempt | 'expired', wrong: () => Refused) {
    if (attempt === 'wrong') throw wrong()
    if (attempt === 'expired') throw expired()
    if ('wait' in attempt) throw waiting(res, attempt.wait)
    return attempt
  }

  return createArea(operations, {
    async ways() { return { institution: institution !== undefined } },
    async signIn({ req, res, body }) {
      const attempt = await outcome(res, await signIn.withPassword(body.email, body.password, body.code, fromOf(req)), () => body.code === undefined
        ? new Refused(401, 'Unauthorized', 'E-mail or password is wrong') : new Refused(401, 'Unauthorized', 'E-mail, password or code is wrong'))
      return 'token' in attempt ? signedIn(req, res, attempt.token) : attempt
    },
    async secondFactor({ req, res, body }) {
      const attempt = await outcome(res, await signIn.withCode(body.ticket, body.code, fromOf(req)), wrongCode)
      return 'token' in attempt ? signedIn(req, res, attempt.token) : attempt
    },
    async ownPassword({ req, res, body }) {
      const chosen = await signIn.ownPassword(body.ticket, body.password, fromOf(req))
      if (chosen === 'expired') throw expired()
      return 'token' in chosen ? signedIn(req, res, chosen.token) : chosen
    },
    async beginEnrolment({ body }) {
      const begun = await signIn.enrol(body.ticket)
      if (!begun) throw expired()
      return begun
    },
    async finishEnrolment({ req, res, body }) {
      const finished = await signIn.enrolled(body.ticket, body.code, fromOf(req))
      if (finished === 'wrong') throw wrongCode()
      if (finished === 'expired') throw expired()
      return { member: await signedIn(req, res, finished.token), recoveryCodes: finished.recoveryCodes }
    },
    async session({ member: who }) { return who },
    async signOut({ req, res, member: who }) {
      const token = cookies.tokenOf(req) ?? ''
      const cameByIt = (await sessions.of(who.id, token)).some(({ own, how }) => own && how === 'institution')
      const last = await sessions.signOut(token, who)
      res.header('Set-Cookie', cookies.noSession(req))
      if (cameByIt) res.header('Set-Cookie', cookies.left(req, true))
      await audit.note({ actor: `agent:${who.id}`, kind: 'staff.signed-out', facts: {} })
      if (last) await onGone(who)
      return { ...wasDone, goOn: (cameByIt ? await institution?.leave() : undefined) ?? null }
    },
    async invite({ body }) {
      await register.completeInvite(body.token, body.email, body.name, body.password)
      await audit.note({ actor: `agent:${administrator}`, kind: 'staff.added', facts: { member: administrator, role: 'admin', how: 'invite', rule: 'M5.3a' } })
      return wasDone
    },
    async staff() {
      return { staff: (await register.list()).filter(each => !each.disabled).map(({ id, name: called, role }) => ({ id, name: called, role })) }
    },
  })
}
