import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../store/index.ts'
import { backends } from '../../test/support/backends.ts'
import { append, personOf, verifyChain } from '../log.ts'
import { createAudit } from './audit.ts'

it('knows people from customers and machines', () => {
  expect(['agent:li', 'operator:root', 'customer', 'bot', 'system', 'hub:x', 'agent:'].map(personOf)).toEqual(['li', 'operator:root', undefined, undefined, undefined, undefined, undefined])
})

describe.each(backends)('the audit trail on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>
  let store: Store
  let now = Date.parse('2026-11-24T02:00:00Z')
  beforeAll(async () => {
    opened = await open()
    store = opened.store
    await store.write(async tx => {
      for (const [id, person] of [['c1', 'c1'], ['c2', 'c1'], ['c3', 'c3']] as const) await tx.insertInto('customers').values({ id, person, created_at: '', wrapped_key: 'k' }).execute()
    })
  })
  afterAll(async () => {
    await store.close()
    await opened.stop()
  })

  it('is found by person, customer over all they are known as, kind and time; customers\' own entries are not on it', async () => {
    const audit = createAudit({ store, clock: { now: () => new Date(now) } })
    const entry = (customer: string, actor: string, kind: string) => ({ at: new Date(now).toISOString(), kind, customer, enquiry: 'e', conversation: 'test:1', actor, facts: { of: customer } })
    await store.write(tx => append(tx, store.engine, [entry('c1', 'customer', 'customer.message'), entry('c1', 'bot', 'bot.message'), entry('c2', 'agent:li', 'handover.taken')]))
    for (let look = 0; look < 3; look++) await audit.looked('wang', 'handover', { customer: 'c3' })
    now += 11 * 60_000
    await audit.looked('wang', 'handover', { customer: 'c3' })
    await audit.note({ actor: 'operator:root', kind: 'keys.rotated', facts: {} })
    const found = async (query: Partial<Parameters<typeof audit.search>[0]>) => (await audit.search({ limit: 100, ...query })).map(act => [act.person, act.kind])
    expect(await found({})).toEqual([['operator:root', 'keys.rotated'], ['wang', 'customer.viewed'], ['wang', 'customer.viewed'], ['li', 'handover.taken']])
    expect(await found({ person: 'wang', limit: 1 })).toEqual([['wang', 'customer.viewed']])
    expect(await found({ customer: 'c1' })).toEqual([['li', 'handover.taken']])
    expect(await found({ from: new Date(now).toISOString() })).toHaveLength(2)
    expect(await found({ to: new Date(now).toISOString() })).toHaveLength(2)
    const [latest] = await audit.search({ limit: 1 })
    expect(await found({ before: latest?.seq })).toHaveLength(3)
    expect(await found({ kind: 'handover.taken' })).toEqual([['li', 'handover.taken']])
    // Whom a complaint concerns sees nothing of its enquiry (M3.3a).
    expect(await found({ notOf: new Set(['e']) })).toEqual([['operator:root', 'keys.rotated'], ['wang', 'customer.viewed'], ['wang', 'customer.viewed']])
    expect(await verifyChain(store.db)).toMatchObject({ ok: true })
  })
})
