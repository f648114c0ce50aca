import { whyAway } from './away.ts'

const codeOf = (error: Error) => 'code' in error && typeof error.code === 'string' ? error.code : ''

/** PostgreSQL's answers to a connection that is not let in: no such role, wrong password, no such database, no rights. */
const notLetIn = new Set(['28000', '28P01', '3D000', '42501'])
/** Its answers to one too many (too_many_connections, configuration_limit_exceeded). */
const tooMany = new Set(['53300', '53400'])
const notReached = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNRESET', '57P03', '57P01'])

/** The records cannot be opened; the message is a sentence for who operates the service. */
export class NotOpenedError extends Error {
  override readonly name = 'NotOpenedError'
}

function sentence(error: Error, { dataDir, databaseUrl }: { dataDir: string; databaseUrl?: string | undefined }): string | undefined {
  const code = codeOf(error)
  if (!databaseUrl) return code === 'ERR_SQLITE_ERROR' ? `DATA_DIR: the database in ${dataDir} cannot be used: ${[error.message, whyAway(error)].filter(Boolean).join('; ')}` : undefined
  if (notLetIn.has(code)) return `DATABASE_URL: the database does not let this service in: ${error.message}`
  if (tooMany.has(code)) return `DATABASE_URL: the database has no connection left (${error.message}); each instance takes up to 10`
  if (notReached.has(code) || /timeout|Connection terminated/i.test(error.message)) return `DATABASE_URL: the database does not answer: ${code || error.message}`
  return undefined
}

/** What went wrong when the records were opened: as NotOpenedError where who operates the service can mend it. */
export function whyNotOpened(error: unknown, where: { dataDir: string; databaseUrl?: string | undefined }): unknown {
  const why = error instanceof Error ? sentence(error, where) : undefined
  return why === undefined ? error : new NotOpenedError(why, { cause: error })
}
