import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type By, type CaseAct, type CaseState, caseStatuses, decisions, maySee, sayRefusal, step } from './case-state.ts'

const staff = ['li', 'wang', 'chief', 'boss', 'audit'] as const
const roles: Record<(typeof staff)[number], By['role']> = { li: 'agent', wang: 'agent', chief: 'supervisor', boss: 'admin', audit: 'auditor' }
const fresh: CaseState = { status: 'accepted', owner: 'li', concerned: [], investigated: false, decision: null, feedback: 'none', cause: null, extension: null, measures: [] }
const by = (id: (typeof staff)[number]): By => ({ id, role: roles[id] })
const service: By = { id: 'system', role: 'service' }

const member = fc.constantFrom(...staff)
const act: fc.Arbitrary<CaseAct> = fc.oneof(
  ...(['begin', 'investigated', 'answer', 'close', 'archive', 'reopen', 'request-extension', 'escalate', 'note', 'pause', 'resume'] as const).map(name => fc.constant<CaseAct>({ act: name })),
  fc.constantFrom(...decisions).map((decision): CaseAct => ({ act: 'decide', decision })),
  fc.boolean().map((given): CaseAct => ({ act: 'feedback', given })),
  fc.constant<CaseAct>({ act: 'name-cause', cause: 'fees' }),
  fc.tuple(fc.integer({ min: 1, max: 3 }), member).map(([id, owner]): CaseAct => ({ act: 'set-measure', id: String(id), owner })),
  fc.integer({ min: 1, max: 3 }).map((id): CaseAct => ({ act: 'finish-measure', id: String(id) })),
  fc.tuple(member, fc.option(member, { nil: undefined })).map(([concerned, successor]): CaseAct => ({ act: 'name-concerned', staff: concerned, successor })),
  member.map((to): CaseAct => ({ act: 'pass-on', to })),
  fc.boolean().map((granted): CaseAct => ({ act: 'decide-extension', granted })),
)
const actor = fc.oneof({ weight: 9, arbitrary: member.map(by) }, { weight: 1, arbitrary: fc.constant(service) })
const histories = fc.array(fc.tuple(act, actor), { maxLength: 60 })
/** Half of all histories begin with a case that got somewhere: else few would. */
const begun = fc.constantFrom<CaseAct[]>([], [{ act: 'begin' }, { act: 'investigated' }], [{ act: 'begin' }, { act: 'investigated' }, { act: 'decide', decision: 'upheld' }, { act: 'answer' }, { act: 'name-cause', cause: 'fees' }])

/** Plays a history and hands every step to `look`. */
function play(before: readonly CaseAct[], history: readonly (readonly [CaseAct, By])[], look: (given: { before: CaseState; after: CaseState; act: CaseAct; by: By; refused: boolean }) => void): CaseState {
  let state = fresh
  for (const [next, who] of [...before.map(each => [each, by('li')] as const), ...history]) {
    const stepped = step(state, next, who)
    const after = 'state' in stepped ? stepped.state : state
    look({ before: state, after, act: next, by: who, refused: 'refused' in stepped })
    if ('refused' in stepped) expect(sayRefusal(stepped.refused)).not.toBe('')
    state = after
  }
  return state
}

describe('a case, whatever is done with it', () => {
  it('is answered only after an investigation and a decision, and closed only with cause and feedback', () => {
    fc.assert(fc.property(begun, histories, (before, history) => {
      play(before, history, ({ before: was, after, act: next, refused }) => {
        if (refused) return
        if (next.act === 'answer') expect(was).toMatchObject({ status: 'decided', investigated: true })
        if (next.act === 'decide') expect(was).toMatchObject({ status: 'investigating', investigated: true })
        if (next.act === 'close') expect([was.status, was.cause !== null, ['given', 'over'].includes(was.feedback)]).toEqual(['answered', true, true])
        if (next.act === 'archive') expect([was.status, was.measures.every(each => each.done)]).toEqual(['closed', true])
        // One step at a time; back only by "not solved".
        const moved = caseStatuses.indexOf(after.status) - caseStatuses.indexOf(was.status)
        if (next.act === 'reopen') expect(after.status).toBe('investigating')
        else expect(moved === 0 || moved === 1).toBe(true)
      })
    }), { numRuns: 2000 })
  })

  it('is neither handled nor seen by whom it concerns, and always has an owner whom it does not concern', () => {
    fc.assert(fc.property(begun, histories, (before, history) => {
      const end = play(before, history, ({ before: was, after, by: who, refused }) => {
        if (was.concerned.includes(who.id)) expect(refused).toBe(true)
        expect(after.owner).not.toBe('')
        expect(after.concerned).not.toContain(after.owner)
        expect(after.concerned).toEqual(expect.arrayContaining([...was.concerned]))
      })
      for (const id of end.concerned) expect(maySee(end, { id, role: 'admin' })).toBe(false)
    }), { numRuns: 2000 })
  })

  it('is extended by two people only, who oversee it and whom it does not concern', () => {
    fc.assert(fc.property(begun, histories, (before, history) => {
      play(before, history, ({ before: was, act: next, by: who, refused }) => {
        if (refused || next.act !== 'decide-extension') return
        expect(was.extension).not.toBeNull()
        expect(who.id).not.toBe(was.extension?.by)
        expect(['supervisor', 'admin', 'compliance', 'service']).toContain(who.role)
      })
    }), { numRuns: 2000 })
  })

  it('is left as it was by what is refused, by an auditor, by a colleague, and in the archive', () => {
    fc.assert(fc.property(begun, histories, (before, history) => {
      play(before, history, ({ before: was, after, act: next, by: who, refused }) => {
        const ownMeasure = next.act === 'finish-measure' && was.measures.some(each => each.id === next.id && each.owner === who.id)
        if (who.role === 'auditor' || was.status === 'archived' || (who.role === 'agent' && who.id !== was.owner && !ownMeasure)) expect(refused).toBe(true)
        if (refused) expect(after).toBe(was)
      })
    }), { numRuns: 2000 })
  })
})

it.each<[CaseAct, Partial<CaseState>, string]>([
  [{ act: 'decide', decision: 'upheld' }, {}, 'begin'],
  [{ act: 'decide', decision: 'upheld' }, { status: 'investigating' }, 'investigated'],
  [{ act: 'answer' }, {}, 'begin'],
  [{ act: 'answer' }, { status: 'investigating' }, 'investigated'],
  [{ act: 'answer' }, { status: 'investigating', investigated: true }, 'decide'],
  [{ act: 'close' }, { status: 'decided' }, 'answer'],
  [{ act: 'close' }, { status: 'answered', feedback: 'given' }, 'name-cause'],
  [{ act: 'close' }, { status: 'answered', cause: 'fees', feedback: 'waiting' }, 'feedback'],
  [{ act: 'archive' }, { status: 'answered' }, 'close'],
  [{ act: 'archive' }, { status: 'closed', measures: [{ id: '1', owner: 'li', done: false }] }, 'finish-measure'],
  [{ act: 'name-concerned', staff: 'li' }, {}, 'successor'],
  [{ act: 'decide-extension', granted: true }, {}, 'request-extension'],
])('$act.act on %o names what is missing: %s', (next, change, missing) => {
  expect(step({ ...fresh, ...change }, next, by('chief'))).toEqual({ refused: { why: 'missing', missing } })
})
