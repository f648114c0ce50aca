import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../store/index.ts'
import { backends } from '../../test/support/backends.ts'
import { consentsOf, keepConsent } from './consents.ts'
import { hideLinkCodes, linkCodeIn, newLinkCode } from './link-code.ts'
import { customersOfPerson, joinPersons, separatePersons } from './persons.ts'

const now = '2026-11-24T02:00:00.000Z'

describe.each(backends)('persons on $name', ({ open }) => {
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

  let counter = 0
  async function fresh(count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, () => `p${String(counter += 1).padStart(6, '0')}`)
    await store.write(tx => tx.insertInto('customers').values(ids.map(id => ({ id, created_at: now, wrapped_key: 'k', person: id }))).execute())
    return ids
  }
  const join = (kept: string, joining: string) => store.write(tx => joinPersons(tx, { kept, joining, how: 'agent', by: 'agent:a', reason: '' }, now))
  const part = (merge: string) => store.write(tx => separatePersons(tx, merge, 'agent:b', now))

  it('joins two customers with all that are joined to them, once, and undoes it once', async () => {
    const [a = '', b = '', c = ''] = await fresh(3)
    const first = await join(a, b)
    const second = await join(c, b)
    expect(await customersOfPerson(store.db, a)).toEqual([a, b, c])
    expect(await join(b, c)).toBeUndefined()
    expect(await join(a, 'nobody')).toBeUndefined()
    expect(second?.entries.map(each => each.kind)).toEqual(['customer.merged', 'customer.merged'])
    expect(await part(second?.merge ?? '')).toBeDefined()
    expect(await customersOfPerson(store.db, a)).toEqual([a, b])
    expect(await customersOfPerson(store.db, c)).toEqual([c])
    expect(await part(second?.merge ?? '')).toBeUndefined()
    expect(await part(first?.merge ?? '')).toBeDefined()
    expect(await customersOfPerson(store.db, b)).toEqual([b])
  })

  it('gives back what there was before, for any merges undone from the last to the first', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 8 }), async pairs => {
      const ids = await fresh(6)
      const stands = async () => Object.fromEntries(await Promise.all(ids.map(async id => [id, await customersOfPerson(store.db, id)] as const)))
      const states = [await stands()]
      const merges: string[] = []
      for (const [kept, joining] of pairs) {
        const joined = await join(ids[kept] ?? '', ids[joining] ?? '')
        if (!joined) continue
        merges.push(joined.merge)
        states.push(await stands())
      }
      // Everybody is in exactly one person, and sees the same one as the others in it.
      for (const state of states) for (const [id, same] of Object.entries(state)) {
        expect(same).toContain(id)
        for (const other of same) expect(state[other]).toEqual(same)
      }
      for (const merge of merges.toReversed()) {
        states.pop()
        await part(merge)
        expect(await stands()).toEqual(states.at(-1))
      }
    }), { numRuns: 15 })
  })

  it('keeps a customer\'s newest word on each purpose, over all channels', async () => {
    const [a = '', b = ''] = await fresh(2)
    await join(a, b)
    const keep = (customer: string, given: boolean, at: string) => store.write(tx => keepConsent(tx, customer, { purpose: 'marketing', given, wording: 'v1', source: 'directline' }, 'customer', at))
    expect(await consentsOf(store.db, [a, b])).toEqual([])
    await keep(a, true, '2026-11-24T02:00:00.000Z')
    await keep(b, false, '2026-11-24T03:00:00.000Z')
    expect(await consentsOf(store.db, [a, b])).toMatchObject([{ purpose: 'marketing', given: false }])
    await keep(a, true, '2026-11-24T04:00:00.000Z')
    expect(await consentsOf(store.db, [a, b])).toMatchObject([{ purpose: 'marketing', given: true, wording: 'v1' }])
  })
})

describe('a code', () => {
  it('is read however it is typed, and hidden in what others read', () => {
    fc.assert(fc.property(fc.nat(5), seed => {
      const code = newLinkCode()
      const typed = [code, code.toLowerCase(), code.replaceAll('-', ''), code.replaceAll('-', '－'), [...code].map(letter => String.fromCharCode(letter.charCodeAt(0) + 0xFEE0)).join(''), `我的代码 ${code}。`][seed] ?? ''
      expect(linkCodeIn(typed)).toBe(code)
      const hidden = hideLinkCodes(typed)
      expect(linkCodeIn(hidden)).toBeUndefined()
    }))
  })
  it.each(['SW', 'SW-12', 'my Sw-eet home', '2026-11-24', 'SWIFT code BKCHCNBJ', 'SW-UUUU-UUUU', ''])('is not seen in %s', text => {
    expect(linkCodeIn(text)).toBeUndefined()
  })
})
