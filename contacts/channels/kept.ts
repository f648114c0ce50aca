import type { Sealing } from '../sealing.ts'
import { createKeptStates } from '../kept-states.ts'
import type { Store } from '../../store/index.ts'

/** Small texts that channels keep in the records, sealed: how far they have read, what they were told. */
export function createKept(deps: { store: Store; sealing: Sealing }) {
  const states = createKeptStates(deps)
  const keyOf = (name: string) => `channel:${name}`
  return {
    async get(name: string): Promise<string | undefined> {
      const { [keyOf(name)]: kept } = await states.read([keyOf(name)])
      return typeof kept?.['value'] === 'string' ? kept['value'] : undefined
    },
    async set(name: string, value: string): Promise<void> {
      await states.write({ [keyOf(name)]: { value } })
    },
  }
}
