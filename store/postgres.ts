import { Socket } from 'node:net'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { LateError, OverloadedError, type Store, type StoreWatch, type Unit } from './store.ts'
import type { Tables } from './tables.ts'

// The log's sequence is a bigint there; it stays far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** How many units may wait before more are refused. */
const mostWaiting = 5_000

/** How often a unit is tried that loses against others. */
const mostAttempts = 5

/** Another unit was quicker: it took the same place (unique_violation), or each waited for the other (deadlock_detected, serialization_failure). */
function lostRace(error: unknown): boolean {
  return error instanceof pg.DatabaseError && ['23505', '40P01', '40001'].includes(error.code ?? '')
}

type Waiting = { run(tx: Kysely<Tables>): Promise<void>; resolve(): void; reject(error: unknown): void; isGivenUp(): boolean; attempts: number }

/** How long who writes is kept waiting: a sender is to hear in time that they must try again. */
const writtenWithinMs = 10_000
/** What a statement may take. */
const statementMs = 30_000
/**
 * A server that has said nothing for so long, though it ends each statement earlier, is not there any more: a network that has lost the way closes
 * no connection, and the system would wait for it for a quarter of an hour.
 */
const silentMs = statementMs + 5_000
/**
 * How long an instance may stop in the middle of a transaction: all the others wait for it (see `takeTurn`). One that has stalled, or lost the
 * network, finds its transaction ended; what was in it is taken up like that of any other that failed.
 */
const stalledMs = 3_000
/** Limits that a server and those who ask it have to keep to, in milliseconds; none where the work itself takes long. */
const limitsOf = (patient: boolean) => patient ? undefined : { statement_timeout: statementMs, idle_in_transaction_session_timeout: stalledMs }

function watchedSocket(): Socket {
  const socket = new Socket()
  return socket.setTimeout(silentMs, () => socket.destroy(new Error('The database says nothing any more')))
}

/** How many units share a commit at most: other instances wait for all of them. */
const mostTogether = 50

/**
 * One writer at a time over all instances, from the first row to the commit: nearly every unit extends the log's one chain anyway, and
 * units that took rows first and the chain second would wait for each other crosswise once several share a transaction.
 */
const takeTurn = sql`SELECT pg_advisory_xact_lock(718202)`
const [savepoint, release, rollbackUnit] = [sql`SAVEPOINT unit`, sql`RELEASE SAVEPOINT unit`, sql`ROLLBACK TO SAVEPOINT unit`]

/**
 * Records on PostgreSQL. Units of work that wait at the same time share one commit, as on SQLite; one that fails takes nothing of its
 * neighbours with it. A unit that lost a race is run again and reads what the other wrote;
 * nothing of its first attempt stands. One that is not committed in time is given up: begun, it may stand all the same. A `patient` store has no
 * limits of time.
 */
export function openPostgres(url: string, { onCommit, patient = false }: StoreWatch & { patient?: boolean | undefined } = {}): Omit<Store, 'check'> {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 5_000, keepAlive: true, ...limitsOf(patient), ...(patient ? {} : { stream: watchedSocket }) })
  // An idle connection that breaks is replaced by the pool; the next query reports a server that is away.
  pool.on('error', () => undefined)
  // One that breaks while it is in use fails its query; the event besides would end the process.
  pool.on('connect', client => { client.on('error', () => undefined) })
  /** How many statements were run that are no mere reading. */
  let written = 0
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    log({ query }) {
      if (!/^\s*select\b/i.test(query.sql)) written += 1
    },
  })
  const waiting: Waiting[] = []
  let running: Promise<void> | undefined

  /** Has a unit run again after a lost race, or tells it why not. */
  function again(unit: Waiting, error: unknown): void {
    if (unit.isGivenUp()) return
    unit.attempts += 1
    if (unit.attempts < mostAttempts && lostRace(error)) waiting.push(unit)
    else unit.reject(error)
  }

  /**
   * The units of the group that were done, once they are committed; the others were rejected. Two savepoints a unit are two answers more to
   * wait for, while every other instance waits for this one. So units run without, and undefined is given where one failed that PostgreSQL
   * has seen something of: then nothing stands, and none was told.
   */
  async function commitTogether(group: readonly Waiting[]): Promise<Waiting[] | undefined> {
    const failed = new Map<Waiting, unknown>()
    let spoilt = false
    try {
      await db.transaction().execute(async tx => {
        await takeTurn.execute(tx)
        for (const unit of group) {
          const before = written
          try {
            await unit.run(tx)
          } catch (error) {
            failed.set(unit, error)
            spoilt = written > before || error instanceof pg.DatabaseError
            if (spoilt) throw error
          }
        }
      })
    } catch (error) {
      if (spoilt) return undefined
      // Whether a commit that failed stands after all, nobody knows: what was in it is not run a second time.
      for (const unit of group) if (!failed.has(unit)) again(unit, error)
      for (const [unit, why] of failed) unit.reject(why)
      return []
    }
    for (const [unit, error] of failed) unit.reject(error)
    return group.filter(unit => !failed.has(unit))
  }

  /** The units of the group that were done, once they are committed; the others run again or were rejected. */
  async function commitApart(group: readonly Waiting[]): Promise<Waiting[]> {
    const left = new Set(group)
    try {
      await db.transaction().execute(async tx => {
        await takeTurn.execute(tx)
        for (const unit of group) {
          await savepoint.execute(tx)
          try {
            await unit.run(tx)
          } catch (error) {
            // Where the connection is gone this fails, and with it the whole group.
            await rollbackUnit.execute(tx)
            left.delete(unit)
            again(unit, error)
          }
          await release.execute(tx)
        }
      })
      return [...left]
    } catch (error) {
      for (const unit of left) again(unit, error)
      return []
    }
  }

  async function commitWaiting(): Promise<void> {
    while (waiting.length > 0) {
      // Lets every unit that is ready in this round join the commit.
      await new Promise(resolve => setImmediate(resolve))
      const group = waiting.splice(0, mostTogether).filter(unit => !unit.isGivenUp())
      if (group.length === 0) continue
      const done = await commitTogether(group) ?? await commitApart(group)
      for (const unit of done) unit.resolve()
      if (done.length > 0) onCommit?.(done.length)
    }
    running = undefined
  }

  return {
    engine: 'postgres',
    db,
    ahead: db,
    write<T>(unit: Unit<T>): Promise<T> {
      if (waiting.length >= mostWaiting) return Promise.reject(new OverloadedError())
      return new Promise<T>((resolve, reject) => {
        let result: { value: T } | undefined
        let late = false
        const timer = patient ? undefined : setTimeout(() => {
          late = true
          reject(new LateError())
        }, writtenWithinMs)
        waiting.push({
          run: async tx => { result = { value: await unit(tx) } },
          resolve() {
            clearTimeout(timer)
            if (result) resolve(result.value)
          },
          reject(error) {
            clearTimeout(timer)
            reject(error)
          },
          isGivenUp: () => late, attempts: 0,
        })
        running ??= commitWaiting()
      })
    },
    waiting: () => waiting.length,
    async close() {
      await running
      await db.destroy()
    },
  }
}
