import { z } from 'zod'
import { type Role, roles } from '../register.ts'

/** How what the institution says of somebody becomes a role: the first line that fits counts. */
export type Directory = { claim: string; roles: readonly { value: string; role: Role }[]; unknown: 'refuse' | 'add' }

const line = z.string().regex(/^[^=]+=[a-z]+$/).transform((text, context) => {
  const [value = '', name = ''] = text.split('=').map(each => each.trim())
  const role = roles.find(each => each === name)
  if (role === undefined) context.addIssue({ code: 'custom', message: 'no role' })
  return { value, role: role ?? roles[0] }
})

/** Lines such as `bank-agents=agent, bank-admins=admin`; undefined where they are not. */
export function readRoles(text: string): Directory['roles'] | undefined {
  const parsed = z.array(line).min(1).safeParse(text.split(',').map(each => each.trim()).filter(Boolean))
  return parsed.success ? parsed.data : undefined
}

/** A claim by its name, or by its path where it lies in another, such as `realm_access.roles`. */
function claimAt(claims: Record<string, unknown>, path: string): unknown {
  if (path in claims) return claims[path]
  return path.split('.').reduce<unknown>((value, key) => typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined, claims)
}
const values = z.union([z.string().transform(value => [value]), z.array(z.string())]).catch([])

/** The role that the institution's claims give; undefined where none of its lines fits. */
export function roleIn(claims: Record<string, unknown>, { claim, roles: lines }: Pick<Directory, 'claim' | 'roles'>): Role | undefined {
  const has = new Set(values.parse(claimAt(claims, claim)))
  return lines.find(({ value }) => has.has(value))?.role
}

const subject = z.object({ iss: z.string().min(1), sub: z.string().min(1), email: z.email().optional().catch(undefined), email_verified: z.boolean().optional().catch(undefined), name: z.string().trim().min(1).max(100).optional().catch(undefined) })
export type Subject = z.infer<typeof subject>
/** Who somebody is to the institution. An e-mail address counts only where the institution has made sure of it. Throws ZodError. */
export function subjectOf(claims: Record<string, unknown>): { issuer: string; subject: string; email: string | undefined; name: string | undefined } {
  const { iss, sub, email, email_verified, name } = subject.parse(claims)
  return { issuer: iss, subject: sub, email: email_verified === true ? email?.toLowerCase() : undefined, name }
}
