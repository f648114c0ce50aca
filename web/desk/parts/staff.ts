import { useMemo } from 'react'
import { desk, type Schema } from '../call/desk.ts'

export type Colleague = Schema<'Colleague'>

/** The roles that see what others do. */
const overseeing: ReadonlySet<string> = new Set(['supervisor', 'compliance', 'admin', 'auditor'])
export const oversees = (role: string): boolean => overseeing.has(role)
/** The roles that serve customers. */
const serving: ReadonlySet<string> = new Set(['agent', 'supervisor', 'admin'])
export const serves = (role: string): boolean => serving.has(role)
/** The roles that handle complaints; an auditor reads. */
export const handlesCases = (role: string): boolean => role !== 'auditor'
const auditing: ReadonlySet<string> = new Set(['compliance', 'admin', 'auditor'])
export const mayAudit = (role: string): boolean => auditing.has(role)

/** Colleagues who may work, and the name of each; a name that is not known is given as it is. */
export function useStaff(): { staff: readonly Colleague[]; nameOf(id: string): string } {
  const { data } = desk.useQuery('get', '/api/desk/staff', {}, { meta: { steady: true } })
  return useMemo(() => {
    const names = new Map(data?.staff.map(({ id, name }) => [id, name]))
    return { staff: data?.staff ?? [], nameOf: id => names.get(id) ?? id }
  }, [data])
}
