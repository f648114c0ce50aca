import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** One unit of work: all of it is committed or none. */
export type Unit<T> = (tx: Kysely<Tables>) => Promise<T>

export type Store = {
  engine: 'sqlite' | 'postgres'
  /** For reading what is committed. */
  db: Kysely<Tables>
  /** For a look at what is written, be it committed or not: only where a unit of work that follows makes sure of what was seen. */
  ahead: Kysely<Tables>
  /**
   * Runs a unit of work and resolves when it is durable. Throws OverloadedError when too many wait, and LateError when it is not known in time
   * whether it is: done again it must find what it did before.
   */
  write<T>(unit: Unit<T>): Promise<T>
  /** Resolves when the store can be read and written; throws what keeps it from that. */
  check(): Promise<void>
  /** How many units of work wait for their commit. */
  waiting(): number
  close(): Promise<void>
}

export type StoreWatch = {
  /** Called after each durable commit with how many units of work shared it. */
  onCommit?: ((units: number) => void) | undefined
}

/** More work waits than the store will hold; the sender should try again later (HTTP 503). */
export class OverloadedError extends Error {
  override readonly name = 'OverloadedError'
  constructor() {
    super('Too many writes are waiting; try again in a moment')
  }
}

/** The records did not say in time whether something is written down; the sender should try again (HTTP 503). */
export class LateError extends Error {
  override readonly name = 'LateError'
  constructor() {
    super('The records did not answer in time; try again in a moment')
  }
}
