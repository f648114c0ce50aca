import pg from 'pg'
import { LateError, OverloadedError } from './store.ts'

/** SQLite's own codes for what an operator must mend: read-only, disk error, corrupt, full, cannot open (sqlite.org/rescode.html). */
const needsMending: ReadonlySet<number> = new Set([8, 10, 11, 13, 14])
/** Somebody else holds the file longer than is waited for. */
const held: ReadonlySet<number> = new Set([5, 6])
/** PostgreSQL's: connection lost, too little of something, ended or not begun by an operator, a limit of time passed, and its own disk (Appendix A of its manual). */
const serverAway = /^(08|53|57|58)|^25P0[34]$/
/** What the network says of a server that is not there. */
const unreachable: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'])
/** The driver has no codes for a connection that it lost or did not get. */
const connectionLost = /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|The database says nothing any more)/

const codeIn = (error: Error, name: 'code' | 'errcode') => name in error ? Reflect.get(error, name) : undefined

/** Whether the disk under the embedded store has failed, and not the request. */
export function isOfTheDisk(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code: unknown = codeIn(error, 'errcode')
  return error.name === 'FlushError' || (typeof code === 'number' && needsMending.has(code & 0xff))
}

/** Whether it is the records that cannot be read or written now, so that the same request may succeed later. */
export function isAway(error: unknown): boolean {
  if (error instanceof LateError || error instanceof OverloadedError || isOfTheDisk(error)) return true
  if (!(error instanceof Error)) return false
  const [code, errcode]: unknown[] = [codeIn(error, 'code'), codeIn(error, 'errcode')]
  if (error instanceof pg.DatabaseError) return serverAway.test(error.code ?? '')
  return (typeof errcode === 'number' && held.has(errcode & 0xff)) || (typeof code === 'string' && unreachable.has(code)) || connectionLost.test(error.message)
}
