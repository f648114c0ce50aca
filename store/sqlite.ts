import type { Kysely } from 'kysely'
import { createFlush, type Flush, noFlush } from './flush.ts'
import { connect } from './sqlite-connection.ts'
import type { Store, StoreWatch, Unit } from './store.ts'
import { OverloadedError } from './store.ts'
import type { Tables } from './tables.ts'

type Waiting = { run(tx: Kysely<Tables>): Promise<void>; resolve(): void; reject(error: unknown): void }

/** What was committed could not be flushed: nobody knows what of it is on the disk. A new start reads what is. */
export class FlushError extends Error {
  override readonly name = 'FlushError'
  constructor(cause: unknown) {
    super('The disk did not take what was written; the service must be started again', { cause })
  }
}

export type SqliteOptions = StoreWatch & {
  /** How many units may wait before more are refused. */
  maxWaiting?: number
  /** Brings a file to the disk. */
  flush?: (path: string) => Flush
}

/** The path of a store that is nowhere but in memory, and gone with its close. */
export const inMemory = ':memory:'

/**
 * The embedded store. Units of work that wait at the same time share one durable commit: a commit costs a disk
 * flush, and two flushes a turn alone would halve the rate. One that fails takes nothing of its neighbours with it. The flush runs beside the process's other work
 * (docs/decisions/0010-commits-are-flushed-beside-other-work.md): no unit resolves before it, and none reads what it has
 * not reached.
 */
export function openSqlite(path: string, { maxWaiting = 5_000, flush = createFlush, onCommit }: SqliteOptions = {}): Omit<Store, 'check'> {
  const isInMemory = path === inMemory
  const logAhead = isInMemory ? noFlush : flush(`${path}-wal`)
  /** While what was committed last is not on the disk. */
  let flushing: Promise<void> | undefined
  let failed: FlushError | undefined
  const writer = connect(path)
  const { database, records: tx, written } = writer
  // What is in memory belongs to one connection: a reader there may see something of a unit that is under way.
  const { database: reading, records: db } = isInMemory ? writer : connect(path, () => flushing)
  const [begin, commit, rollback] = [database.prepare('BEGIN IMMEDIATE'), database.prepare('COMMIT'), database.prepare('ROLLBACK')]
  const [savepoint, release, rollbackUnit] = [database.prepare('SAVEPOINT unit'), database.prepare('RELEASE unit'), database.prepare('ROLLBACK TO unit')]
  let waiting: Waiting[] = []
  let running: Promise<void> | undefined
  let closed = false

  /**
   * The units of the group that stand in the log-ahead; the others were rejected. A savepoint costs every unit more than its statements
   * around it: SQLite keeps a copy of each page that changes. So units run without one, and only where one fails that has written is the
   * group taken back and run again, each unit with its own: what runs here must bear that, as it must on PostgreSQL.
   */
  async function commitGroup(group: readonly Waiting[]): Promise<Waiting[]> {
    begin.run()
    const done = await runTogether(group) ?? await runApart(group)
    commit.run()
    return done
  }

  /** Undefined where one that failed has written: nothing of the group stands, and none was told. */
  async function runTogether(group: readonly Waiting[]): Promise<Waiting[] | undefined> {
    const done: Waiting[] = []
    const failed: { unit: Waiting; error: unknown }[] = []
    for (const unit of group) {
      const before = written()
      try {
        await unit.run(tx)
        done.push(unit)
      } catch (error) {
        // A full disk ends the whole transaction, and with it every unit of the group.
        if (!database.isTransaction) throw error
        if (written() > before) {
          rollback.run()
          begin.run()
          return undefined
        }
        failed.push({ unit, error })
      }
    }
    for (const { unit, error } of failed) unit.reject(error)
    return done
  }

  async function runApart(group: readonly Waiting[]): Promise<Waiting[]> {
    const done: Waiting[] = []
    for (const unit of group) {
      savepoint.run()
      try {
        await unit.run(tx)
        done.push(unit)
      } catch (error) {
        if (!database.isTransaction) throw error
        rollbackUnit.run()
        unit.reject(error)
      }
      release.run()
    }
    return done
  }

  async function commitWaiting(): Promise<void> {
    // Lets every turn that is ready in this round join the commit.
    await new Promise(resolve => setImmediate(resolve))
    while (waiting.length > 0) {
      const group = waiting
      waiting = []
      try {
        if (failed) throw failed
        const done = await commitGroup(group)
        flushing = logAhead.flush().catch((error: unknown) => { throw failed = new FlushError(error) })
        await flushing
        flushing = undefined
        for (const unit of done) unit.resolve()
        onCommit?.(done.length)
      } catch (error) {
        if (database.isTransaction) rollback.run()
        for (const unit of group) unit.reject(error)
      }
      await new Promise(resolve => setImmediate(resolve))
    }
    running = undefined
  }

  function write<T>(unit: Unit<T>): Promise<T> {
    if (closed) return Promise.reject(new Error('The store is closed'))
    if (waiting.length >= maxWaiting) return Promise.reject(new OverloadedError())
    return new Promise<T>((resolve, reject) => {
      let result: { value: T } | undefined
      waiting.push({
        run: async tx => { result = { value: await unit(tx) } },
        resolve: () => { if (result) resolve(result.value) },
        reject,
      })
      running ??= commitWaiting()
    })
  }

  return {
    engine: 'sqlite',
    db,
    // The connection that writes has in memory what it wrote; the other one would read it back from the log-ahead.
    ahead: tx,
    write,
    waiting: () => waiting.length,
    async close() {
      closed = true
      await running
      await logAhead.close()
      await db.destroy()
      await tx.destroy()
      // Kysely closes only what it has used itself.
      for (const connection of [database, reading]) if (connection.isOpen) connection.close()
    },
  }
}
