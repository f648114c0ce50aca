import type { Schema } from '../call/desk.ts'
import type { Choice, Field, Given, Step } from '../parts/asking/asking.tsx'
import type { Saying } from '../parts/language.tsx'
import type { Word } from './words.ts'

type Whole = Schema<'Case'>
type Act = Schema<'CaseAct'>
type ActName = Act['act']
export type StepsDeps = {
  say: Saying<Word>['say']
  inWords(value: string): string
  /** Colleagues whom the complaint does not concern. */
  colleagues: readonly Choice[]
  causes: readonly string[]
  extensionDays: number
  member: { id: string; role: string }
  /** Has the API take it. */
  act(asked: Act): Promise<unknown>
}

const decisions = ['upheld', 'partly-upheld', 'not-upheld', 'withdrawn'] as const
const ways = ['letter', 'phone', 'branch', 'e-mail'] as const
const clocks = ['first-investigation', 'answer'] as const
const pauses = ['customer-documents', 'outside-expert', 'court-or-regulator', 'force-majeure'] as const
const overseeing = new Set(['supervisor', 'compliance', 'admin'])

/** One of some values; the first where it is none of them, which a choice's own list does not let happen. */
function oneOf<const Value extends string>(values: readonly [Value, ...Value[]], given: string): Value {
  return values.find(value => value === given) ?? values[0]
}

/** Which acts come next on the way of a complaint (M3.3a, M3.3b). */
export function nextActs({ case: { status, cause, feedback }, timeline, measures }: Pick<Whole, 'case' | 'timeline' | 'measures'>): ActName[] {
  const since = timeline.findLastIndex(({ kind }) => kind === 'case.opened' || kind === 'case.reopened')
  const investigated = timeline.slice(since + 1).some(({ kind }) => kind === 'case.investigated')
  const open = measures.some(({ doneAt }) => doneAt === null)
  switch (status) {
    case 'accepted': return ['begin']
    case 'investigating': return investigated ? ['decide'] : ['investigated']
    case 'decided': return ['answer']
    case 'answered': return cause === null ? ['name-cause', ...(feedback === 'waiting' ? ['feedback' as const] : [])] : feedback === 'waiting' ? ['feedback'] : ['close']
    case 'closed': return open ? ['finish-measure'] : ['archive']
    case 'archived': return []
  }
}

/** Which further acts a case allows as it stands. */
function otherActs({ case: { status, owner }, extensions, measures, clocks: running }: Whole, { id, role }: StepsDeps['member']): ActName[] {
  if (status === 'archived') return []
  const [oversees, answered, decided] = [overseeing.has(role), ['answered', 'closed'].includes(status), !['accepted', 'investigating'].includes(status)]
  const requested = extensions.find(each => each.status === 'requested')
  const can: [ActName, boolean][] = [
    ['note', true], ['name-cause', decided], ['set-measure', decided], ['finish-measure', measures.some(({ doneAt }) => doneAt === null)], ['feedback', answered], ['request-extension', !answered && !requested], ['decide-extension', oversees && requested !== undefined && requested.requestedBy.id !== id],
    ['pause', !answered && running.some(clock => clock.status === 'running')], ['resume', running.some(clock => clock.status === 'paused')], ['pass-on', oversees], ['name-concerned', oversees || owner.id === id], ['escalate', oversees], ['reopen', answered],
  ]
  return can.flatMap(([act, allowed]) => allowed ? [act] : [])
}

/** The steps that a member can take with a case, each with what it asks for. Whom it concerns is in no choice (M3.3a). */
export function stepsOn(of: Whole, { say, inWords, colleagues, causes, extensionDays, member, act: ask }: StepsDeps): { next: Step[]; others: Step[] } {
  const { case: { intake, owner }, measures } = of
  const text = (name: string, label: Word): Field => ({ name, label: say(label), kind: 'text' })
  const choice = (name: string, label: Word, values: readonly string[]): Field => ({ name, label: say(label), kind: 'choice', choices: values.map(value => ({ value, label: inWords(value) })) })
  const who = (name: string, label: Word, choices: readonly Choice[]): Field => ({ name, label: say(label), kind: 'choice', choices })
  // Who complained outside the chat is told there (M3.3a).
  const outside = intake === 'api'
  const via: Field[] = outside ? [choice('via', 'via', ways)] : []
  const viaOf = (given: Given) => outside ? { via: oneOf(ways, given.one('via')) } : {}
  const open = measures.filter(({ doneAt }) => doneAt === null)

  const asks: Record<ActName, { fields: readonly Field[]; body(given: Given): Act }> = {
    begin: { fields: [], body: () => ({ act: 'begin' }) },
    investigated: { fields: [text('finding', 'finding')], body: given => ({ act: 'investigated', finding: given.one('finding') }) },
    decide: { fields: [choice('decision', 'decision', decisions), text('reasons', 'reasons')], body: given => ({ act: 'decide', decision: oneOf(decisions, given.one('decision')), reasons: given.one('reasons') }) },
    answer: { fields: [text('text', 'answerText'), ...via], body: given => ({ act: 'answer', text: given.one('text'), ...viaOf(given) }) },
    'name-cause': { fields: [choice('cause', 'cause', causes)], body: given => ({ act: 'name-cause', cause: given.one('cause') }) },
    feedback: { fields: [{ name: 'score', label: say('rating'), kind: 'number', from: 1, to: 5 }], body: given => ({ act: 'feedback', score: Number(given.one('score')) }) },
    'set-measure': {
      fields: [text('what', 'measure'), who('owner', 'measureOwner', colleagues), { name: 'due', label: say('until'), kind: 'day' }],
      body: given => ({ act: 'set-measure', what: given.one('what'), owner: given.one('owner'), due: given.one('due') }),
    },
    'finish-measure': { fields: [who('measure', 'measure', open.map(({ id, what }) => ({ value: id, label: what }))), text('result', 'result')], body: given => ({ act: 'finish-measure', measure: given.one('measure'), result: given.one('result') }) },
    close: { fields: [], body: () => ({ act: 'close' }) },
    archive: { fields: [], body: () => ({ act: 'archive' }) },
    reopen: { fields: [text('reason', 'reason')], body: given => ({ act: 'reopen', reason: given.one('reason') }) },
    'name-concerned': {
      fields: [who('staff', 'concernedStaff', overseeing.has(member.role) ? colleagues : colleagues.filter(({ value }) => value === member.id)), { name: 'successor', label: say('successor'), hint: say('successorHint'), optional: true, kind: 'choice', choices: colleagues.filter(({ value }) => value !== owner.id) }],
      body: given => ({ act: 'name-concerned', staff: given.one('staff'), ...(given.one('successor') === '' ? {} : { successor: given.one('successor') }) }),
    },
    'pass-on': { fields: [who('to', 'passTo', colleagues.filter(({ value }) => value !== owner.id)), text('reason', 'reason')], body: given => ({ act: 'pass-on', to: given.one('to'), reason: given.one('reason') }) },
    'request-extension': { fields: [{ name: 'days', label: say('moreDays'), kind: 'number', from: 1, to: extensionDays }, text('reason', 'reason')], body: given => ({ act: 'request-extension', days: Number(given.one('days')), reason: given.one('reason') }) },
    'decide-extension': {
      fields: [{ name: 'granted', label: say('granted'), kind: 'choice', choices: [{ value: 'yes', label: say('grant') }, { value: 'no', label: say('refuse') }] }, ...via],
      body: given => ({ act: 'decide-extension', granted: given.one('granted') === 'yes', ...viaOf(given) }),
    },
    escalate: { fields: [text('reason', 'reason')], body: given => ({ act: 'escalate', reason: given.one('reason') }) },
    pause: { fields: [choice('clock', 'clock', clocks), choice('reason', 'reason', pauses)], body: given => ({ act: 'pause', clock: oneOf(clocks, given.one('clock')), reason: oneOf(pauses, given.one('reason')) }) },
    resume: { fields: [choice('clock', 'clock', clocks)], body: given => ({ act: 'resume', clock: oneOf(clocks, given.one('clock')) }) },
    note: { fields: [text('text', 'note')], body: given => ({ act: 'note', text: given.one('text') }) },
  }
  const stepOf = (act: ActName): Step => ({
    title: inWords(`act-${act}`), explained: inWords(`about-${act}`) === `about-${act}` ? undefined : inWords(`about-${act}`), fields: asks[act].fields,
    take: given => ask(asks[act].body(given)),
  })
  const next = nextActs(of)
  return { next: next.map(stepOf), others: otherActs(of, member).filter(act => !next.includes(act)).map(stepOf) }
}
