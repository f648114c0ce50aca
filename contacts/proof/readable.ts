import type { Store } from '../../store/index.ts'
import type { Sealing } from '../sealing.ts'

/** How many customers' keys are tried: of some the key may have been lost before. */
const tried = 20

/** Whether these master keys open what the records hold; so, too, where nobody has come yet. */
export async function opensRecords({ store, sealing }: { store: Store; sealing: Sealing }): Promise<boolean> {
  const rows = await store.db.selectFrom('customers').select('wrapped_key').where('wrapped_key', '<>', '').limit(tried).execute()
  return rows.length === 0 || rows.some(({ wrapped_key }) => isOpened(sealing, wrapped_key))
}

function isOpened(sealing: Sealing, wrappedKey: string): boolean {
  try {
    sealing.rewrap(wrappedKey)
    return true
  } catch {
    return false
  }
}
