import { z } from 'zod'
import type { Recipient } from '../contacts/clocks/notices.ts'
import type { Role, StaffMember } from './register.ts'

const supervising: ReadonlySet<Role> = new Set<Role>(['supervisor', 'admin'])
const told = z.array(z.string()).catch([])

/** For whom notices are that this member gets: for them alone, for those who supervise, for senior management (the administrators). */
export function recipientsOf({ id, role }: Pick<StaffMember, 'id' | 'role'>): Recipient[] {
  return [`member:${id}`, ...(supervising.has(role) ? ['role:supervisor' as const] : []), ...(role === 'admin' ? ['management' as const] : [])]
}

/** Whether the recipients that an entry of the log names are this member's. */
export function isTold(member: Pick<StaffMember, 'id' | 'role'>, to: unknown): boolean {
  const named = new Set(told.parse(to))
  return named.size > 0 && recipientsOf(member).some(each => named.has(each))
}
