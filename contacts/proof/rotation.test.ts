import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../store/index.ts'
import { backends } from '../../test/support/backends.ts'
import { createCustomerSeal } from '../customer-seal.ts'
import { createKeptStates } from '../kept-states.ts'
import { createSealing } from '../sealing.ts'
import { rewrapKeys, UnreadableKeyError } from './rotation.ts'

const clock = { now: () => new Date('2026-11-24T02:00:00Z') }
const [before, after, wrong] = [1, 2, 3].map(fill => Buffer.alloc(32, fill))

describe.each(backends)('a new master key on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>
  let store: Store
  const sealedBy = new Map<string, string>()
  beforeAll(async () => {
    opened = await open()
    store = opened.store
    const sealing = createSealing(before ?? wrongKey())
    const seal = createCustomerSeal({ store, sealing })
    await store.write(async tx => {
      for (let index = 0; index < 1_100; index++) await tx.insertInto('customers').values({ id: `c${index}`, created_at: '', wrapped_key: index === 7 ? '' : seal.newKey(`c${index}`), person: `c${index}` }).execute()
    })
    for (const id of ['c0', 'c600', 'c1099']) sealedBy.set(id, await seal.seal(id, { said: id }))
    await createKeptStates({ store, sealing }).write({ 'telegram/users/1/': { name: 'x' } })
  })
  afterAll(async () => {
    await store.close()
    await opened.stop()
  })
  const wrongKey = () => Buffer.alloc(32)
  const reads = async (...keys: Parameters<typeof createSealing>) => {
    const sealing = createSealing(...keys)
    const seal = createCustomerSeal({ store, sealing })
    for (const [id, sealed] of sealedBy) expect(await seal.unseal(id, sealed)).toEqual({ said: id })
    expect(await createKeptStates({ store, sealing }).read(['telegram/users/1/'])).toMatchObject({ 'telegram/users/1/': { name: 'x' } })
  }
  const rotate = (...keys: Parameters<typeof createSealing>) => rewrapKeys({ store, sealing: createSealing(...keys), clock }, 'operator:root')

  it('refuses keys that do not open what is there, and changes nothing', async () => {
    await expect(rotate(after ?? wrongKey())).rejects.toBeInstanceOf(UnreadableKeyError)
    await expect(rotate(after ?? wrongKey(), wrong)).rejects.toThrow(/neither MASTER_KEY nor MASTER_KEY_ALSO/)
    await reads(before ?? wrongKey())
  })

  it('opens everything before, while and after, with both keys in either order', async () => {
    const [old, fresh] = [before ?? wrongKey(), after ?? wrongKey()]
    await reads(old, fresh)
    await reads(fresh, old)
    // Ended in the middle: some under the one, some under the other.
    let left = 300
    const sealing = createSealing(fresh, old)
    const dying = rewrapKeys({ store, sealing: { rewrap(wrapped) { if (left-- === 0) throw new Error('the process dies'); return sealing.rewrap(wrapped) } }, clock }, 'operator:root')
    await expect(dying).rejects.toThrow()
    let undone = 700
    await expect(rewrapKeys({ store, sealing: { rewrap(wrapped) { if (undone-- === 0) throw new Error('the process dies'); return sealing.rewrap(wrapped) } }, clock }, 'operator:root')).rejects.toThrow()
    await reads(old, fresh)
    await reads(fresh, old)
    expect(await rotate(fresh, old)).toBe(1_099 + 1 - 500)
    expect(await rotate(fresh, old)).toBe(0)
    await reads(fresh)
    await expect(reads(old)).rejects.toThrow()
    expect(await store.db.selectFrom('customers').select('id').where('wrapped_key', '=', '').execute()).toEqual([{ id: 'c7' }])
    expect(await store.db.selectFrom('acts').select(['person', 'kind']).execute()).toEqual([1, 2].map(() => ({ person: 'operator:root', kind: 'keys.rotated' })))
  })

  it('knows of every place where wrapped keys are', async () => {
    const tables = await store.db.introspection.getTables()
    expect(tables.filter(({ columns }) => columns.some(({ name }) => name === 'wrapped_key')).map(({ name }) => name).sort()).toEqual(['customers', 'kept_states', 'staff_factors'])
  })
})
