import { CaseRulesError } from '../contacts/cases/rules.ts'
import { CalendarFileError } from '../contacts/clocks/working-days.ts'
import { RosterError } from '../desk/duty.ts'
import { ScriptError } from '../desk/practice/script.ts'
import { QualificationRulesError } from '../desk/qualifications/rules.ts'
import { CatalogueError } from '../knowledge/catalogue.ts'
import { CorpusError } from '../nlp/corpus-file.ts'
import { EmbeddingError } from '../nlp/embedding/folder.ts'
import { NotAloneError, NotOpenedError, whyAway } from '../store/index.ts'
import { type Config, ConfigError } from './config.ts'

const codeOf = (error: unknown) => error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** Why the service did not start, as a sentence for who operates it; undefined for what only its developers can mend. */
export function startFailure(error: unknown, config: Pick<Config, 'HOST' | 'PORT' | 'DATA_DIR' | 'DATABASE_URL'> | undefined): string | undefined {
  if (error instanceof ConfigError || error instanceof CatalogueError || error instanceof RosterError || error instanceof CalendarFileError || error instanceof CaseRulesError || error instanceof QualificationRulesError || error instanceof ScriptError || error instanceof CorpusError || error instanceof NotOpenedError) return error.message
  if (error instanceof EmbeddingError) return `EMBEDDING_DIR: ${error.message}`
  if (!config || !(error instanceof Error)) return undefined
  if (error instanceof NotAloneError) return `DATA_DIR: ${error.message}. Stop it, give this one a DATA_DIR of its own, or let both share a DATABASE_URL and a REDIS_URL`
  const [code, away] = [codeOf(error), whyAway(error)]
  if (code === 'EADDRINUSE') return `PORT ${config.PORT} is in use on ${config.HOST}; stop what uses it or set another PORT`
  if (code === 'EACCES' && config.PORT > 0 && config.PORT < 1024) return `PORT ${config.PORT} may not be used by this user; set one above 1023`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `HOST ${config.HOST} is no address of this machine; use 127.0.0.1, or 0.0.0.0 for all of them`
  if (away !== undefined) return `${config.DATABASE_URL ? 'DATABASE_URL or DATA_DIR' : `DATA_DIR ${config.DATA_DIR}`}: ${away} (${error.message})`
  if (code === 'ERR_SQLITE_ERROR') return `DATA_DIR: the database in ${config.DATA_DIR} cannot be used: ${error.message}`
  return undefined
}

/** What an operator should know of settings that hold but are risky. */
export function warningsOf(config: Pick<Config, 'HOST' | 'PUBLIC_URL' | 'DATABASE_URL' | 'LOG_SIGNING_KEY'>, isLoopback: (host: string) => boolean): string[] {
  const open = !isLoopback(config.HOST) && !config.PUBLIC_URL?.startsWith('https:')
  return [
    ...(open ? [`HOST=${config.HOST} lets other machines in without encryption: put TLS in front of it and set PUBLIC_URL=https://…`] : []),
    ...(config.DATABASE_URL && !config.LOG_SIGNING_KEY ? ['without LOG_SIGNING_KEY each DATA_DIR signs the log with a key of its own; give all instances the same one (.env.example)'] : []),
  ]
}
