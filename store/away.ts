import pg from 'pg'
import { LateError, OverloadedError } from './store.ts'

/** What is wrong with the records, for who operates them; and whether they still give what is in them but take nothing new. */
type Trouble = { why: string; takesNothing?: true }

const diskFull: Trouble = { why: 'the disk is full: make room; the service goes on by itself', takesNothing: true }
const readOnly: Trouble = { why: 'nothing can be written where the records are: it is read-only', takesNothing: true }
const diskFails: Trouble = { why: 'the disk does not do what is asked of it: look at it and at the system\'s log', takesNothing: true }
const late: Trouble = { why: 'nothing is written in time: a lock that somebody holds, too much at once, or a slow disk', takesNothing: true }
const notThere: Trouble = { why: 'the database does not answer: look at PostgreSQL and the way there' }

/** SQLite's own codes (sqlite.org/rescode.html). */
const ofSqlite: ReadonlyMap<number, Trouble> = new Map([
  [5, { why: 'another program holds the file of the records' }], [6, { why: 'another program holds the file of the records' }], [8, readOnly], [10, diskFails],
  [11, { why: 'the file of the records is damaged: stop the service and put a backup back', takesNothing: true }], [13, diskFull],
  [14, { why: 'the file of the records cannot be opened: see its rights and those of its folder', takesNothing: true }],
])
/** What the system says of a file. */
const ofFiles: ReadonlyMap<string, Trouble> = new Map([['ENOSPC', diskFull], ['EDQUOT', diskFull], ['EROFS', readOnly], ['EIO', diskFails]])
/** PostgreSQL's (Appendix A of its manual), by their beginning; the first that fits holds. */
const ofPostgres: readonly [string, Trouble][] = [
  ['53100', { why: 'the disk of the database is full: make room there; the service goes on by itself', takesNothing: true }],
  ['53300', { why: 'the database has no connection left: end others\' or raise max_connections; each instance takes up to 10' }],
  ['25006', { why: 'the database takes no writes: it is a standby, or default_transaction_read_only is on', takesNothing: true }],
  ['28', { why: 'the database does not let this service in: see that DATABASE_URL holds the right user and password, and pg_hba.conf' }],
  ['3D000', { why: 'the database that DATABASE_URL names is not there' }],
  ['55000', { why: 'the database takes no connections' }],
  ['55P03', late], ['57014', late],
  // Connection lost, too little of something, ended or not begun by an operator, a limit of time passed, and its own disk.
  ...['08', '53', '57', '58', '25P03', '25P04'].map((code): [string, Trouble] => [code, notThere]),
]
/** What the network says of a server that is not there. */
const unreachable: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'])
/** The driver has no codes for a connection that it lost or did not get. */
const connectionLost = /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|The database says nothing any more)/

const codeIn = (error: Error, name: 'code' | 'errcode'): unknown => name in error ? Reflect.get(error, name) : undefined

function troubleOf(error: unknown): Trouble | undefined {
  if (error instanceof LateError) return late
  if (error instanceof OverloadedError) return { why: error.message }
  if (!(error instanceof Error)) return undefined
  if (error.name === 'FlushError') return { why: error.message, takesNothing: true }
  const [code, errcode] = [codeIn(error, 'code'), codeIn(error, 'errcode')]
  if (error instanceof pg.DatabaseError) return ofPostgres.find(([beginning]) => error.code?.startsWith(beginning))?.[1]
  if (typeof errcode === 'number') return ofSqlite.get(errcode & 0xff)
  if (typeof code === 'string' && ofFiles.has(code)) return ofFiles.get(code)
  return (typeof code === 'string' && unreachable.has(code)) || connectionLost.test(error.message) ? notThere : undefined
}

/** Whether the records may still be read but take nothing new: what is read says nothing of that. */
export function takesNothing(error: unknown): boolean {
  return troubleOf(error)?.takesNothing === true
}

/** Whether it is the records that cannot be read or written now, so that the same request may succeed later. */
export function isAway(error: unknown): boolean {
  return troubleOf(error) !== undefined
}

/** What is wrong with the records and what to do, in a sentence for who operates the service; undefined where it is not the records. */
export function whyAway(error: unknown): string | undefined {
  return troubleOf(error)?.why
}
