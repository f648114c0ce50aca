import type { ContactsDeps } from '../deps.ts'
import type { Handover } from '../types.ts'
import { tellOf } from './told.ts'

/** A customer whose agent may not serve them any more, with what they lack: `certificate-expired:KIND:DAY` and the like. */
export type Unqualified = { handover: Handover; lacking: readonly string[] }

/** Customers whose agent's certificate has run out in the middle (M1.2a). */
export function createUnqualified({ store, clock, onQueue }: Pick<ContactsDeps, 'store' | 'clock' | 'onQueue'>) {
  return {
    /** Tells the agents and the supervisors, each once for what is lacking. */
    async tell(found: readonly Unqualified[]): Promise<void> {
      if (found.length === 0) return
      const keyOf = ({ handover, lacking }: Unqualified) => `not-qualified:${handover.id}:${handover.agent ?? ''}:${lacking.join(',')}`
      const known = new Set((await store.db.selectFrom('staff_notices').select('key').where('kind', '=', 'handover.not-qualified').where('subject_id', 'in', found.map(({ handover }) => handover.id)).execute()).map(({ key }) => key))
      const fresh = found.filter(each => ![...known].some(key => key.startsWith(`${keyOf(each)}:`)))
      if (fresh.length === 0) return
      await store.write(async tx => {
        for (const each of fresh) await tellOf(tx, store.engine, clock.now().toISOString(), each.handover, { key: keyOf(each), kind: 'handover.not-qualified', facts: { lacking: each.lacking, rule: 'M1.2a' } })
      })
      onQueue()
    },
  }
}

export type UnqualifiedAgents = ReturnType<typeof createUnqualified>
