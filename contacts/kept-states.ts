import { randomUUID } from 'node:crypto'
import type { Store } from '../store/index.ts'
import type { Sealing } from './sealing.ts'

/** What is kept under a key, with the `eTag` of the version that was read. */
export type KeptState = Record<string, unknown> & { eTag?: string | null }

/** Somebody else wrote or deleted it since it was read; nothing of the write stands. */
export class StateConflictError extends Error {
  override readonly name = 'StateConflictError'
  constructor(key: string) {
    super(`"${key}" was changed since it was read (eTag conflict); read it again`)
  }
}

function checkKeys(keys: unknown): asserts keys is string[] {
  if (!Array.isArray(keys) || keys.some(key => typeof key !== 'string')) throw new TypeError('Give the keys as a list of texts')
}

/**
 * A `Storage` as the Bot Framework defines it, on the service's own records: for Bot Framework components that keep state
 * of their own (docs/decisions/0012-state-is-kept-with-the-turn.md). A write whose `eTag` is not the kept one's is
 * refused as a whole; `*` or none at all always wins. What is kept is sealed.
 *
 *     const conversationState = new ConversationState(createKeptStates({ store, sealing }))
 */
export function createKeptStates({ store, sealing }: { store: Store; sealing: Sealing }) {
  return {
    /** What is kept under these keys; a key under which nothing is kept is left out. */
    async read(keys: string[]): Promise<Record<string, KeptState>> {
      checkKeys(keys)
      if (keys.length === 0) return {}
      const rows = await store.db.selectFrom('kept_states').selectAll().where('key', 'in', keys).execute()
      return Object.fromEntries(rows.map(({ key, wrapped_key, sealed, etag }) => [key, { ...JSON.parse(sealing.unseal(key, wrapped_key, sealed)), eTag: etag }]))
    },

    /** Keeps all of these or none. Throws StateConflictError. */
    async write(changes: Record<string, KeptState>): Promise<void> {
      if (typeof changes !== 'object' || changes === null) throw new TypeError('Give what is to be kept, each under its key')
      // In one order for all, so that two writers of the same keys do not wait for each other.
      const ordered = Object.entries(changes).sort(([one], [other]) => one < other ? -1 : 1)
      if (ordered.length === 0) return
      await store.write(async tx => {
        for (const [key, { eTag, ...content }] of ordered) {
          if (eTag === '') throw new TypeError(`"${key}" has an empty eTag; give the one that was read, or *`)
          const wrapped_key = sealing.newCustomerKey()
          const row = { wrapped_key, sealed: sealing.seal(key, wrapped_key, JSON.stringify(content)), etag: randomUUID() }
          if (eTag === undefined || eTag === null || eTag === '*') {
            await tx.insertInto('kept_states').values({ key, ...row }).onConflict(conflict => conflict.column('key').doUpdateSet(row)).execute()
            continue
          }
          const { numUpdatedRows } = await tx.updateTable('kept_states').set(row).where('key', '=', key).where('etag', '=', eTag).executeTakeFirst()
          if (numUpdatedRows === 0n) throw new StateConflictError(key)
        }
      })
    },

    /** Forgets what is kept under these keys; those under which nothing is kept do not matter. */
    async delete(keys: string[]): Promise<void> {
      checkKeys(keys)
      if (keys.length === 0) return
      await store.write(async tx => { await tx.deleteFrom('kept_states').where('key', 'in', keys).execute() })
    },
  }
}
