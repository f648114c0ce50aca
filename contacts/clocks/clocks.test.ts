import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../store/index.ts'
import { backends } from '../../test/support/backends.ts'
import { verifyChain } from '../log.ts'
import { ClockError, createClocks } from './clocks.ts'
import { createNotices } from './notices.ts'
import { createReminding } from './reminding.ts'
import type { Term } from './term.ts'
import { createWorkingCalendar, loadWorkingCalendar, type WorkingCalendar } from './working-days.ts'

const at = (time: string) => new Date(`${time}+08:00`)

describe.each(backends)('clocks on $name', ({ name, open }) => {
  let opened: Awaited<ReturnType<typeof open>>
  let stores: Store[]
  let now = at('2026-02-13T10:00')
  let calendar: WorkingCalendar = loadWorkingCalendar()
  const clock = { now: () => now }
  const clocksOn = (store: Store) => createClocks({ store, clock, calendar: () => calendar })
  const remindingOn = (store: Store) => createReminding({ store, clock, onQueue: () => undefined })
  beforeAll(async () => {
    opened = await open()
    // SQLite serves one process; two instances share a PostgreSQL.
    stores = [opened.store, name === 'SQLite' ? opened.store : await opened.reopen()]
  })
  afterAll(async () => {
    for (const store of new Set(stores)) await store.close()
    await opened.stop()
  })
  const first = () => {
    const [store] = stores
    if (!store) throw new Error('No store is open')
    return store
  }
  let count = 0
  async function started(term: Term, owner = 'li') {
    const id = `E${++count}`
    const clocks = clocksOn(first())
    const begun = await first().write(tx => clocks.start(tx, { subject: { kind: 'enquiry', id }, what: 'promise', owner, about: { customer: 'c', enquiry: id, conversation: '' }, rule: 'M1.1c', term }))
    return { id, begun, which: { kind: 'enquiry', id, what: 'promise' }, clocks }
  }
  const told = async (id: string) => (await first().db.selectFrom('staff_notices').select(['recipient', 'facts']).where('subject_id', '=', id).orderBy('at').execute()).map(({ recipient, facts }) => `${recipient} ${String(JSON.parse(facts).stage)}`).sort()

  it('remind each stage once though two instances do so at once, and tell owner, supervisor and senior management in turn', async () => {
    now = at('2026-02-13T10:00')
    const { id } = await started({ workingDays: 7 })
    for (const time of ['2026-02-26T11:59', '2026-02-26T12:00', '2026-02-28T09:30', '2026-03-02T23:59', '2026-03-03T00:00', '2026-03-09T00:00']) {
      now = at(time)
      await Promise.all([...stores, ...stores].map(store => remindingOn(store).remindDue()))
    }
    expect(await told(id)).toEqual([
      'management overdue', 'member:li day-before', 'member:li due', 'member:li half', 'member:li overdue', 'role:supervisor due', 'role:supervisor overdue',
    ])
    const entries = await first().db.selectFrom('log').select('facts').where('enquiry_id', '=', id).where('kind', '=', 'clock.reminded').execute()
    expect(entries).toHaveLength(4)
    expect(await verifyChain(first().db)).toMatchObject({ ok: true })
  })

  it('that were slept over tell the last stage to all whom it concerns, and write down those missed', async () => {
    now = at('2026-02-13T10:00')
    const { id } = await started({ workingDays: 7 })
    now = at('2026-03-20T10:00')
    await Promise.all(stores.map(store => remindingOn(store).remindDue()))
    expect(await told(id)).toEqual(['management overdue', 'member:li overdue', 'role:supervisor overdue'])
    const rows = await first().db.selectFrom('clock_reminders').innerJoin('clocks', 'clocks.id', 'clock_id').select(['stage', 'sent']).where('subject_id', '=', id).execute()
    expect(rows.map(row => `${row.stage} ${row.sent}`).sort()).toEqual(['day-before 0', 'due 0', 'half 0', 'overdue 1'])
  })

  it('remind of nothing that is done, stands still or was extended past it', async () => {
    now = at('2026-02-13T10:00')
    const [done, still, extended] = [await started({ workingDays: 2 }), await started({ workingDays: 2 }), await started({ workingDays: 2 })]
    await first().write(async tx => {
      await done.clocks.finish(tx, done.which, 'agent:li')
      await still.clocks.pause(tx, still.which, 'customer-documents', 'agent:li')
      await extended.clocks.extend(tx, extended.which, { workingDays: 4 }, 'agent:chief')
    })
    now = at('2026-02-25T10:00')
    await remindingOn(first()).remindDue()
    expect([await told(done.id), await told(still.id)]).toEqual([[], []])
    expect((await told(extended.id)).some(each => each.endsWith('overdue'))).toBe(false)
    await first().write(tx => still.clocks.resume(tx, still.which, 'agent:li'))
    expect((await still.clocks.of({ kind: 'enquiry', id: still.id }))[0]).toMatchObject({ counted: ['2026-02-26', '2026-02-27'], status: 'running' })
    now = at('2026-02-28T00:00')
    await remindingOn(first()).remindDue()
    expect(await told(still.id)).toContain('management overdue')
    expect(await told(extended.id)).toContain('management overdue')
    await expect(first().write(tx => still.clocks.pause(tx, still.which, 'outside-expert', 'agent:li'))).rejects.toThrow(ClockError)
  })

  it('list what is due and what is overdue in due order, of an owner and of all', async () => {
    now = at('2026-06-01T10:00')
    const [later, sooner] = [await started({ workingDays: 5 }, 'zhao'), await started({ until: at('2026-06-01T12:00').toISOString() }, 'zhao')]
    expect((await later.clocks.dueList({ owner: 'zhao', limit: 10 })).map(each => each.subject.id)).toEqual([sooner.id, later.id])
    expect(await later.clocks.overdue({ owner: 'zhao', limit: 10 })).toEqual([])
    now = at('2026-06-01T12:01')
    expect((await later.clocks.overdue({ owner: 'zhao', limit: 10 })).map(each => each.subject.id)).toEqual([sooner.id])
    await first().write(tx => later.clocks.reassign(tx, { kind: 'enquiry', id: sooner.id }, 'qian'))
    expect(await later.clocks.overdue({ owner: 'zhao', limit: 10 })).toEqual([])
  })

  it('count a provisional due moment again when the days are settled, once', async () => {
    now = at('2030-12-20T10:00')
    calendar = createWorkingCalendar(new Map([[2030, { holidays: {}, workdays: {} }]]))
    const { id, begun, clocks } = await started({ workingDays: 9 })
    expect(begun.provisional).toBe(true)
    expect((await clocks.figures()).provisional).toBe(1)
    expect(await clocks.recount()).toBe(0)
    const newYear: Record<string, string> = { '2031-01-01': 'x,元旦,1' }
    calendar = createWorkingCalendar(new Map([[2030, { holidays: {}, workdays: {} }], [2031, { holidays: newYear, workdays: {} }]]))
    const changed = await Promise.all(stores.map(store => clocksOn(store).recount()))
    expect(changed.reduce((sum, each) => sum + each, 0)).toBe(1)
    const [counted] = await clocks.of({ kind: 'enquiry', id })
    expect(counted).toMatchObject({ provisional: false, dueAt: at('2031-01-03T23:59:59').toISOString() })
    expect(await clocks.figures()).toMatchObject({ provisional: 0 })
    calendar = loadWorkingCalendar()
  })

  it('give notices to whom they are for; one who has read it has read it for all of them', async () => {
    const notices = createNotices({ store: first(), clock })
    const [unread] = await notices.list(['role:supervisor'], { unread: true, notConcerning: 'sun', limit: 1 })
    if (!unread) throw new Error('There is no notice')
    expect(await notices.read(unread.id, ['member:li'], 'li')).toBe(false)
    expect(await notices.read(unread.id, ['role:supervisor'], 'sun')).toBe(true)
    expect(await notices.read(unread.id, ['role:supervisor'], 'zhou')).toBe(true)
    const all = await notices.list(['role:supervisor'], { unread: false, notConcerning: 'sun', limit: 1000 })
    expect(all.find(each => each.id === unread.id)).toMatchObject({ readBy: 'sun' })
    expect((await notices.list(['role:supervisor'], { unread: true, notConcerning: 'sun', limit: 1000 })).some(each => each.id === unread.id)).toBe(false)
  })
})
