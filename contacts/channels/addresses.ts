import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { ContactsDeps } from '../deps.ts'

/** Under which the key is kept, itself sealed (`kept_states`). */
const kept = 'channels/addresses'
const keySchema = z.object({ key: z.string() })
const sealedAddress = z.object({ sealedAddress: z.string() })

/** A customer's address in a channel, sealed: what stands in a conversation's reference. */
export type SealedAddress = z.infer<typeof sealedAddress>
export const isSealedAddress = (reference: unknown): reference is SealedAddress => sealedAddress.safeParse(reference).success

/**
 * A provider's ids can be telephone numbers. What is stored in their place is a digest under a key that all instances
 * share, and the address itself is sealed (M3.1a): the log, which cannot forget, never holds it.
 */
export function createAddresses({ store, sealing }: Pick<ContactsDeps, 'store' | 'sealing'>) {
  let opened: Promise<{ wrapped: string; key: Buffer }> | undefined

  async function open(): Promise<{ wrapped: string; key: Buffer }> {
    const find = () => store.db.selectFrom('kept_states').select(['wrapped_key', 'sealed']).where('key', '=', kept).executeTakeFirst()
    if (!await find()) {
      const wrapped_key = sealing.newCustomerKey()
      const sealed = sealing.seal(kept, wrapped_key, JSON.stringify({ key: randomBytes(32).toString('base64') }))
      // Of two instances that start together, the first one's stays.
      await store.write(async tx => { await tx.insertInto('kept_states').values({ key: kept, wrapped_key, sealed, etag: randomUUID() }).onConflict(conflict => conflict.column('key').doNothing()).execute() })
    }
    const row = await find()
    if (!row) throw new Error('The key of the channels\' addresses could not be kept')
    return { wrapped: row.wrapped_key, key: Buffer.from(keySchema.parse(JSON.parse(sealing.unseal(kept, row.wrapped_key, row.sealed))).key, 'base64') }
  }
  const ready = () => opened ??= open().catch((error: unknown) => {
    opened = undefined
    throw error
  })

  return {
    /** What stands for a provider's id; the same for the same channel and id, and nothing can be read from it. */
    async digest(channel: string, id: string): Promise<string> {
      const { key } = await ready()
      return createHmac('sha256', key).update(JSON.stringify([channel, id])).digest('base64url').slice(0, 32)
    },
    async seal(address: unknown): Promise<SealedAddress> {
      return { sealedAddress: sealing.seal(kept, (await ready()).wrapped, JSON.stringify(address)) }
    },
    async open({ sealedAddress: sealed }: SealedAddress): Promise<unknown> {
      return JSON.parse(sealing.unseal(kept, (await ready()).wrapped, sealed))
    },
  }
}

export type Addresses = ReturnType<typeof createAddresses>
