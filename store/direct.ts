import { Kysely, type KyselyConfig } from 'kysely'
import type { Tables } from './tables.ts'

/** Runs a compiled statement; a promise where what was read may not be given yet. */
export type RunDirectly = (sql: string, parameters: readonly unknown[]) => unknown[] | Promise<unknown[]>

/**
 * A Kysely over a connection in this process, which can run what is compiled already without Kysely's queue for a connection:
 * for the few statements of every turn that queue costs as much as SQLite itself.
 */
export class DirectKysely extends Kysely<Tables> {
  readonly runDirectly: RunDirectly
  constructor(config: KyselyConfig, runDirectly: RunDirectly) {
    super(config)
    this.runDirectly = runDirectly
  }
}
