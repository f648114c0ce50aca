/** A complaint's states, in order (M3.3a): accepted, investigated, decided, answered, and put away. */
export const caseStatuses = ['accepted', 'investigating', 'decided', 'answered', 'closed', 'archived'] as const
export type CaseStatus = (typeof caseStatuses)[number]

export const decisions = ['upheld', 'partly-upheld', 'not-upheld', 'withdrawn'] as const
export type Decision = (typeof decisions)[number]

/** All that decides which step a case may take. */
export type CaseState = {
  status: CaseStatus
  owner: string
  /** Whom it concerns (回避). */
  concerned: readonly string[]
  /** This round's first investigation is done. */
  investigated: boolean
  decision: Decision | null
  feedback: 'none' | 'waiting' | 'given' | 'over'
  cause: string | null
  /** An extension that awaits its approver. */
  extension: { by: string } | null
  measures: readonly { id: string; owner: string; done: boolean }[]
}

/** What may be done with a case. Texts and dates are the caller's; they decide nothing here. */
export type CaseAct =
  | { act: 'begin' }
  | { act: 'investigated' }
  | { act: 'decide'; decision: Decision }
  | { act: 'answer' }
  | { act: 'close' }
  | { act: 'archive' }
  | { act: 'reopen' }
  | { act: 'feedback'; given: boolean }
  | { act: 'name-cause'; cause: string }
  | { act: 'set-measure'; id: string; owner: string }
  | { act: 'finish-measure'; id: string }
  | { act: 'name-concerned'; staff: string; successor?: string | undefined }
  | { act: 'pass-on'; to: string }
  | { act: 'request-extension' }
  | { act: 'decide-extension'; granted: boolean }
  | { act: 'escalate' }
  | { act: 'pause' }
  | { act: 'resume' }
  | { act: 'note' }

/** Who acts: a member with their role, or the service itself on what a customer said or time did. */
export type By = { id: string; role: 'agent' | 'supervisor' | 'compliance' | 'admin' | 'auditor' | 'service' }

/** What is missing before a step may be taken. */
export type Missing = 'begin' | 'investigated' | 'decide' | 'answer' | 'feedback' | 'name-cause' | 'close' | 'finish-measure' | 'successor' | 'request-extension'
/** Why a step is refused. */
export type Refusal =
  | { why: 'missing'; missing: Missing }
  | { why: 'concerned' | 'not-yours' | 'own-request' | 'over' | 'done-already' | 'unknown' | 'role' }

export type Stepped = { state: CaseState } | { refused: Refusal }

const overseeing: ReadonlySet<By['role']> = new Set<By['role']>(['supervisor', 'compliance', 'admin'])
/** Only who oversees may do these; an owner may declare that a case concerns themselves. */
const forOverseers: ReadonlySet<CaseAct['act']> = new Set<CaseAct['act']>(['decide-extension', 'pass-on', 'name-concerned', 'escalate'])
/** What comes afterwards is possible once the case has been decided. */
const place = (status: CaseStatus) => caseStatuses.indexOf(status)

/** Whether this member may see a case as one who handles or oversees it: never one whom it concerns. */
export function maySee({ owner, concerned, measures }: Pick<CaseState, 'owner' | 'concerned' | 'measures'>, by: By): boolean {
  if (concerned.includes(by.id)) return false
  return by.role !== 'agent' || owner === by.id || measures.some(each => each.owner === by.id)
}

function refusalOf(state: CaseState, act: CaseAct, by: By): Refusal | undefined {
  const missing = (step: Missing): Refusal => ({ why: 'missing', missing: step })
  const { status } = state
  // M3.3a: whom it concerns never handles it, whatever their role.
  if (state.concerned.includes(by.id)) return { why: 'concerned' }
  if (by.role === 'auditor') return { why: 'role' }
  if (by.role !== 'service') {
    const ownMeasure = act.act === 'finish-measure' && state.measures.some(each => each.id === act.id && each.owner === by.id)
    if (by.id !== state.owner && !overseeing.has(by.role) && !ownMeasure) return { why: 'not-yours' }
    const ofThemselves = act.act === 'name-concerned' && act.staff === by.id
    if (forOverseers.has(act.act) && !overseeing.has(by.role) && !ofThemselves) return { why: 'role' }
  }
  if (status === 'archived') return { why: 'over' }
  switch (act.act) {
    case 'begin': return status === 'accepted' ? undefined : { why: 'done-already' }
    case 'investigated':
      if (status === 'accepted') return missing('begin')
      return status !== 'investigating' || state.investigated ? { why: 'done-already' } : undefined
    case 'decide':
      if (status === 'accepted') return missing('begin')
      if (!state.investigated) return missing('investigated')
      return status === 'investigating' ? undefined : { why: 'done-already' }
    case 'answer':
      if (place(status) < place('decided')) return missing(status === 'accepted' ? 'begin' : state.investigated ? 'decide' : 'investigated')
      return status === 'decided' ? undefined : { why: 'done-already' }
    case 'close':
      if (place(status) < place('answered')) return missing('answer')
      if (status === 'closed') return { why: 'done-already' }
      if (state.cause === null) return missing('name-cause')
      return state.feedback === 'given' || state.feedback === 'over' ? undefined : missing('feedback')
    case 'archive':
      if (status !== 'closed') return missing(place(status) < place('answered') ? 'answer' : 'close')
      return state.measures.every(each => each.done) ? undefined : missing('finish-measure')
    case 'reopen': return place(status) < place('answered') ? missing('answer') : undefined
    case 'feedback': return state.feedback === 'none' ? missing('answer') : undefined
    case 'name-cause': return place(status) < place('decided') ? missing('decide') : undefined
    case 'set-measure': return state.concerned.includes(act.owner) ? { why: 'concerned' } : place(status) < place('decided') ? missing('decide') : undefined
    case 'finish-measure': {
      const measure = state.measures.find(each => each.id === act.id)
      return measure === undefined ? { why: 'unknown' } : measure.done ? { why: 'done-already' } : undefined
    }
    case 'name-concerned':
      if (state.concerned.includes(act.staff)) return { why: 'done-already' }
      if (act.staff !== state.owner) return undefined
      if (act.successor === undefined || act.successor === act.staff) return missing('successor')
      return state.concerned.includes(act.successor) ? { why: 'concerned' } : undefined
    case 'pass-on': return state.concerned.includes(act.to) ? { why: 'concerned' } : act.to === state.owner ? { why: 'done-already' } : undefined
    case 'request-extension':
      if (place(status) >= place('answered')) return { why: 'done-already' }
      return state.extension ? { why: 'done-already' } : undefined
    case 'decide-extension':
      if (!state.extension) return missing('request-extension')
      return state.extension.by === by.id ? { why: 'own-request' } : undefined
    case 'pause': case 'resume': return place(status) >= place('answered') ? { why: 'done-already' } : undefined
    case 'escalate': case 'note': return undefined
  }
}

/** Takes a step, or says why not and what is missing. Nothing else changes a case. */
export function step(state: CaseState, act: CaseAct, by: By): Stepped {
  const refused = refusalOf(state, act, by)
  if (refused) return { refused }
  const to = (change: Partial<CaseState>): Stepped => ({ state: { ...state, ...change } })
  switch (act.act) {
    case 'begin': return to({ status: 'investigating' })
    case 'investigated': return to({ investigated: true })
    case 'decide': return to({ status: 'decided', decision: act.decision })
    // An answer ends what was asked for beside it.
    case 'answer': return to({ status: 'answered', feedback: 'waiting', extension: null })
    case 'close': return to({ status: 'closed' })
    case 'archive': return to({ status: 'archived' })
    // M2.3a: not solved is not over; the owner stays, and the case is investigated and decided anew.
    case 'reopen': return to({ status: 'investigating', investigated: false, decision: null, feedback: 'none' })
    case 'feedback': return to({ feedback: act.given || state.feedback === 'given' ? 'given' : 'over' })
    case 'name-cause': return to({ cause: act.cause })
    case 'set-measure': return to({ measures: [...state.measures, { id: act.id, owner: act.owner, done: false }] })
    case 'finish-measure': return to({ measures: state.measures.map(each => each.id === act.id ? { ...each, done: true } : each) })
    case 'name-concerned': return to({
      concerned: [...state.concerned, act.staff],
      ...(act.staff === state.owner && act.successor !== undefined ? { owner: act.successor } : {}),
    })
    case 'pass-on': return to({ owner: act.to })
    case 'request-extension': return to({ extension: { by: by.id } })
    case 'decide-extension': return to({ extension: null })
    case 'escalate': case 'pause': case 'resume': case 'note': return to({})
  }
}

const said: Record<Missing, string> = {
  begin: 'the investigation has not begun (begin)', investigated: 'the first investigation is missing (investigated)', decide: 'the decision is missing (decide)',
  answer: 'the answer to the customer is missing (answer)', feedback: 'the customer\'s feedback is missing: it was asked for and is waited for (feedback)',
  'name-cause': 'the cause is missing (name-cause)', close: 'the case is not closed (close)', 'finish-measure': 'the result of a measure is missing (finish-measure)',
  successor: 'somebody must take the case over (successor)', 'request-extension': 'nobody has asked for an extension (request-extension)',
}
const why: Record<Exclude<Refusal['why'], 'missing'>, string> = {
  concerned: 'whom a complaint concerns does not handle it (M3.3a)', 'not-yours': 'the case is a colleague\'s', role: 'this is for those who supervise',
  'own-request': 'an extension is approved by somebody other than who asked for it', over: 'the case is in the archive', 'done-already': 'this step has been taken', unknown: 'there is no such measure',
}

/** A refusal in a sentence. */
export function sayRefusal(refusal: Refusal): string {
  return refusal.why === 'missing' ? said[refusal.missing] : why[refusal.why]
}
