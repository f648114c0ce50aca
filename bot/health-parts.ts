import { statfs } from 'node:fs/promises'
import type { Contacts } from '../contacts/contacts.ts'
import type { Coordination } from '../contacts/deps.ts'
import type { Checkpoints } from '../contacts/proof/checkpoints.ts'
import type { Parts } from './health.ts'

export type HealthDeps = {
  /** Rejects where the records take no writes. */
  checkStore(): Promise<void>
  contacts: Pick<Contacts, 'outboxDepth' | 'oldestPending'>
  contentProblems(): readonly string[]
  understands(): boolean
  coordination: Pick<Coordination, 'kind' | 'state'>
  checkpoints: Pick<Checkpoints, 'trouble'>
  dataDir: string
  clock: { now(): Date }
}

/** A reply that waits for longer means that a channel is away. */
const lateAfterMs = 5 * 60_000
/** Below this share of the disk, or this much, somebody should make room; below the last nothing more is taken. */
const scarceShare = 0.1
const scarceBytes = 1_000_000_000
const leastBytes = 50_000_000

/** What the service is made of, each with its state. */
export function healthParts({ checkStore, contacts, contentProblems, understands, coordination, checkpoints, dataDir, clock }: HealthDeps): Parts {
  return {
    async store() {
      await checkStore()
      return { status: 'ok' }
    },
    content() {
      const { length } = contentProblems()
      return length === 0 ? { status: 'ok' } : { status: 'degraded', why: `the newest content has ${length} mistakes; the last good one is in force (see the log)` }
    },
    understanding: () => understands() ? { status: 'ok' } : { status: 'degraded', why: 'the thread that understands messages is started anew; customers are offered a person meanwhile' },
    coordination: () => coordination.state() === 'up' ? { status: 'ok' } : { status: 'degraded', why: `${coordination.kind} is away; this instance goes on by itself` },
    async outbox() {
      const [{ dead }, oldest] = await Promise.all([contacts.outboxDepth(), contacts.oldestPending()])
      if (oldest && clock.now().getTime() - oldest.getTime() > lateAfterMs) return { status: 'degraded', why: `a reply waits for its delivery since ${oldest.toISOString()}` }
      return dead === 0 ? { status: 'ok' } : { status: 'degraded', why: `${dead} replies were given up: npm run outbox -- list` }
    },
    async proof() {
      const why = await checkpoints.trouble()
      return why === undefined ? { status: 'ok' } : { status: 'degraded', why }
    },
    async disk() {
      const { bavail, blocks, bsize } = await statfs(dataDir)
      const free = bavail * bsize
      if (free < leastBytes) return { status: 'down', why: `${Math.floor(free / 1_000_000)} MB are left where DATA_DIR is` }
      return free < scarceBytes && free < blocks * bsize * scarceShare ? { status: 'degraded', why: `${Math.floor(free / 1_000_000)} MB are left where DATA_DIR is` } : { status: 'ok' }
    },
  }
}
