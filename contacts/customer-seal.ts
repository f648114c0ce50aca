import type { Store } from '../store/index.ts'
import type { Sealing } from './sealing.ts'

/** Seals what is personal under the key of the customer it is about. */
export type CustomerSeal = {
  seal(customer: string, content: unknown): Promise<string>
  unseal(customer: string, sealed: string): Promise<unknown>
  /** Remembers a wrapped key that was read anyway. */
  remember(customer: string, wrappedKey: string): void
}

const keptKeys = 10_000

export function createCustomerSeal({ store, sealing }: { store: Store; sealing: Sealing }): CustomerSeal {
  const wrappedKeys = new Map<string, string>()

  function remember(customer: string, wrappedKey: string): void {
    if (wrappedKeys.size >= keptKeys) wrappedKeys.clear()
    wrappedKeys.set(customer, wrappedKey)
  }
  async function keyOf(customer: string): Promise<string> {
    const kept = wrappedKeys.get(customer)
    if (kept) return kept
    const { wrapped_key } = await store.db.selectFrom('customers').select('wrapped_key').where('id', '=', customer).executeTakeFirstOrThrow()
    remember(customer, wrapped_key)
    return wrapped_key
  }
  return {
    seal: async (customer, content) => sealing.seal(customer, await keyOf(customer), JSON.stringify(content)),
    unseal: async (customer, sealed) => JSON.parse(sealing.unseal(customer, await keyOf(customer), sealed)),
    remember,
  }
}
