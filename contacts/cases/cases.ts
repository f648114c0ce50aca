import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Tables } from '../../store/index.ts'
import type { Clock, Clocks } from '../clocks/clocks.ts'
import { defaultZone } from '../clocks/deadlines.ts'
import { endOfDay } from '../clocks/local-date.ts'
import { notify, type Recipient } from '../clocks/notices.ts'
import type { CustomerSeal } from '../customer-seal.ts'
import type { ContactsDeps } from '../deps.ts'
import { enquiryColumns, enquiryOf, type OpenEnquiry } from '../enquiries/records.ts'
import { append } from '../log.ts'
import type { Instant, StaffId } from '../types.ts'
import { type AskedAct, deciding, writtenIn } from './acts.ts'
import { type Case, type CaseStep, readCase, readSteps, stateOf, toCase, type WholeCase } from './case-record.ts'
import { type By, type CaseAct, type CaseStatus, type Refusal, sayRefusal, step } from './case-state.ts'
import type { CaseRules, MajorKind } from './rules.ts'
import { majorReasons } from './severity.ts'

/** A step that the case's state or the member's part in it does not allow; the message names what is missing. */
export class CaseRefusedError extends Error {
  override readonly name = 'CaseRefusedError'
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(sayRefusal(refusal))
    this.refusal = refusal
  }
}
/** There is no case of this number, or none that the member may know of. */
export class NoCaseError extends Error {
  override readonly name = 'NoCaseError'
  constructor() {
    super('There is no such case')
  }
}
/** Somebody else changed the case meanwhile; nothing of the step stands. */
export class CaseChangedError extends Error {
  override readonly name = 'CaseChangedError'
  constructor() {
    super('Somebody else has changed the case meanwhile; read it again')
  }
}

export type Intake = {
  number: string
  kind: string
  customer: string
  enquiry: string
  conversation: string
  locale: Case['locale']
  owner: StaffId
  how: 'bot' | 'agent' | 'api'
  actor: string
  /** What happened, in the customer's or the agent's words. */
  what: string
  /** What it is about, in yuan. */
  amount?: number | undefined
  concerned?: readonly StaffId[]
}

export type CasesDeps = Pick<ContactsDeps, 'store' | 'clock' | 'mask' | 'onQueue'> & { seal: CustomerSeal; clocks: Clocks; rules: CaseRules }
/** What a step writes beside its own: into the timeline, the log, the notices. */
type Noted = { kind: string; facts: Record<string, unknown>; text?: string }

const service: By = { id: 'system', role: 'service' }
/** What customers say of their case is theirs, not the service's. */
const customer: By = { id: 'customer', role: 'service' }
const subjectOf = (number: string) => ({ kind: 'case', id: number })

/** Complaints from their acceptance to the archive (M3.3a). What changes a case is decided in case-state.ts. */
export function createCases({ store, clock, mask, seal, clocks, rules, onQueue }: CasesDeps) {
  const now = () => clock.now().toISOString()

  /** Writes down what happened, in the timeline and in the log. */
  async function note(tx: Kysely<Tables>, of: Pick<Case, 'number' | 'customer' | 'enquiry' | 'conversation'>, actor: string, { kind, facts, text = '' }: Noted): Promise<void> {
    const at = now()
    const masked = mask(text)
    const last = await tx.selectFrom('case_steps').select('place').where('number', '=', of.number).orderBy('place', 'desc').limit(1).executeTakeFirst()
    await tx.insertInto('case_steps').values({ number: of.number, place: (last?.place ?? 0) + 1, at, kind, actor, facts: JSON.stringify(facts), text: masked }).execute()
    await append(tx, store.engine, [{
      at, kind, customer: of.customer, enquiry: of.enquiry, conversation: of.conversation, actor, facts: { number: of.number, ...facts }, masked,
      ...(text === '' ? {} : { sealed: await seal.seal(of.customer, { text }) }),
    }])
  }
  const tell = (tx: Kysely<Tables>, number: string, kind: string, round: string, to: readonly Recipient[], facts: Record<string, unknown>) =>
    notify(tx, now(), to.map(recipient => ({ key: `${kind}|${number}|${round}|${recipient}`, recipient, kind, subject: subjectOf(number), facts })))

  /** Somebody who may take over what concerns its owner: who supervises and is not concerned. */
  async function standIn(tx: Kysely<Tables>, concerned: readonly StaffId[]): Promise<StaffId> {
    const row = await tx.selectFrom('staff').select('id').where('disabled', '=', 0).where('role', 'in', ['supervisor', 'admin', 'compliance'])
      .where('id', 'not in', ['', ...concerned]).orderBy('role', 'desc').orderBy('created_at').limit(1).executeTakeFirst()
    return row?.id ?? 'administrator'
  }

  async function startClocks(tx: Kysely<Tables>, of: Pick<Case, 'number' | 'owner' | 'customer' | 'enquiry' | 'conversation'>): Promise<{ investigation: Clock; answer: Clock }> {
    const given = { subject: subjectOf(of.number), owner: of.owner, about: { customer: of.customer, enquiry: of.enquiry, conversation: of.conversation }, rule: 'M3.3a' }
    const investigation = await clocks.start(tx, { ...given, what: 'first-investigation', term: { workingDays: rules.investigationDays } })
    return { investigation, answer: await clocks.start(tx, { ...given, what: 'answer', term: { workingDays: rules.answerDays } }) }
  }

  async function escalate(tx: Kysely<Tables>, of: Pick<Case, 'number' | 'customer' | 'enquiry' | 'conversation'>, reasons: readonly MajorKind[], actor: string, text = ''): Promise<void> {
    await note(tx, of, actor, { kind: 'case.escalated', facts: { reasons, to: ['role:supervisor', 'management'], rule: 'M3.3a' }, text })
    await tell(tx, of.number, 'case.escalated', reasons.join(), ['role:supervisor', 'management'], { reasons, rule: 'M3.3a' })
  }

  /** The agents who served in an enquiry: a complaint about the conduct of staff may be about them. */
  async function served(tx: Kysely<Tables>, enquiry: string): Promise<StaffId[]> {
    const rows = await tx.selectFrom('handovers').select('agent').distinct().where('enquiry_id', '=', enquiry).where('agent', 'is not', null).execute()
    return rows.flatMap(({ agent }) => agent ?? [])
  }

  async function found(db: Kysely<Tables>, number: string): Promise<WholeCase> {
    const whole = await readCase(db, number)
    if (!whole) throw new NoCaseError()
    return whole
  }

  /** Takes a step on a case in this unit of work. `asked` undefined: the service's own step. Throws CaseRefusedError, CaseChangedError, NoCaseError. */
  async function take(tx: Kysely<Tables>, number: string, act: CaseAct, by: By, write: (whole: WholeCase) => Promise<Noted & { set?: Partial<Tables['cases']>; more?: Partial<Tables['cases']> }>): Promise<Case> {
    const whole = await found(tx, number)
    const { case: of } = whole
    const before = stateOf(whole)
    const stepped = step(before, act, by)
    if ('refused' in stepped) throw new CaseRefusedError(stepped.refused)
    const { state } = stepped
    // Before all else: of two steps at once the second finds another version and leaves nothing.
    const { numUpdatedRows } = await tx.updateTable('cases').set({ version: of.version + 1 }).where('number', '=', number).where('version', '=', of.version).executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) throw new CaseChangedError()
    const { set = {}, ...noted } = await write(whole)
    await tx.updateTable('cases').set({ status: state.status, owner: state.owner, decision: state.decision, feedback: state.feedback, cause: state.cause, ...set }).where('number', '=', number).execute()
    if (state.owner !== before.owner) {
      await clocks.reassign(tx, subjectOf(number), state.owner)
      await tell(tx, number, 'case.yours', String(of.version), [`member:${state.owner}`], { rule: 'M3.3a' })
    }
    await note(tx, of, by.role === 'service' ? by.id : `agent:${by.id}`, noted)
    return toCase(await tx.selectFrom('cases').selectAll().where('number', '=', number).executeTakeFirstOrThrow())
  }

  /** What an asked step writes; its permission is decided by then. */
  async function write(tx: Kysely<Tables>, asked: AskedAct, { case: of, extensions }: WholeCase, by: By, id: string): Promise<Noted & { set?: Partial<Tables['cases']> }> {
    const { number } = of
    const actor = `agent:${by.id}`
    const text = writtenIn(asked)
    const about = { customer: of.customer, enquiry: of.enquiry, conversation: of.conversation }
    const finish = (what: string) => clocks.finish(tx, { ...subjectOf(number), what }, actor)
    switch (asked.act) {
      case 'begin': return { kind: 'case.investigation-begun', facts: { rule: 'M3.3a' } }
      case 'investigated':
        await finish('first-investigation')
        return { kind: 'case.investigated', facts: { rule: 'M3.3a' }, text, set: { investigated_at: now() } }
      case 'decide': return { kind: 'case.decided', facts: { decision: asked.decision, rule: 'M3.3a' }, text }
      case 'answer':
        await finish('first-investigation')
        await finish('answer')
        await tx.updateTable('case_extensions').set({ status: 'refused', decided_at: now() }).where('number', '=', number).where('status', '=', 'requested').execute()
        return { kind: 'case.answered', facts: { via: asked.via ?? 'conversation', rule: 'M3.3a' }, text, set: { answered_at: now() } }
      case 'name-cause': return { kind: 'case.cause-named', facts: { cause: asked.cause, rule: 'M3.3b' } }
      case 'feedback': return { kind: 'case.surveyed', facts: { score: asked.score, rule: 'M3.3b' }, set: { score: asked.score } }
      case 'set-measure': {
        await tx.insertInto('case_measures').values({ id, number, what: mask(asked.what), owner: asked.owner, due_day: asked.due, set_by: by.id, set_at: now(), done_at: null, result: null }).execute()
        await clocks.start(tx, { subject: subjectOf(number), what: `measure:${id}`, owner: asked.owner, about, rule: 'M3.3b', term: { until: new Date(endOfDay(asked.due, defaultZone)).toISOString() } })
        return { kind: 'case.measure-set', facts: { measure: id, owner: asked.owner, due: asked.due, rule: 'M3.3b' }, text }
      }
      case 'finish-measure':
        await tx.updateTable('case_measures').set({ done_at: now(), result: mask(asked.result) }).where('id', '=', asked.measure).execute()
        await finish(`measure:${asked.measure}`)
        return { kind: 'case.measure-done', facts: { measure: asked.measure, rule: 'M3.3b' }, text }
      case 'close': return { kind: 'case.closed', facts: { cause: of.cause, score: of.score, rule: 'M3.3a' }, set: { closed_at: now() } }
      case 'archive': {
        const keepUntil = new Date(clock.now())
        keepUntil.setUTCFullYear(keepUntil.getUTCFullYear() + rules.retentionYears)
        return { kind: 'case.archived', facts: { keepUntil: keepUntil.toISOString(), rule: 'M3.3a' }, set: { archived_at: now(), keep_until: keepUntil.toISOString() } }
      }
      case 'reopen': return reopened(tx, of, { why: 'agent' }, text)
      case 'name-concerned':
        await tx.insertInto('case_concerned').values({ number, staff_id: asked.staff, named_by: by.id, at: now() }).execute()
        return { kind: 'case.concerned-named', facts: { staff: asked.staff, ...(asked.successor === undefined ? {} : { owner: asked.successor }), rule: 'M3.3a' } }
      case 'pass-on': return { kind: 'case.owner-named', facts: { owner: asked.to, before: of.owner, rule: 'M1.1b' }, text }
      case 'request-extension':
        await tx.insertInto('case_extensions').values({ id, number, days: asked.days, reason: mask(asked.reason), requested_by: by.id, requested_at: now(), status: 'requested', decided_by: null, decided_at: null }).execute()
        await tell(tx, number, 'case.extension-requested', id, ['role:supervisor'], { days: asked.days })
        return { kind: 'case.extension-requested', facts: { days: asked.days, rule: 'M3.3a' }, text }
      case 'decide-extension': {
        const open = extensions.find(each => each.status === 'requested')
        if (!open) throw new CaseChangedError()
        await tx.updateTable('case_extensions').set({ status: asked.granted ? 'granted' : 'refused', decided_by: by.id, decided_at: now() }).where('id', '=', open.id).execute()
        await tell(tx, number, 'case.extension-decided', open.id, [`member:${open.requested_by}`], { granted: asked.granted, days: open.days })
        if (!asked.granted) return { kind: 'case.extension-refused', facts: { requestedBy: open.requested_by, days: open.days, rule: 'M3.3a' } }
        const running = await answerClock(tx, number)
        if (!running) throw new CaseChangedError()
        const extended = await clocks.extend(tx, { ...subjectOf(number), what: 'answer' }, longerBy(running, open.days), actor)
        return { kind: 'case.extended', facts: { requestedBy: open.requested_by, days: open.days, due: extended.dueAt, via: asked.via ?? 'conversation', rule: 'M3.3a' } }
      }
      case 'escalate': {
        const major: MajorKind[] = [...new Set<MajorKind>([...of.major, 'named'])]
        await tell(tx, number, 'case.escalated', String(of.version), ['role:supervisor', 'management'], { reasons: ['named'], rule: 'M3.3a' })
        return { kind: 'case.escalated', facts: { reasons: ['named'], to: ['role:supervisor', 'management'], rule: 'M3.3a' }, text, set: { major: JSON.stringify(major) } }
      }
      case 'pause':
        await clocks.pause(tx, { ...subjectOf(number), what: asked.clock }, asked.reason, actor)
        return { kind: 'case.clock-paused', facts: { clock: asked.clock, reason: asked.reason } }
      case 'resume':
        await clocks.resume(tx, { ...subjectOf(number), what: asked.clock }, actor)
        return { kind: 'case.clock-resumed', facts: { clock: asked.clock } }
      case 'note': return { kind: 'case.noted', facts: {}, text }
    }
  }

  /** Not solved: the clocks begin anew, with the same owner (M2.3a). */
  async function reopened(tx: Kysely<Tables>, of: Case, facts: Record<string, unknown>, text = ''): Promise<Noted & { set: Partial<Tables['cases']> }> {
    await startClocks(tx, of)
    await tell(tx, of.number, 'case.reopened', String(of.version), [`member:${of.owner}`, 'role:supervisor'], facts)
    return { kind: 'case.reopened', facts: { ...facts, owner: of.owner, rule: 'M2.3a' }, text, set: { investigated_at: null, answered_at: null, closed_at: null, score: null, reopened: of.reopened + 1 } }
  }

  async function answerClock(tx: Kysely<Tables>, number: string): Promise<Clock | undefined> {
    const all = await clocks.of(subjectOf(number), tx)
    return all.find(each => each.what === 'answer' && each.status !== 'done')
  }
  const longerBy = ({ term }: Clock, days: number) => ({ workingDays: ('workingDays' in term ? term.workingDays : rules.answerDays) + days })

  return {
    rules,

    /** Accepts a complaint: number, owner and both clocks at once; a major one goes to senior management at once (M3.3a). Gives its two due moments. */
    async open(tx: Kysely<Tables>, intake: Intake): Promise<{ case: Case; investigation: Clock; answer: Clock }> {
      const { number, what, amount, actor } = intake
      const major = majorReasons(what, amount, rules)
      const concerned = [...new Set([...intake.concerned ?? [], ...(major.includes('staff-misconduct') ? await served(tx, intake.enquiry) : [])])]
      const owner = concerned.includes(intake.owner) ? await standIn(tx, concerned) : intake.owner
      const at = now()
      const row: Tables['cases'] = {
        number, kind: intake.kind, enquiry_id: intake.enquiry, customer_id: intake.customer, conversation_id: intake.conversation, locale: intake.locale, intake: intake.how,
        opened_at: at, owner, status: 'accepted', major: JSON.stringify(major), summary: mask(what).slice(0, 300), sealed: await seal.seal(intake.customer, { what }),
        investigated_at: null, decision: null, answered_at: null, feedback: 'none', score: null, cause: null, closed_at: null, keep_until: null, archived_at: null, reopened: 0, version: 0,
      }
      await tx.insertInto('cases').values(row).execute()
      const of = toCase(row)
      for (const staff_id of concerned) await tx.insertInto('case_concerned').values({ number, staff_id, named_by: 'system', at }).execute()
      const started = await startClocks(tx, of)
      await note(tx, of, actor, {
        kind: 'case.opened', text: what,
        facts: { kind: of.kind, owner, intake: of.intake, concerned, investigationDue: started.investigation.dueAt, answerDue: started.answer.dueAt, provisional: started.answer.provisional, rule: 'M3.3a' },
      })
      await tell(tx, number, 'case.opened', '', [`member:${owner}`], { major, rule: 'M3.3a' })
      if (major.length > 0) await escalate(tx, of, major, 'system')
      return { case: of, ...started }
    },

    /** What the customer says about their case later; nothing happens where it is not theirs. It may make the case a major one. */
    async addDetails(tx: Kysely<Tables>, number: string, customer: string, detail: { name: string; text: string }): Promise<void> {
      const { case: of } = await found(tx, number)
      if (of.customer !== customer) return
      await note(tx, of, 'customer', { kind: 'case.detailed', facts: { detail: detail.name }, text: detail.text })
      const reasons = majorReasons(detail.text, undefined, rules).filter(each => !of.major.includes(each))
      if (reasons.length === 0) return
      await tx.updateTable('cases').set({ major: JSON.stringify([...of.major, ...reasons]) }).where('number', '=', number).execute()
      await escalate(tx, of, reasons, 'system')
    },

    /** Takes a step that a member asks for, in this unit of work. Throws CaseRefusedError, CaseChangedError, NoCaseError, ClockError. */
    act(tx: Kysely<Tables>, number: string, asked: AskedAct, by: By): Promise<Case> {
      const id = randomUUID()
      return take(tx, number, deciding(asked, id), by, whole => write(tx, asked, whole, by, id))
    },

    /** Whether a step may be taken now, before anything is said to the customer. Throws as `act` does. */
    async check(number: string, asked: AskedAct, by: By): Promise<WholeCase> {
      const whole = await found(store.db, number)
      const stepped = step(stateOf(whole), deciding(asked, ''), by)
      if ('refused' in stepped) throw new CaseRefusedError(stepped.refused)
      return whole
    },

    /** When an answer would be due with the extension that awaits its approver; undefined where none does. */
    async dueWithExtension(number: string): Promise<{ dueAt: Instant; days: number } | undefined> {
      const { extensions } = await found(store.db, number)
      const open = extensions.find(each => each.status === 'requested')
      const running = await answerClock(store.db, number)
      return open && running ? { days: open.days, dueAt: clocks.dueWith(running, longerBy(running, open.days)) } : undefined
    },

    /** The customer's rating of the answer, from the conversation it was given in; gives the case it belongs to, if there is one. */
    async rated(tx: Kysely<Tables>, conversation: string, score: number): Promise<Case | undefined> {
      const row = await tx.selectFrom('cases').select('number').where('conversation_id', '=', conversation).where('feedback', '=', 'waiting').orderBy('answered_at', 'desc').limit(1).executeTakeFirst()
      return row && take(tx, row.number, { act: 'feedback', given: true }, customer, async () => ({ kind: 'case.surveyed', facts: { score, rule: 'M3.3b' }, set: { score } }))
    },

    /** The customer says that it is not solved: opened again with the same owner; undefined where it cannot be. */
    async notSolved(tx: Kysely<Tables>, number: string): Promise<Case | undefined> {
      if ('refused' in step(stateOf(await found(tx, number)), { act: 'reopen' }, customer)) return undefined
      return take(tx, number, { act: 'reopen' }, customer, ({ case: of }) => reopened(tx, of, { why: 'customer' }))
    },

    /** The customer says that it is solved, or was asked and is not waited for any longer. */
    async feedbackOver(tx: Kysely<Tables>, number: string, given: boolean): Promise<void> {
      const { case: of } = await found(tx, number)
      if (of.feedback !== 'waiting') return
      await take(tx, number, { act: 'feedback', given }, given ? customer : service, async () => ({ kind: given ? 'case.solved' : 'case.feedback-over', facts: { rule: 'M2.3a' } }))
    },

    /** A case with all that decides about it; undefined where there is none of this number. */
    async whole(number: string): Promise<WholeCase | undefined> {
      return readCase(store.db, number)
    },
    steps: (number: string): Promise<CaseStep[]> => readSteps(store.db, number),

    /** Cases, those opened last first; none that concerns the member. */
    async list({ notConcerning, owner, status, major, limit }: { notConcerning?: StaffId | undefined; owner?: StaffId | undefined; status?: CaseStatus | undefined; major?: boolean | undefined; limit: number }): Promise<Case[]> {
      let query = store.db.selectFrom('cases').selectAll('cases').orderBy('opened_at', 'desc').limit(limit)
      if (owner !== undefined) query = query.where('owner', '=', owner)
      if (status !== undefined) query = query.where('status', '=', status)
      if (major !== undefined) query = query.where('major', major ? '<>' : '=', '[]')
      if (notConcerning !== undefined) {
        query = query.where(({ not, exists, selectFrom }) => not(exists(selectFrom('case_concerned').select('number').whereRef('case_concerned.number', '=', 'cases.number').where('staff_id', '=', notConcerning))))
      }
      return (await query.execute()).map(toCase)
    },

    /** The enquiries of which a complaint concerns this member (回避): they see nothing of them, wherever it stands. */
    async concerning(member: StaffId): Promise<ReadonlySet<string>> {
      const rows = await store.db.selectFrom('case_concerned').innerJoin('cases', 'cases.number', 'case_concerned.number').select('cases.enquiry_id').where('staff_id', '=', member).execute()
      return new Set(rows.map(row => row.enquiry_id))
    },

    /** The enquiry that a case is about, for what is said in it. */
    async enquiryOf({ enquiry }: Pick<Case, 'enquiry'>): Promise<OpenEnquiry | undefined> {
      const row = await store.db.selectFrom('enquiries').select(enquiryColumns).where('id', '=', enquiry).executeTakeFirst()
      return row && enquiryOf(row)
    },
    /** After a commit: whoever has the desk open looks again. */
    changed: onQueue,
  }
}

export type Cases = ReturnType<typeof createCases>
