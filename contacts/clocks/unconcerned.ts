import { type Expression, type SqlBool, sql } from 'kysely'
import type { StaffId } from '../types.ts'

/** That a row's subject is no case which concerns this member (回避): they do not see it, whatever their role. */
export function unconcerned(member: StaffId): () => Expression<SqlBool> {
  return () => sql<SqlBool>`NOT (subject_kind = 'case' AND EXISTS (SELECT 1 FROM case_concerned WHERE case_concerned.number = subject_id AND case_concerned.staff_id = ${member}))`
}
