import { describe, expect, it } from 'vitest'
import { type Clock, type FollowUp, isPressing, type Listed, owed } from './owed.ts'

const person = { id: 'li', name: 'Li' }
const clock = (id: string, what: string, dueAt: string, more: Partial<Clock> = {}): Clock => ({ subject: { kind: 'enquiry', id }, what, owner: person, rule: 'M1.1c', startedAt: '', dueAt, counted: [], provisional: false, status: 'running', overdue: false, doneAt: null, pauses: [], ...more })
const enquiry = (id: string, more: Partial<Listed> = {}): Listed => ({
  id, customer: 'c', owner: person, status: 'open', kind: 'request', topic: null, openedAt: '', updatedAt: '', closedAt: null, outcome: null, continuedBy: null, steps: [], missing: ['answered'], closeProposed: null, due: null, ...more,
})
const followUp = (id: string, dueAt: string, inChat: boolean): FollowUp => ({ id, subject: { kind: 'case', id: 'C1' }, owner: person, dueAt, status: 'planned', askedAt: null, endedAt: null, inChat })
const now = new Date('2026-03-10T04:00:00Z')

describe('what is owed', () => {
  it('is in due order over clocks and follow-ups, overdue first, and what has no time comes last', () => {
    const list = owed({
      clocks: [clock('e2', 'promise', '2026-03-12T00:00:00Z'), clock('e1', 'answer', '2026-03-09T00:00:00Z', { overdue: true }), clock('C1', 'measure:x', '2026-03-11T00:00:00Z', { subject: { kind: 'case', id: 'C1' } })],
      enquiries: [enquiry('e3'), enquiry('e4', { closeProposed: { by: 'bot', at: '', outcome: 'resolved' } }), enquiry('e1'), enquiry('e2')], followUps: [followUp('f1', '2026-03-10T02:00:00Z', false)],
    }, now)
    expect(list.map(({ subject, what }) => `${subject.id} ${what}`)).toEqual(['e1 answer', 'C1 report-outcome', 'C1 measure', 'e2 promise', 'e4 confirm-close', 'e3 open'])
    expect(list.map(({ due }) => due?.overdue)).toEqual([true, true, false, false, undefined, undefined])
    expect(list.filter(each => isPressing(each, '2026-03-11T00:00:00Z'))).toHaveLength(3)
  })

  it('does not count the bot as late where it waits for the customer, and names what the owner has to report', () => {
    const [inChat, byHand] = owed({ clocks: [], enquiries: [], followUps: [followUp('f1', '2026-03-01T00:00:00Z', true), followUp('f2', '2026-03-02T00:00:00Z', false)] }, now)
    expect(inChat).toMatchObject({ what: 'ask-customer', due: { overdue: false }, toReport: undefined })
    expect(byHand).toMatchObject({ what: 'report-outcome', due: { overdue: true }, toReport: { kind: 'follow-up', id: 'f2' } })
  })

  it('leads to the enquiry of a task and says what is to be done, where that is known', () => {
    const task = clock('t1', 'task', '2026-03-12T00:00:00Z', { subject: { kind: 'task', id: 't1' } })
    const [own] = owed({ clocks: [task], enquiries: [], followUps: [], known: [{ subject: { kind: 'task', id: 't1' }, kind: 'task', enquiry: 'e9', text: '寄对账单' }] }, now)
    expect(own).toMatchObject({ place: '/enquiries/e9', text: '寄对账单', toReport: { kind: 'task', id: 't1' } })
    const [others] = owed({ clocks: [task], enquiries: [], followUps: [] }, now)
    expect(others).toMatchObject({ place: undefined, toReport: undefined })
  })

  it('keeps an enquiry that has a clock and awaits the owner\'s word', () => {
    const list = owed({ clocks: [clock('e1', 'promise', '2026-03-12T00:00:00Z')], enquiries: [enquiry('e1', { closeProposed: { by: 'bot', at: '', outcome: 'resolved' } })], followUps: [] }, now)
    expect(list.map(({ what }) => what)).toEqual(['promise', 'confirm-close'])
  })
})
