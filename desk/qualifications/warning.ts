import { addDays, type LocalDate } from '../../contacts/clocks/local-date.ts'
import { type NewNotice, notify, type Recipient } from '../../contacts/clocks/notices.ts'
import type { ContactsDeps } from '../../contacts/deps.ts'
import { append } from '../../contacts/log.ts'
import type { StaffId } from '../../contacts/types.ts'
import { dayOf, type Standing, standingsOf } from '../qualifications.ts'
import type { QualificationRules } from './rules.ts'

/** Something about a member's qualification that they and the supervisors are told, once. */
export type Warning = { key: string; kind: 'certificate-expiring' | 'certificate-expired' | 'education-short' | 'education-missed'; facts: Record<string, string | number> }

/** What is to be told of a member on a day. Each warning keeps its key from the first day on which it is due. */
export function warningsOf(member: StaffId, { certificates, hours, since }: Standing, today: LocalDate, { warnDays, educationHours }: QualificationRules): Warning[] {
  const year = Number(today.slice(0, 4))
  // Of each kind the certificate that holds longest: an older one beside it needs no warning.
  const last = new Map(certificates.toSorted((one, other) => one.expires.localeCompare(other.expires)).map(each => [each.kind, each]))
  const ofCertificates = [...last.values()].flatMap(({ kind, expires }): Warning[] => {
    if (expires < today) return [{ key: `certificate-expired|${member}|${kind}|${expires}`, kind: 'certificate-expired', facts: { certificate: kind, expires } }]
    return expires <= addDays(today, warnDays) ? [{ key: `certificate-expiring|${member}|${kind}|${expires}`, kind: 'certificate-expiring', facts: { certificate: kind, expires } }] : []
  })
  const short = (of: number) => since < `${of}-01-01` && (hours.get(of) ?? 0) < educationHours
  const facts = (of: number) => ({ year: of, hours: hours.get(of) ?? 0, needed: educationHours })
  return [
    ...ofCertificates,
    ...(addDays(today, warnDays) > `${year}-12-31` && short(year) ? [{ key: `education-short|${member}|${year}`, kind: 'education-short' as const, facts: facts(year) }] : []),
    ...(short(year - 1) ? [{ key: `education-missed|${member}|${year - 1}`, kind: 'education-missed' as const, facts: facts(year - 1) }] : []),
  ]
}

/** Tells members and supervisors of what is about to expire or has (M1.2a, M1.2b); each once, however many instances do so. */
export function createWarning({ store, clock, onQueue, rules, isHeld }: Pick<ContactsDeps, 'store' | 'clock' | 'onQueue'> & { rules: QualificationRules; isHeld(): Promise<boolean> }) {
  return {
    /** Tells all that is to be told today and was not; gives how many warnings. */
    async warn(): Promise<number> {
      // Where nobody is held to the register its gaps mean nothing.
      if (!await isHeld()) return 0
      const members = await store.db.selectFrom('staff').select('id').where('disabled', '=', 0).execute()
      const standings = await standingsOf(store.db, members.map(({ id }) => id))
      const today = dayOf(clock.now())
      const due = [...standings].flatMap(([member, standing]) => warningsOf(member, standing, today, rules).map(warning => ({ member, ...warning })))
      if (due.length === 0) return 0
      const known = new Set((await store.db.selectFrom('staff_notices').select('key').where('kind', 'in', ['staff.certificate-expiring', 'staff.certificate-expired', 'staff.education-short', 'staff.education-missed']).execute()).map(({ key }) => key))
      let told = 0
      for (const { member, key, kind, facts } of due) {
        const recipients: Recipient[] = [`member:${member}`, 'role:supervisor']
        const notices = recipients.map((recipient): NewNotice => ({ key: `${key}|${recipient}`, recipient, kind: `staff.${kind}`, subject: { kind: 'member', id: member }, facts: { ...facts, member, rule: kind.startsWith('certificate') ? 'M1.2a' : 'M1.2b' } }))
        if (notices.every(each => known.has(each.key))) continue
        told += await store.write(async tx => {
          const at = clock.now().toISOString()
          const fresh = await notify(tx, at, notices)
          if (fresh.length === 0) return 0
          await append(tx, store.engine, [{ at, kind: `staff.${kind}`, customer: '', enquiry: '', conversation: '', actor: 'system', facts: { ...facts, member, to: recipients, rule: kind.startsWith('certificate') ? 'M1.2a' : 'M1.2b' } }])
          return 1
        })
      }
      if (told > 0) onQueue()
      return told
    },
  }
}
