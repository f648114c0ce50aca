import { type Given, prepare, type Store } from '../store/index.ts'
import { ErasedError } from './proof/erased.ts'
import { createRecent } from './recent.ts'
import type { Sealing } from './sealing.ts'

/** Seals what is personal under the key of the customer it is about. Both ways throw ErasedError once that key is destroyed. */
export type CustomerSeal = {
  seal(customer: string, content: unknown): Promise<string>
  unseal(customer: string, sealed: string): Promise<unknown>
  /** Remembers a wrapped key that was read anyway. */
  remember(customer: string, wrappedKey: string): void
  /** A wrapped key for a new customer, who may be sealed for at once. */
  newKey(customer: string): string
  /** The key was destroyed: it is not kept in memory either. */
  forget(customer: string): void
}

const keptKeys = 10_000
const wrappedKeyOf = prepare((db, given: Given<{ customer: string }>) => db.selectFrom('customers').select('wrapped_key').where('id', '=', given('customer')))

export function createCustomerSeal({ store, sealing }: { store: Store; sealing: Sealing }): CustomerSeal {
  const wrappedKeys = createRecent<string, string>(keptKeys)

  async function keyOf(customer: string): Promise<string> {
    const kept = wrappedKeys.get(customer)
    if (kept) return kept
    const [row] = await wrappedKeyOf(store.db, { customer })
    if (!row) throw new Error('The customer is not in the register')
    if (row.wrapped_key === '') throw new ErasedError()
    wrappedKeys.set(customer, row.wrapped_key)
    return row.wrapped_key
  }
  return {
    seal: async (customer, content) => sealing.seal(customer, await keyOf(customer), JSON.stringify(content)),
    unseal: async (customer, sealed) => JSON.parse(sealing.unseal(customer, await keyOf(customer), sealed)),
    remember: wrappedKeys.set,
    newKey(customer) {
      const wrapped = sealing.newCustomerKey()
      wrappedKeys.set(customer, wrapped)
      return wrapped
    },
    forget(customer) {
      sealing.forget(wrappedKeys.get(customer) ?? '')
      wrappedKeys.delete(customer)
    },
  }
}
