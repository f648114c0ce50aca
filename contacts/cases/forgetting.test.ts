import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../store/index.ts'
import { backends } from '../../test/support/backends.ts'
import { createContacts } from '../contacts.ts'
import { createSealing } from '../sealing.ts'
import { forgetOldCases } from './forgetting.ts'

describe.each(backends)('archived complaints on $name', ({ open }) => {
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

  it('are forgotten once, when their time is over, and no others', async () => {
    let now = new Date('2026-11-24T02:00:00Z')
    const deps = { store, clock: { now: () => now }, sealing: createSealing(Buffer.alloc(32, 7)), mask: (text: string) => text, dutyOwner: async () => 'administrator', onLogged: () => undefined, onQueue: () => undefined, reopenDays: 7 }
    const contacts = createContacts(deps)
    for (const number of ['TS1', 'TS2', 'TS3']) {
      const accepted = await contacts.accept({ channel: 'test', conversation: number, dedupeKey: number, from: { id: number, verified: false }, kind: 'message', text: '投诉', attachments: [] })
      if (!accepted.turn) throw new Error('Another message waits')
      const { state } = accepted.turn
      await contacts.commitTurn({ state, token: 1, answered: 1, replyTo: accepted.id, replies: [], push: false, dialogState: {}, effects: [{ kind: 'case', number, what: 'complaint', text: '柜员王小明态度恶劣', locale: 'zh-Hans' }], facts: {} })
    }
    await store.write(async tx => {
      await tx.updateTable('cases').set({ status: 'archived', keep_until: '2031-11-24T02:00:00.000Z' }).where('number', 'in', ['TS1', 'TS3']).execute()
      await tx.updateTable('cases').set({ keep_until: '2041-11-24T02:00:00.000Z' }).where('number', '=', 'TS3').execute()
    })
    expect(await forgetOldCases(deps)).toBe(0)
    now = new Date('2031-11-24T02:00:01Z')
    const both = await Promise.all([forgetOldCases(deps), forgetOldCases(deps)])
    expect(both.sort()).toEqual([0, 1])
    const kept = async (number: string) => JSON.stringify([await store.db.selectFrom('cases').select(['summary', 'sealed']).where('number', '=', number).execute(), await store.db.selectFrom('case_steps').select('text').where('number', '=', number).execute()])
    expect(await kept('TS1')).not.toContain('王小明')
    expect(await kept('TS2')).toContain('王小明')
    expect(await kept('TS3')).toContain('王小明')
    expect(await store.db.selectFrom('log').select('kind').where('kind', '=', 'case.forgotten').execute()).toHaveLength(1)
    expect(await contacts.verify()).toMatchObject({ ok: true })
  })
})
