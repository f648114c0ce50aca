import { sql } from 'kysely'
import type { Store } from '../../store/index.ts'
import { readHead, signHead } from './checkpoint.ts'
import type { LogKey } from './log-key.ts'
import { type Checkpointed, ContradictionError, type Witness } from './witness.ts'

export type CheckpointsDeps = {
  store: Store
  key: LogKey
  clock: { now(): Date }
  /** A head is signed after so many entries, or so many minutes, whichever comes first. */
  every: { entries: number; minutes: number }
  witnesses: readonly Witness[]
  /** The right to hand checkpoints over alone; undefined while another instance does. */
  alone(): Promise<{ release(): Promise<void> } | undefined>
  log: { error(facts: object, message: string): void; warn(facts: object, message: string): void }
}

/** How often it is looked whether a checkpoint is due, in milliseconds. */
const lookEvery = 5_000
/** The longest pause before a witness is tried again. */
const longestPauseMs = 300_000
/** A checkpoint that no witness has after so long: somebody should look. */
const lateAfterMs = 15 * 60_000
const handedAtOnce = 100

/**
 * Signs the head of the living log again and again, and hands the signed heads to witnesses outside: who holds the key and
 * the records cannot write a new past that agrees with what a witness has seen.
 */
export function createCheckpoints({ store, key, clock, every, witnesses, alone, log }: CheckpointsDeps) {
  /** Why the records are not what was signed or witnessed, once that was seen. */
  let contradiction: string | undefined
  const tries = new Map<Witness, { failed: number; notBefore: number; why: string | undefined }>(witnesses.map(witness => [witness, { failed: 0, notBefore: 0, why: undefined }]))

  function contradicts(why: string): void {
    if (contradiction === undefined) log.error({ why }, 'the contact log is not what was signed: keep the records as they are and compare them with the witness')
    contradiction ??= why
  }

  async function checkPast(head: { seq: number; head: string }, whose: string): Promise<void> {
    const entry = await store.db.selectFrom('log').select('hash').where('seq', '=', head.seq).executeTakeFirst()
    if (entry?.hash !== head.head) contradicts(entry ? `entry ${head.seq} is not the one that ${whose}` : `entry ${head.seq}, which ${whose}, is missing`)
  }

  /** Signs the head if that is due, or `now` whenever anything is new; of several instances one does. */
  async function sign(now: boolean): Promise<void> {
    const before = await store.write(async tx => {
      if (store.engine === 'postgres') await sql`SELECT pg_advisory_xact_lock(718203)`.execute(tx)
      const last = await tx.selectFrom('log_checkpoints').select(['seq', 'at', 'text', 'signature']).orderBy('seq', 'desc').limit(1).executeTakeFirst()
      const head = await tx.selectFrom('log').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst()
      if (!head || (last && head.seq <= last.seq)) return last
      const at = clock.now()
      if (last && !now && head.seq - last.seq < every.entries && at.getTime() - Date.parse(last.at) < every.minutes * 60_000) return last
      const signed = signHead(key, { ...head, at: at.toISOString() })
      await tx.insertInto('log_checkpoints').values({ seq: head.seq, at: at.toISOString(), ...signed, in_folder_at: null, at_address_at: null }).execute()
      return last
    })
    if (before) await checkPast(readHead(`{"checkpoint":${before.text},"signature":"${before.signature}"}`, `checkpoint ${before.seq}`), 'was signed')
  }

  async function handTo(witness: Witness): Promise<void> {
    for (;;) {
      const waiting = await store.db.selectFrom('log_checkpoints').select(['seq', 'text', 'signature']).where(witness.column, 'is', null).orderBy('seq').limit(handedAtOnce).execute()
      for (const checkpoint of waiting satisfies Checkpointed[]) {
        await witness.take(checkpoint)
        await store.write(tx => tx.updateTable('log_checkpoints').set({ [witness.column]: clock.now().toISOString() }).where('seq', '=', checkpoint.seq).execute())
      }
      if (waiting.length < handedAtOnce) return
    }
  }

  async function hand(): Promise<void> {
    const due = witnesses.filter(witness => (tries.get(witness)?.notBefore ?? 0) <= performance.now())
    if (due.length === 0) return
    const lease = await alone()
    if (!lease) return
    try {
      for (const witness of due) {
        try {
          await handTo(witness)
          tries.set(witness, { failed: 0, notBefore: 0, why: undefined })
        } catch (error) {
          if (error instanceof ContradictionError) contradicts(error.message)
          const failed = (tries.get(witness)?.failed ?? 0) + 1
          const why = error instanceof Error ? error.message : 'Error'
          tries.set(witness, { failed, notBefore: performance.now() + Math.min(longestPauseMs, 1000 * 2 ** failed), why })
          if (failed === 1) log.warn({ why }, `${witness.name} did not take a checkpoint of the log; it is tried again`)
        }
      }
    } finally {
      await lease.release()
    }
  }

  let compared = false
  /** Whether the records hold what the witnesses have seen last, which they do not where an older copy was put back. */
  async function compare(): Promise<void> {
    if (compared) return
    compared = true
    for (const witness of witnesses) {
      const seen = await witness.latest?.()
      if (seen) await checkPast(seen, `${witness.name} has seen`)
    }
  }

  async function look(now: boolean): Promise<void> {
    await compare()
    await sign(now)
    await hand()
  }

  let looking: Promise<void> | undefined
  const once = (now: boolean) => {
    looking ??= look(now).catch((error: unknown) => log.error({ err: error }, 'the log could not be signed')).finally(() => { looking = undefined })
    return looking
  }
  let timer: NodeJS.Timeout | undefined

  return {
    /** Compares the records with what the witnesses have seen last, and signs from now on when it is due. */
    start(): void {
      timer = setInterval(() => void once(false), lookEvery)
      void once(false)
    },

    /** Signs what is new and hands it over once more; then ends. */
    async stop(): Promise<void> {
      clearInterval(timer)
      await looking
      await once(true)
    },

    /** Undefined while all is well; else what somebody should look at. */
    async trouble(): Promise<string | undefined> {
      if (contradiction !== undefined) return contradiction
      for (const witness of witnesses) {
        const oldest = await store.db.selectFrom('log_checkpoints').select('at').where(witness.column, 'is', null).orderBy('seq').limit(1).executeTakeFirst()
        if (oldest && clock.now().getTime() - Date.parse(oldest.at) > lateAfterMs) return `${witness.name} has no checkpoint since ${oldest.at}: ${tries.get(witness)?.why ?? 'another instance hands them over'}`
      }
      return undefined
    },
  }
}

export type Checkpoints = ReturnType<typeof createCheckpoints>
