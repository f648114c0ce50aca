import { describe, expect, it } from 'vitest'
import type { Schema } from '../call/desk.ts'
import { nextActs, stepsOn } from './steps.ts'

type Whole = Schema<'Case'>
const li = { id: 'li', name: 'Li' }
const of = (change: Partial<Whole['case']> = {}, more: Partial<Whole> = {}): Whole => ({
  case: {
    number: 'C1', kind: 'complaint', status: 'accepted', major: [], summary: '', owner: li, intake: 'bot', language: 'zh-Hans', openedAt: '', cause: null, decision: null, score: null, feedback: 'none', reopened: 0,
    answeredAt: null, closedAt: null, archivedAt: null, keepUntil: null, customer: 'c', enquiry: 'e', ...change,
  },
  concerned: [], clocks: [], timeline: [], extensions: [], measures: [], followUps: [], ...more,
})
const happened = (kind: string) => ({ at: '', kind, actor: '', text: '', facts: {} })
const deps = { say: (word: string) => word, inWords: (value: string) => value, colleagues: [{ value: 'li', label: 'Li' }, { value: 'wang', label: 'Wang' }], causes: ['fees'], extensionDays: 30, member: { id: 'li', role: 'agent' }, act: async () => undefined }
const titles = (whole: Whole, member = deps.member) => stepsOn(whole, { ...deps, member }).others.map(({ title }) => title)

describe('the steps of a complaint', () => {
  it('lead from its acceptance to the archive, one after the other', () => {
    expect(nextActs(of())).toEqual(['begin'])
    expect(nextActs(of({ status: 'investigating' }, { timeline: [happened('case.opened')] }))).toEqual(['investigated'])
    expect(nextActs(of({ status: 'investigating' }, { timeline: [happened('case.opened'), happened('case.investigated')] }))).toEqual(['decide'])
    // What was found before does not count for a case that was opened again.
    expect(nextActs(of({ status: 'investigating' }, { timeline: [happened('case.opened'), happened('case.investigated'), happened('case.reopened')] }))).toEqual(['investigated'])
    expect(nextActs(of({ status: 'decided' }))).toEqual(['answer'])
    expect(nextActs(of({ status: 'answered', feedback: 'waiting' }))).toEqual(['name-cause', 'feedback'])
    expect(nextActs(of({ status: 'answered', feedback: 'over', cause: 'fees' }))).toEqual(['close'])
    const measure = { id: 'm', what: 'x', owner: li, due: '2026-03-31', setAt: '', doneAt: null, result: null }
    expect(nextActs(of({ status: 'closed' }, { measures: [measure] }))).toEqual(['finish-measure'])
    expect(nextActs(of({ status: 'closed' }, { measures: [{ ...measure, doneAt: 'x' }] }))).toEqual(['archive'])
    expect(nextActs(of({ status: 'archived' }))).toEqual([])
  })

  it('are not more than a role may take', () => {
    expect(titles(of())).not.toContain('act-pass-on')
    expect(titles(of(), { id: 'chief', role: 'supervisor' })).toEqual(expect.arrayContaining(['act-pass-on', 'act-escalate', 'act-name-concerned']))
    // An owner may say that it concerns them, and nobody else.
    const concerned = stepsOn(of(), deps).others.find(({ title }) => title === 'act-name-concerned')?.fields[0]
    expect(concerned).toMatchObject({ choices: [{ value: 'li' }] })
    // Two decide on more time: who asks for it, and somebody else.
    const asked = of({ status: 'investigating' }, { extensions: [{ days: 5, reason: '', requestedBy: { id: 'chief', name: 'Chief' }, requestedAt: '', status: 'requested', decidedBy: null, decidedAt: null }] })
    expect(titles(asked, { id: 'chief', role: 'supervisor' })).not.toContain('act-decide-extension')
    expect(titles(asked, { id: 'other', role: 'supervisor' })).toContain('act-decide-extension')
    expect(titles(of({ status: 'archived' }), { id: 'chief', role: 'supervisor' })).toEqual([])
  })

  it('ask how the customer was told where no conversation reaches them', () => {
    const fields = (intake: string) => stepsOn(of({ status: 'decided', intake }), deps).next[0]?.fields.map(({ name }) => name)
    expect(fields('bot')).toEqual(['text'])
    expect(fields('api')).toEqual(['text', 'via'])
  })
})
