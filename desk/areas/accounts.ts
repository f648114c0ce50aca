import { z } from 'zod'
import type { Audit } from '../../contacts/proof/audit.ts'
import { createArea } from '../area.ts'
import { toCsv } from '../csv.ts'
import { done, instant, type Operation, Refused, wasDone } from '../operation.ts'
import { type Register, roles, type StaffMember } from '../register.ts'
import type { Sessions } from '../sessions.ts'
import { type Access, remarks } from '../sign-in/access-review.ts'
import type { Accounts } from '../sign-in/accounts.ts'
import { sessionList } from './account.ts'
import { auditing } from './audit.ts'
import { email, name, password } from './sign-in.ts'

const changed = z.object({ id: z.string(), awaits: z.string().nullable().meta({ description: 'The proposal that a second person has to confirm before it holds' }) })
const person = z.object({ id: z.string(), name: z.string() })
const access = z.object({
  id: z.string(), email: z.string(), name: z.string(), role: z.enum(roles), roleSince: instant, roleBy: person.meta({ description: 'A member, operator:NAME of the machine, or institution' }), createdAt: instant, disabled: z.boolean(),
  lastSignInAt: instant.nullable(), secondFactor: z.enum(['app', 'institution', 'none']), secondFactorSince: instant.nullable(), recoveryCodesLeft: z.number().int(), sessions: z.number().int(),
  certificates: z.array(z.string()).nullable().meta({ description: 'What keeps the member from serving customers; null where nothing is kept of it' }), remarks: z.array(z.enum(remarks)).meta({ description: 'What to look at; `unused`: not for 90 days' }),
}).meta({ id: 'Access' })
const proposal = z.object({ id: z.string(), member: z.object({ id: z.string(), email: z.string(), name: z.string(), role: z.enum(roles) }), role: z.enum(roles), by: person, at: instant }).meta({ id: 'RoleProposal' })
const refusals = { 400: 'Not for oneself, or not for the first administrator; the message says which' }
const admin = { for: ['admin'], fresh: true } as const

const operations = {
  addStaff: { method: 'post', path: '/staff', summary: 'Add a member of staff; an administrator has no access until a second person confirms', ...admin, body: z.object({ email, name, role: z.enum(roles), password }), status: 201, answer: changed },
  changeRole: { method: 'post', path: '/staff/{id}/role', summary: 'Give another role; the member\'s sessions end', ...admin, body: z.object({ role: z.enum(roles) }), status: 200, answer: changed, refusals },
  disableStaff: { method: 'post', path: '/staff/{id}/disable', summary: 'End a member\'s access; what they answer for goes to the administrator', ...admin, status: 200, answer: z.object({ passedOn: z.number().int().meta({ description: 'Open enquiries' }) }), refusals },
  enableStaff: { method: 'post', path: '/staff/{id}/enable', summary: 'Give access again', ...admin, status: 200, answer: changed },
  resetPassword: { method: 'post', path: '/staff/{id}/password', summary: 'Set a new password; the member\'s sessions end', ...admin, body: z.object({ password }), status: 200, answer: done, refusals },
  resetFactor: { method: 'post', path: '/staff/{id}/factor/reset', summary: 'Take the second factor away from who has lost it; they set up a new one at the next sign-in', ...admin, status: 200, answer: done, refusals },
  staffSessions: { method: 'get', path: '/staff/{id}/sessions', summary: 'Where a member is signed in', for: ['admin'], status: 200, answer: sessionList },
  endStaffSessions: { method: 'delete', path: '/staff/{id}/sessions', summary: 'End all of a member\'s sessions', ...admin, status: 200, answer: done },
  roleProposals: { method: 'get', path: '/role-proposals', summary: 'Roles that await a second person', for: ['admin', 'compliance'], status: 200, answer: z.object({ proposals: z.array(proposal) }) },
  decideRole: { method: 'post', path: '/role-proposals/{id}/decision', summary: 'Confirm or decline it, as a second person', for: ['admin', 'compliance'], fresh: true, body: z.object({ accept: z.boolean() }), status: 200, answer: done, refusals: { 400: 'Decided already, or by who proposed it' } },
  accessReview: { method: 'get', path: '/access-review', summary: 'Who has access: role, since when, from whom, last sign-in, second factor, certificates, what is unused', for: auditing, status: 200, answer: z.object({ at: instant, staff: z.array(access) }) },
  accessReviewFile: { method: 'get', path: '/access-review/file', summary: 'The same as a table', for: auditing, status: 200, answer: ['text/csv'] },
} as const satisfies Record<string, Operation>

export type AccountsAreaDeps = {
  accounts: Accounts
  register: Register
  sessions: Sessions
  audit: Pick<Audit, 'note'>
  clock: { now(): Date }
  review(): Promise<Access[]>
  /** The member is signed in nowhere any more; their customers must not wait for them. */
  onGone(member: StaffMember): Promise<void>
  /** What the member answers for goes to another; gives how many enquiries. */
  passOn(member: string): Promise<number>
}

const columns = ['id', 'email', 'name', 'role', 'roleSince', 'roleBy', 'createdAt', 'disabled', 'lastSignInAt', 'secondFactor', 'secondFactorSince', 'recoveryCodesLeft', 'sessions', 'certificates', 'remarks'] as const

/** Accounts, roles and the review of who has access (M5.1a), for administrators; the review for those who audit, too. */
export function accountsArea({ accounts, register, sessions, audit, clock, review, onGone, passOn }: AccountsAreaDeps) {
  async function memberOf(id: string): Promise<StaffMember> {
    const found = (await register.list()).find(each => each.id === id)
    if (!found) throw new Refused(404, 'NotFound', 'There is no such member of staff')
    return found
  }
  /** A member's sessions end; whom they were serving goes back to the queue. */
  async function signOut(id: string, by: string): Promise<void> {
    await sessions.endAll(id, `agent:${by}`)
    await onGone(await memberOf(id))
  }
  async function reviewed(by: string): Promise<(Omit<Access, 'roleBy'> & { roleBy: { id: string; name: string } })[]> {
    const [list, nameOf] = await Promise.all([review(), register.names()])
    await audit.note({ actor: `agent:${by}`, kind: 'access.reviewed', facts: { accounts: list.length, rule: 'M5.1a' } })
    return list.map(each => ({ ...each, roleBy: { id: each.roleBy, name: nameOf(each.roleBy) } }))
  }

  return createArea(operations, {
    addStaff: ({ body, member }) => accounts.add(body, `agent:${member.id}`),
    async changeRole({ id, body, member }) {
      const change = await accounts.changeRole(id, body.role, `agent:${member.id}`)
      if (change.awaits === null) await signOut(id, member.id)
      return change
    },
    async disableStaff({ id, member }) {
      await accounts.disable(id, `agent:${member.id}`)
      await signOut(id, member.id)
      return { passedOn: await passOn(id) }
    },
    enableStaff: ({ id, member }) => accounts.enable(id, `agent:${member.id}`),
    async resetPassword({ id, body, member }) {
      await accounts.resetPassword(id, body.password, `agent:${member.id}`)
      await signOut(id, member.id)
      return wasDone
    },
    async resetFactor({ id, member }) {
      await accounts.resetFactor(id, `agent:${member.id}`)
      await signOut(id, member.id)
      return wasDone
    },
    async staffSessions({ id }) {
      await memberOf(id)
      return { sessions: await sessions.of(id) }
    },
    async endStaffSessions({ id, member }) {
      await signOut(id, member.id)
      return wasDone
    },
    async roleProposals() {
      const [list, nameOf] = await Promise.all([accounts.proposals(), register.names()])
      return { proposals: list.map(each => ({ ...each, by: { id: each.by, name: nameOf(each.by) } })) }
    },
    async decideRole({ id, body, member }) {
      const decided = await accounts.decide(id, body.accept, member.id)
      if (decided.given) await signOut(decided.member, member.id)
      return wasDone
    },
    async accessReview({ member }) { return { at: clock.now().toISOString(), staff: (await reviewed(member.id)).map(each => ({ ...each, certificates: each.certificates === null ? null : [...each.certificates], remarks: [...each.remarks] })) } },
    async accessReviewFile({ member }) {
      const rows = (await reviewed(member.id)).map(each => ({ ...each, roleBy: each.roleBy.name, certificates: each.certificates?.join(' ') ?? null, remarks: each.remarks.join(' ') }))
      return { name: `access-review-${clock.now().toISOString().slice(0, 10)}.csv`, contentType: 'text/csv; charset=utf-8', body: toCsv(columns, rows) }
    },
  })
}
