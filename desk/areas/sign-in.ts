import { z } from 'zod'
import type { Audit } from '../../contacts/proof/audit.ts'
import { createArea } from '../area.ts'
import { cookieAge, cookieName, tokenOf } from '../cookie.ts'
import { done, type Operation, prefix, Refused, wasDone } from '../operation.ts'
import { administrator, type Register, roles, type StaffMember } from '../register.ts'
import type { Sessions } from '../sessions.ts'

const email = z.email('an e-mail address').max(200)
const password = z.string().max(200)
const name = z.string().trim().min(1).max(100)
const member = z.object({ id: z.string(), email: z.string(), name: z.string(), role: z.enum(roles) }).meta({ id: 'Member' })

const operations = {
  signIn: { method: 'post', path: '/session', summary: 'Sign in; the answer sets the session cookie', for: 'anyone', body: z.object({ email: z.string().max(200), password }), status: 200, answer: member, refusals: { 401: 'Wrong, unknown, disabled or locked: the answer does not say which' } },
  session: { method: 'get', path: '/session', summary: 'Who is signed in', for: 'staff', status: 200, answer: member },
  signOut: { method: 'delete', path: '/session', summary: 'Sign out; customers in conversation go back to the queue', for: 'staff', status: 200, answer: done },
  invite: { method: 'post', path: '/invite', summary: 'Use the one-time link of a first start', for: 'anyone', body: z.object({ token: z.string().max(200), email, name, password }), status: 200, answer: done },
  staff: { method: 'get', path: '/staff', summary: 'Colleagues who may work, to name one as a successor or for a measure', for: 'staff', status: 200, answer: z.object({ staff: z.array(member.omit({ email: true }).meta({ id: 'Colleague' })) }) },
  addStaff: { method: 'post', path: '/staff', summary: 'Add a member of staff', for: ['admin'], body: z.object({ email, name, role: z.enum(roles), password }), status: 201, answer: z.object({ id: z.string() }) },
} as const satisfies Record<string, Operation>

export type SignInDeps = {
  register: Register
  sessions: Sessions
  audit: Pick<Audit, 'note'>
  /** The member has signed out everywhere; their customers must not wait for them. */
  onGone(member: StaffMember): Promise<void>
  publicUrl(): string
}

/** Signing in and out, and who is staff (M5.1a). */
export function signInArea({ register, sessions, audit, onGone, publicUrl }: SignInDeps) {
  const cookie = (token: string, age: number) => `${cookieName}=${token}; HttpOnly; SameSite=Strict; Path=${prefix}; Max-Age=${age}${publicUrl().startsWith('https:') ? '; Secure' : ''}`
  return createArea(operations, {
    async signIn({ req, res, body }) {
      const token = await sessions.signIn(body.email, body.password, tokenOf(req.headers.cookie))
      const signedIn = token === undefined ? undefined : await sessions.member(token)
      if (token === undefined || !signedIn) throw new Refused(401, 'Unauthorized', 'E-mail or password is wrong, or the account is locked for 15 minutes after five failures')
      res.header('Set-Cookie', cookie(token, cookieAge))
      return signedIn
    },
    async session({ member: who }) { return who },
    async signOut({ req, res, member: who }) {
      const last = await sessions.signOut(tokenOf(req.headers.cookie) ?? '', who)
      res.header('Set-Cookie', cookie('', 0))
      await audit.note({ actor: `agent:${who.id}`, kind: 'staff.signed-out', facts: {} })
      if (last) await onGone(who)
      return wasDone
    },
    async invite({ body }) {
      await register.completeInvite(body.token, body.email, body.name, body.password)
      await audit.note({ actor: `agent:${administrator}`, kind: 'staff.added', facts: { member: administrator, role: 'admin', how: 'invite', rule: 'M5.3a' } })
      return wasDone
    },
    async staff() {
      return { staff: (await register.list()).filter(each => !each.disabled).map(({ id, name: called, role }) => ({ id, name: called, role })) }
    },
    async addStaff({ body, member: who }) {
      const id = await register.add(body.email, body.name, body.role, body.password)
      await audit.note({ actor: `agent:${who.id}`, kind: 'staff.added', facts: { member: id, role: body.role, rule: 'M5.3a' } })
      return { id }
    },
  })
}
