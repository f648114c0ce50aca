import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { append, verifyChain } from '../contacts/log.ts'
import { backends, memory } from '../test/support/backends.ts'
import type { Store } from './index.ts'

describe.each([...backends, memory])('the store on $name', ({ name, open }) => {
  let opened: Awaited<ReturnType<typeof open>>
  let store: Store
  beforeAll(async () => {
    opened = await open()
    store = opened.store
  })
  afterAll(async () => {
    await store.close()
    await opened.stop()
  })
  const entry = (text: string) => ({ at: '2026-11-23T00:00:00.000Z', kind: 'test', customer: 'c', enquiry: 'e', conversation: 'test:1', actor: 'customer', masked: text })

  it('chains entries of concurrent units without a gap', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, index) => store.write(tx => append(tx, store.engine, [entry(`a${index}`), entry(`b${index}`)]))))
    expect(await verifyChain(store.db)).toMatchObject({ ok: true, entries: 80 })
  })
  it('commits all of a unit or none, and its neighbours all the same', async () => {
    const results = await Promise.allSettled([
      store.write(tx => append(tx, store.engine, [entry('stays')])),
      store.write(async tx => {
        await append(tx, store.engine, [entry('goes')])
        throw new Error('this unit fails')
      }),
      store.write(tx => append(tx, store.engine, [entry('stays too')])),
    ])
    expect(results.map(each => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    const texts = (await store.db.selectFrom('log').select('masked').where('seq', '>', 80).orderBy('seq').execute()).map(row => row.masked)
    expect(texts.sort()).toEqual(['stays', 'stays too'])
    expect(await verifyChain(store.db)).toMatchObject({ ok: true, entries: 82 })
  })
  it('refuses to change or drop an entry', async () => {
    await expect(store.write(tx => tx.updateTable('log').set({ masked: 'x' }).execute())).rejects.toThrow(/append-only/)
    await expect(store.write(tx => tx.deleteFrom('log').execute())).rejects.toThrow(/append-only/)
  })
  it('keeps no enquiry without an owner', async () => {
    const enquiry = { id: 'x', customer_id: 'c', owner: '', status: 'open' as const, topic: null, opened_at: '', updated_at: '', closed_at: null, outcome: null, wording_shown: '{}', kind: 'information' as const, steps: '{}' }
    await expect(store.write(tx => tx.insertInto('enquiries').values(enquiry).execute())).rejects.toThrow()
  })
  if (name !== memory.name) it('opens again with its tables as they are', async () => {
    if (!('reopen' in opened)) throw new Error('It cannot be opened again')
    const again = await opened.reopen()
    expect(await verifyChain(again.db)).toMatchObject({ ok: true, entries: 82 })
    await again.close()
  })
})
