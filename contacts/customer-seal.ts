import { type Given, prepare, type Store } from '../store/index.ts'
import { ErasedError } from './proof/erased.ts'
import { createRecent } from './recent.ts'
import type { Sealing } from './sealing.ts'

/** Seals what is personal under the key of the customer it is about. Both ways throw ErasedError once that key is destroyed. */
export type CustomerSeal = {
  seal(customer: string, content: unknown): Promise<string>
  unseal(customer: string, sealed: string): Promise<unknown>
  /** The same for what the customer's next message opens again: the last one of each is at hand, and nobody may change it. */
  sealState(customer: string, state: unknown): Promise<string>
  unsealState(customer: string, sealed: string): Promise<unknown>
  /** Remembers a wrapped key that was read anyway. */
  remember(customer: string, wrappedKey: string): void
  /** A wrapped key for a new customer, who may be sealed for at once. */
  newKey(customer: string): string
  /** The key was destroyed: it is not kept in memory either. */
  forget(customer: string): void
}

const keptKeys = 10_000
const keptStates = 2_000
const wrappedKeyOf = prepare((db, given: Given<{ customer: string }>) => db.selectFrom('customers').select('wrapped_key').where('id', '=', given('customer')))

export function createCustomerSeal({ store, sealing }: { store: Store; sealing: Sealing }): CustomerSeal {
  const wrappedKeys = createRecent<string, string>(keptKeys)
  const states = createRecent<string, { sealed: string; state: unknown }>(keptStates)

  async function keyOf(customer: string): Promise<string> {
    const kept = wrappedKeys.get(customer)
    if (kept) return kept
    const [row] = await wrappedKeyOf(store.db, { customer })
    if (!row) throw new Error('The customer is not in the register')
    if (row.wrapped_key === '') throw new ErasedError()
    wrappedKeys.set(customer, row.wrapped_key)
    return row.wrapped_key
  }
  const seal = async (customer: string, content: unknown) => sealing.seal(customer, await keyOf(customer), JSON.stringify(content))
  const unseal = async (customer: string, sealed: string): Promise<unknown> => JSON.parse(sealing.unseal(customer, await keyOf(customer), sealed))
  return {
    seal, unseal,
    async sealState(customer, state) {
      const sealed = await seal(customer, state)
      states.set(customer, { sealed, state })
      return sealed
    },
    async unsealState(customer, sealed) {
      const kept = states.get(customer)
      // Another conversation of theirs, or another instance, may have been the last.
      return kept?.sealed === sealed ? kept.state : unseal(customer, sealed)
    },
    remember(customer, wrappedKey) {
      if (wrappedKeys.get(customer) !== wrappedKey) wrappedKeys.set(customer, wrappedKey)
    },
    newKey(customer) {
      const wrapped = sealing.newCustomerKey()
      wrappedKeys.set(customer, wrapped)
      return wrapped
    },
    forget(customer) {
      sealing.forget(wrappedKeys.get(customer) ?? '')
      wrappedKeys.delete(customer)
      states.delete(customer)
    },
  }
}
