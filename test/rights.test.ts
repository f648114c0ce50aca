import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createRegister, type Role, roles } from '../desk/register.ts'
import { openStore, type Store } from '../store/index.ts'
import { type Running, startProcess } from './support/process.ts'
import { signInAt } from './support/sign-in.ts'

/**
 * Who may do what at the desk (M5.1a): every operation of its API with the roles it is for. `anyone` needs no session, `everyone` is whoever is
 * signed in; what of it a member sees is narrower still, and tested with its area. A new operation is written down here, with the narrowest roles.
 */
const serving = 'agent supervisor admin'
const auditing = 'auditor compliance admin'
const keeping = 'supervisor admin'
const rights: Record<string, string> = {
  // Signing in, and one's own account
  ways: 'anyone', signIn: 'anyone', secondFactor: 'anyone', beginEnrolment: 'anyone', finishEnrolment: 'anyone', invite: 'anyone', ownPassword: 'anyone',
  session: 'everyone', signOut: 'everyone', account: 'everyone', changePassword: 'everyone', prove: 'everyone', newFactor: 'everyone', confirmFactor: 'everyone', newRecoveryCodes: 'everyone',
  sessions: 'everyone', endSession: 'everyone', endOtherSessions: 'everyone',
  // Accounts and roles
  staff: 'everyone', addStaff: 'admin', changeRole: 'admin', disableStaff: 'admin', enableStaff: 'admin', resetPassword: 'admin', resetFactor: 'admin', staffSessions: 'admin', endStaffSessions: 'admin',
  roleProposals: 'admin compliance', decideRole: 'admin compliance', accessReview: auditing, accessReviewFile: auditing,
  // The agents' register
  qualifications: 'supervisor compliance admin auditor', qualificationsFile: 'supervisor compliance admin auditor', ownQualification: 'everyone', keepSkills: keeping, keepCertificate: keeping, withdrawCertificate: keeping,
  keepEducation: keeping, withdrawEducation: keeping, importQualifications: keeping,
  // Customers in conversation
  handovers: 'everyone', handover: 'everyone', take: serving, say: serving, typing: serving, close: serving, suggestions: serving, checkDraft: serving, replies: 'everyone',
  journey: 'everyone', reveal: 'agent supervisor compliance admin', attachment: 'agent supervisor compliance admin', deliveries: 'everyone', looking: 'everyone', read: 'everyone', unread: 'everyone',
  // Whom customers go to, and how they are passed on
  next: serving, answerOffer: serving, transfer: serving, endTransfer: serving, note: serving, consult: serving, endGuest: serving, join: keeping, takeOver: keeping, giveBack: serving, called: serving,
  availability: serving, setAvailability: serving, colleagues: serving, tier: 'everyone', gradeCustomer: 'supervisor compliance admin',
  wrapUp: serving, finishWrapUp: serving, wrapUps: 'everyone', topics: 'everyone', corrections: 'supervisor compliance admin auditor', addTask: serving, taskDone: serving, mine: 'everyone',
  // Enquiries, customers, follow-ups
  enquiries: 'everyone', enquiriesFile: 'everyone', enquiry: 'everyone', enquiryStep: serving, enquiryPromise: serving, closeEnquiry: serving, keepEnquiryOpen: serving, reopenEnquiry: serving,
  proposeSuccession: serving, successions: 'everyone', decideSuccession: serving, customer: 'everyone', mergeCustomers: serving, unmergeCustomers: 'supervisor compliance admin', customerConsent: serving,
  followUps: 'everyone', planFollowUp: serving, followUpOutcome: serving,
  // Complaints, deadlines
  cases: 'everyone', openCase: serving, casesFile: 'supervisor compliance admin auditor', case: 'everyone', actOnCase: 'agent supervisor compliance admin', caseRules: 'everyone', due: 'everyone', notices: 'everyone', readNotice: 'everyone',
  // The supervisor's board
  board: 'supervisor compliance admin auditor',
  // Who is on duty
  duty: 'everyone', keepDuty: keeping, dutyFromFile: keeping,
  // Proof, operation
  audit: auditing, auditFile: auditing, enquiryEvidence: auditing, caseEvidence: auditing, deadLetters: 'admin', resendDeadLetters: 'admin',
  // Practice
  practiceScripts: serving, practice: 'everyone', beginPractice: serving, endPractice: serving, practiceDebriefs: 'everyone', practiceDebrief: 'everyone', proposeHours: serving, decideHours: 'supervisor admin', practiceRooms: keeping, watchHandover: keeping, watchJourney: keeping, watchLooking: keeping, watchNote: keeping,
}
/** In a practice room the work with customers is for the same roles; there are no customers there. */
const practised = 'practice/room/'
const practisedName = (name: string) => `practice${name[0]?.toUpperCase()}${name.slice(1)}`
/** What an auditor may change: nothing but their own account, and what they have read or look at. */
const own = new Set(['signOut', 'prove', 'changePassword', 'newFactor', 'confirmFactor', 'newRecoveryCodes', 'endSession', 'endOtherSessions', 'readNotice', 'looking', 'read'])
/** What compliance may do beside that: who gets a role, a merge that was wrong, a complaint's way (but not what the customer is told), a look for a reason, a customer's grade. */
const ofCompliance = new Set(['decideRole', 'unmergeCustomers', 'actOnCase', 'reveal', 'gradeCustomer'])

const operation = z.looseObject({ operationId: z.string(), security: z.array(z.unknown()).optional(), 'x-customer-data': z.enum(['looked', 'listed', 'noted']).optional(), responses: z.record(z.string(), z.unknown()) })
const description = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), operation)), components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }) })
const refusal = z.looseObject({ error: z.object({ code: z.string(), message: z.string() }) })
const password = 'a long enough password'

describe('rights at the desk', () => {
  let service: Running
  let dataDir: string
  let store: Store
  let operations: { name: string; method: string; path: string; trace: 'looked' | 'listed' | 'noted' | undefined; answer: unknown }[]
  let schemas: Record<string, unknown>
  const ids = new Map<Role, string>()
  const cookies = new Map<Role, string>()
  const call = (method: string, path: string, role?: Role, body?: unknown) => fetch(`${service.url}${path}`, {
    method: method.toUpperCase(), headers: { 'content-type': 'application/json', ...(role ? { cookie: cookies.get(role) ?? '' } : {}) }, ...(method === 'get' || method === 'delete' ? {} : { body: JSON.stringify(body ?? {}) }),
  })
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    store = await openStore({ dataDir })
    for (const role of roles) ids.set(role, await createRegister({ store, clock: { now: () => new Date() } }).add(`${role}@bank.example`, role, role, password))
    service = await startProcess({ DATA_DIR: dataDir })
    for (const role of roles) cookies.set(role, (await signInAt(service.url, `${role}@bank.example`, password)).cookie)
    const { paths, components } = description.parse(await (await fetch(`${service.url}/api/openapi.json`)).json())
    schemas = components.schemas
    operations = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, { operationId, responses, 'x-customer-data': trace }]) => ({ name: operationId, method, path, trace, answer: responses })))
      // The events are a WebSocket, with a test of their own.
      .filter(({ path }) => !path.endsWith('/events'))
    for (const { name, method, path } of operations) {
      const asAt = operations.find(each => each.method === method && each.path === path.replace(practised, ''))
      if (path.includes(practised) && asAt && name === practisedName(asAt.name)) rights[name] = rights[asAt.name] ?? ''
    }
  })
  afterAll(async () => {
    await service.kill('SIGTERM')
    await store.close()
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('are written down for every operation, and for no other', () => {
    expect(operations.map(({ name }) => name).sort()).toEqual(Object.keys(rights).sort())
  })
  it('let an auditor change nothing but their own account, and compliance nothing that a customer is told', () => {
    const changing = operations.filter(({ method, name, path }) => method !== 'get' && rights[name] !== 'anyone' && !path.includes(practised)).map(({ name }) => name)
    const mayChange = (role: Role) => changing.filter(name => rights[name] === 'everyone' || rights[name]?.split(' ').includes(role))
    expect(mayChange('auditor').filter(name => !own.has(name))).toEqual([])
    expect(mayChange('compliance').filter(name => !own.has(name) && !ofCompliance.has(name))).toEqual([])
  })
  it('hold: 401 without a session, 403 for a role that is not named, whatever the body says of roles', async () => {
    const wrong: string[] = []
    for (const { name, method, path } of operations) {
      const rule = rights[name] ?? ''
      const address = path.replaceAll(/\{\w+\}/g, 'nobody')
      const claims = { role: 'admin', member: { id: 'administrator', role: 'admin' }, roles: ['admin'] }
      if (rule !== 'anyone') {
        const { status } = await call(method, address, undefined, claims)
        if (status !== 401) wrong.push(`${name} without a session: ${status}`)
      }
      for (const role of roles) {
        const allowed = rule === 'anyone' || rule === 'everyone' || rule.split(' ').includes(role)
        // What they may do to their session ends it.
        if (allowed && (name === 'signOut' || name === 'prove')) continue
        const response = await call(method, address, role, claims)
        const answer: unknown = await response.json().catch(() => undefined)
        const isForRole = !(response.status === 403 && /not for your role/.test(refusal.safeParse(answer).data?.error.message ?? ''))
        if (isForRole !== allowed) wrong.push(`${name} as ${role}: ${response.status}`)
        if (response.status >= 500) wrong.push(`${name} as ${role}: ${response.status}`)
      }
    }
    expect(wrong).toEqual([])
  })

  describe('and traces of every look at a customer', () => {
    /** Whether something a customer said stands anywhere in what is answered: such texts are described as masked. */
    function saysMasked(schema: unknown, seen = new Set<string>()): boolean {
      if (typeof schema !== 'object' || schema === null) return false
      return Object.entries(schema).some(([key, value]) => {
        if (key === 'description') return /masked/i.test(String(value))
        if (key !== '$ref') return saysMasked(value, seen)
        const name = String(value).split('/').at(-1) ?? ''
        if (seen.has(name)) return false
        seen.add(name)
        return saysMasked(schemas[name], seen)
      })
    }
    it('are asked of every operation that gives a customer\'s words', () => {
      expect(operations.filter(({ answer, trace, path }) => trace === undefined && !/practice\/rooms?\//.test(path) && saysMasked(answer)).map(({ name }) => name)).toEqual([])
    })

    it('are left by each, before the answer is given', async () => {
      const { token, conversationId } = z.object({ token: z.string(), conversationId: z.string() }).parse(await (await fetch(`${service.url}/v3/directline/tokens/generate`, { method: 'POST' })).json())
      const say = (text: string) => fetch(`${service.url}/v3/directline/conversations/${conversationId}/activities`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify({ type: 'message', from: { id: 'me' }, text }) })
      await say('转人工')
      const handover = await vi.waitFor(() => store.db.selectFrom('handovers').select(['id', 'enquiry_id']).executeTakeFirstOrThrow(), { timeout: 10_000 })
      const { customer_id: customer } = await store.db.selectFrom('enquiries').select('customer_id').where('id', '=', handover.enquiry_id).executeTakeFirstOrThrow()
      // Another message, with a file.
      const form = new FormData()
      form.append('activity', new Blob([JSON.stringify({ type: 'message', from: { id: 'me' }, text: '我的手机号是13800138000' })], { type: 'application/vnd.microsoft.activity' }))
      form.append('file', new Blob(['statement'], { type: 'text/plain' }), 'statement.txt')
      await fetch(`${service.url}/v3/directline/conversations/${conversationId}/upload?userId=me`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: form })
      const { said } = await store.db.selectFrom('log').select(eb => eb.fn.max('conversation_seq').as('said')).where('kind', '=', 'customer.message').executeTakeFirstOrThrow()
      let number = ''
      /** How each is called, in this order; by whom. */
      const calls: Record<string, () => Promise<Response>> = {
        handovers: () => call('get', '/api/desk/handovers', 'agent'),
        board: () => call('get', '/api/desk/board', 'supervisor'),
        handover: () => call('get', `/api/desk/handovers/${handover.id}`, 'agent'),
        journey: () => call('get', `/api/desk/handovers/${handover.id}/journey`, 'supervisor'),
        take: () => call('post', `/api/desk/handovers/${handover.id}/take`, 'agent'),
        reveal: () => call('post', `/api/desk/handovers/${handover.id}/reveal`, 'agent', { sequence: said, reason: 'identify' }),
        attachment: () => call('get', `/api/desk/handovers/${handover.id}/attachments/${said}/0`, 'agent'),
        suggestions: () => call('get', `/api/desk/handovers/${handover.id}/suggestions`, 'agent'),
        async openCase() {
          const response = await call('post', '/api/desk/cases', 'agent', { handover: handover.id, what: '客户经理态度差' })
          number = z.looseObject({ case: z.looseObject({ number: z.string() }) }).parse(await response.clone().json()).case.number
          return response
        },
        addTask: () => call('post', `/api/desk/handovers/${handover.id}/tasks`, 'agent', { what: '寄送对账单', on: new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10) }),
        corrections: () => call('get', '/api/desk/topic-corrections', 'supervisor'),
        mine: () => call('get', '/api/desk/mine', 'agent'),
        cases: () => call('get', '/api/desk/cases', 'supervisor'),
        casesFile: () => call('get', '/api/desk/cases-file', 'supervisor'),
        case: () => call('get', `/api/desk/cases/${number}`, 'supervisor'),
        actOnCase: () => call('post', `/api/desk/cases/${number}/acts`, 'supervisor', { act: 'note', text: '已电话联系' }),
        enquiries: () => call('get', '/api/desk/enquiries?of=all', 'supervisor'),
        enquiriesFile: () => call('get', '/api/desk/enquiries-file?of=all', 'supervisor'),
        enquiry: () => call('get', `/api/desk/enquiries/${handover.enquiry_id}`, 'agent'),
        successions: () => call('get', '/api/desk/successions', 'agent'),
        customer: () => call('get', `/api/desk/customers/${customer}`, 'agent'),
        audit: () => call('get', '/api/desk/audit', 'auditor'),
        auditFile: () => call('get', '/api/desk/audit/file', 'auditor'),
        async deadLetters() {
          const { conversation_id, sequence } = await store.db.selectFrom('log').select(['conversation_id', 'conversation_seq as sequence']).where('actor', '=', 'bot').where('conversation_seq', 'is not', null).executeTakeFirstOrThrow()
          await store.write(async tx => { await tx.insertInto('outbox').values({ conversation_id, sequence: sequence ?? 0, status: 'dead', attempts: 9, next_at: new Date().toISOString(), last_error: 'HTTP 404', claimed_by: null, claimed_until: null }).execute() })
          return call('get', '/api/desk/dead-letters', 'admin')
        },
        tier: () => call('get', `/api/desk/customers/${customer}/tier`, 'supervisor'),
        takeOver: () => call('post', `/api/desk/handovers/${handover.id}/take-over`, 'supervisor'),
        async next() {
          expect((await call('post', `/api/desk/handovers/${handover.id}/transfer`, 'supervisor', { to: { topic: 'card-lost' }, note: '请接手' })).status).toBe(200)
          return call('post', '/api/desk/handovers/next', 'agent')
        },
        enquiryEvidence: () => call('get', `/api/desk/enquiries/${handover.enquiry_id}/evidence`, 'compliance'),
        caseEvidence: () => call('get', `/api/desk/cases/${number}/evidence`, 'compliance'),
      }
      const traced = operations.filter(({ trace }) => trace !== undefined)
      expect(traced.map(({ name }) => name).sort(), 'say how each is called').toEqual(Object.keys(calls).sort())
      for (const [name, go] of Object.entries(calls)) {
        const trace = traced.find(each => each.name === name)?.trace
        // Lists were looked at in the walk before, and count for ten minutes.
        const { seq } = trace === 'listed' ? { seq: 0 } : await store.db.selectFrom('log').select(eb => eb.fn.max('seq').as('seq')).executeTakeFirstOrThrow()
        const response = await go()
        expect([name, response.status < 300]).toEqual([name, true])
        const acts = await store.db.selectFrom('acts').innerJoin('log', 'log.seq', 'acts.seq').select(['acts.kind', 'acts.person', 'log.facts']).where('acts.seq', '>', seq).execute()
        const kind = { looked: 'customer.viewed', listed: 'customers.listed', noted: undefined }[trace ?? 'noted']
        const found = acts.filter(act => kind === undefined || (act.kind === kind && z.looseObject({ what: z.string() }).parse(JSON.parse(act.facts)).what === name))
        expect([name, found.length > 0]).toEqual([name, true])
        expect([...ids.values()]).toContain(found[0]?.person)
      }
    })
  })
})
