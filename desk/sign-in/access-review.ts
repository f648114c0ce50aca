import type { Store } from '../../store/index.ts'
import type { Role } from '../register.ts'
import { roleOf } from '../register.ts'

const unusedDays = 90
const dayMs = 86_400_000

export type Access = {
  id: string
  email: string
  name: string
  role: Role
  roleSince: string
  /** Who gave it: an id of the register, `operator:NAME`, or `institution`. */
  roleBy: string
  createdAt: string
  disabled: boolean
  lastSignInAt: string | null
  secondFactor: 'app' | 'institution' | 'none'
  secondFactorSince: string | null
  recoveryCodesLeft: number
  sessions: number
  /** Why serving customers is refused, of who may not; `null` where nothing is kept of certificates. */
  certificates: readonly string[] | null
  /** What somebody who reviews should look at. */
  remarks: readonly Remark[]
}
export const remarks = ['unused', 'never-signed-in', 'no-second-factor', 'few-recovery-codes', 'awaits-second-person'] as const
export type Remark = (typeof remarks)[number]

/** What there is to say of an access: unused for 90 days, without a second factor, … */
export function remarksOf({ disabled, lastSignInAt, secondFactor, recoveryCodesLeft, createdAt }: Omit<Access, 'remarks'>, awaited: boolean, now: Date): Remark[] {
  if (awaited) return ['awaits-second-person']
  if (disabled) return []
  const last = Date.parse(lastSignInAt ?? createdAt)
  return [
    ...(now.getTime() - last > unusedDays * dayMs ? ['unused' as const] : []), ...(lastSignInAt === null ? ['never-signed-in' as const] : []),
    ...(secondFactor === 'none' ? ['no-second-factor' as const] : []), ...(secondFactor === 'app' && recoveryCodesLeft < 3 ? ['few-recovery-codes' as const] : []),
  ]
}

export type AccessReviewDeps = {
  store: Store
  clock: { now(): Date }
  /** What keeps each member from serving customers, by id: an expired certificate, hours that are short. */
  certificates?: (() => Promise<ReadonlyMap<string, readonly string[]>>) | undefined
}

/** Who has access, with which role, since when and from whom, and how it is used (M5.1a). */
export async function accessReview({ store: { db }, clock, certificates }: AccessReviewDeps): Promise<Access[]> {
  const now = clock.now().toISOString()
  const [staff, factors, codes, identities, sessions, proposals, standing] = await Promise.all([
    db.selectFrom('staff').selectAll().orderBy('email').execute(), db.selectFrom('staff_factors').select(['staff_id', 'created_at']).where('status', '=', 'active').execute(),
    db.selectFrom('recovery_codes').select(['staff_id', eb => eb.fn.countAll().as('left')]).groupBy('staff_id').execute(), db.selectFrom('staff_identities').select(['staff_id', 'since']).execute(),
    db.selectFrom('staff_sessions').select(['staff_id', eb => eb.fn.countAll().as('count')]).where('id', 'is not', null).where('expires_at', '>', now).groupBy('staff_id').execute(),
    db.selectFrom('role_proposals').select('staff_id').where('decided_at', 'is', null).execute(), certificates?.(),
  ])
  const factorOf = new Map(factors.map(each => [each.staff_id, each.created_at]))
  const identityOf = new Map(identities.map(each => [each.staff_id, each.since]))
  const codesOf = new Map(codes.map(each => [each.staff_id, Number(each.left)]))
  const sessionsOf = new Map(sessions.map(each => [each.staff_id, Number(each.count)]))
  const awaited = new Set(proposals.map(each => each.staff_id))
  return staff.map(row => {
    const secondFactor = factorOf.has(row.id) ? 'app' as const : identityOf.has(row.id) ? 'institution' as const : 'none' as const
    const access = {
      id: row.id, email: row.email ?? '', name: row.name, role: roleOf(row.role), roleSince: row.role_since ?? row.created_at, roleBy: row.role_by ?? '', createdAt: row.created_at, disabled: row.disabled === 1, lastSignInAt: row.signed_in_at,
      secondFactor, secondFactorSince: factorOf.get(row.id) ?? identityOf.get(row.id) ?? null, recoveryCodesLeft: codesOf.get(row.id) ?? 0, sessions: sessionsOf.get(row.id) ?? 0, certificates: standing ? standing.get(row.id) ?? [] : null,
    }
    return { ...access, remarks: remarksOf(access, awaited.has(row.id), clock.now()) }
  })
}
