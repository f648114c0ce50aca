import { z } from 'zod'
import type { Recipient } from '../contacts/clocks/notices.ts'
import type { Role, StaffMember } from './register.ts'

const supervising: ReadonlySet<Role> = new Set<Role>(['supervisor', 'admin'])
const told = z.array(z.string()).catch([])

type Who = Pick<StaffMember, 'id' | 'role' | 'email'>

/** For whom notices are that a member gets: for them alone, for those who supervise, for senior management: who is named as that, or the administrators. */
export function createRecipients(seniorManagement: readonly string[]) {
  const isManagement = ({ email, role }: Who) => seniorManagement.length > 0 ? seniorManagement.includes(email.toLowerCase()) : role === 'admin'
  const of = (member: Who): Recipient[] => [`member:${member.id}`, ...(supervising.has(member.role) ? ['role:supervisor' as const] : []), ...(isManagement(member) ? ['management' as const] : [])]
  return {
    of,
    /** Whether the recipients that an entry of the log names are this member's. */
    isTold(member: Who, to: unknown): boolean {
      const named = new Set(told.parse(to))
      return named.size > 0 && of(member).some(each => named.has(each))
    },
  }
}

export type Recipients = ReturnType<typeof createRecipients>
