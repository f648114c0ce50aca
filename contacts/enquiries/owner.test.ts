import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../store/index.ts'
import { backends } from '../../test/support/backends.ts'
import { createReminding } from '../clocks/reminding.ts'
import { type Contacts, createContacts } from '../contacts.ts'
import type { Effect } from '../effects.ts'
import { createHandovers, type Handovers } from '../handovers.ts'
import { createOwnership } from '../ownership.ts'
import { createSealing } from '../sealing.ts'
import { OpenLoopError } from './closed-loop.ts'
import { EnquiryRefusedError } from './enquiries.ts'
import { closeSilent } from './silence.ts'

const staff = ['duty', 'amy', 'bob', 'eve'] as const

describe.each(backends)('who answers for an enquiry, on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>
  let store: Store
  // Two instances: what one does, the other finds.
  let instances: { contacts: Contacts; handovers: Handovers }[]
  let now = Date.parse('2026-11-24T02:00:00.000Z')
  const clock = { now: () => new Date(now) }
  beforeAll(async () => {
    opened = await open()
    store = opened.store
    const deps = { store, sealing: createSealing(Buffer.alloc(32, 7)), clock, mask: (text: string) => text.replaceAll(/\d{11}/g, '*'), dutyOwner: async () => 'duty', onLogged: () => undefined, onQueue: () => undefined, reopenDays: 7 }
    instances = [0, 1].map(() => {
      const contacts = createContacts(deps)
      return { contacts, handovers: createHandovers(deps, contacts.enquiries) }
    })
    await store.write(tx => tx.insertInto('staff').values(staff.map(id => ({ id, email: null, name: id, role: 'agent', password_hash: null, failed_attempts: 0, locked_until: null, invite_hash: null, created_at: '', disabled: 0 }))).execute())
  })
  afterAll(async () => {
    await store.close()
    await opened.stop()
  })

  let counter = 0
  async function says(user: string, effects: Effect[], { contacts }: { contacts: Contacts } = instances[0] ?? { contacts: never() }) {
    counter += 1
    now += 1_000
    const accepted = await contacts.accept({ channel: 'test', conversation: `o-${user}`, dedupeKey: `o${counter}`, from: { id: user, verified: false }, kind: 'message', text: '问', attachments: [] })
    const state = accepted.turn?.state ?? await contacts.turnState(accepted.conversation)
    if (!state) throw new Error('The conversation is gone')
    if (state.handover?.status === 'active') await contacts.leaveToAgent(state, state.fence + 1, accepted.sequence)
    else await contacts.commitTurn({ state, token: state.fence + 1, answered: accepted.sequence, replyTo: accepted.id, replies: [], push: false, dialogState: {}, effects, facts: {} })
    const after = await contacts.turnState(accepted.conversation)
    if (!after) throw new Error('The conversation is gone')
    return after
  }
  function never(): never { throw new Error('There is no instance') }
  const here = () => instances[0] ?? never()
  const log = (enquiry: string) => store.db.selectFrom('log').selectAll().where('enquiry_id', '=', enquiry).orderBy('seq').execute()
  const left = (id: string): Effect => ({ kind: 'message-left', id, text: '请回电', topic: 'none', locale: 'zh-Hans' })

  it('passes to a successor only once they accept, with the clocks, and says so in the log', async () => {
    const { enquiries, complaints } = here().contacts
    const { enquiry: { id } } = await says('succession', [left('l-s')])
    await expect(enquiries.propose(id, 'duty', '请假', 'duty')).rejects.toBeInstanceOf(EnquiryRefusedError)
    await expect(enquiries.propose(id, 'nobody', '请假', 'duty')).rejects.toBeInstanceOf(EnquiryRefusedError)
    const first = await enquiries.propose(id, 'amy', '请假，电话 13800138000', 'duty')
    expect((await enquiries.read(id)).owner).toBe('duty')
    await expect(enquiries.decide(first, true, 'bob')).rejects.toBeInstanceOf(EnquiryRefusedError)
    await enquiries.decide(first, false, 'amy')
    await expect(enquiries.decide(first, true, 'amy')).rejects.toBeInstanceOf(EnquiryRefusedError)
    expect((await enquiries.read(id)).owner).toBe('duty')
    const [older, newer] = [await enquiries.propose(id, 'amy', '请假', 'duty'), await enquiries.propose(id, 'bob', '请假', 'duty')]
    await expect(enquiries.decide(older, true, 'amy')).rejects.toBeInstanceOf(EnquiryRefusedError)
    await enquiries.decide(newer, true, 'bob')
    expect((await enquiries.read(id)).owner).toBe('bob')
    expect((await complaints.clocks.of({ kind: 'enquiry', id })).map(each => [each.what, each.owner, each.status])).toEqual([['answer', 'bob', 'running']])
    const entries = await log(id)
    expect(entries.filter(each => each.kind === 'enquiry.owner-named').map(each => JSON.parse(each.facts))).toMatchObject([{ owner: 'bob', before: 'duty', why: 'succession', proposedBy: 'duty' }])
    expect(entries.map(each => each.masked + each.facts).join()).not.toContain('13800138000')
  })

  it('is closed by its owner only, whole only, and never while the customer waits', async () => {
    const { contacts: { enquiries, complaints } } = here()
    const { enquiry: { id }, conversation } = await says('closing', [left('l-c')])
    await expect(enquiries.close(id, 'resolved', 'amy')).rejects.toThrow(/owner/)
    await expect(enquiries.close(id, 'resolved', 'duty')).rejects.toBeInstanceOf(OpenLoopError)
    await expect(enquiries.close(id, 'resolved', 'duty')).rejects.toThrow('handled, answered, feedback are missing')
    expect(await here().handovers.take('l-c', 'amy')).toMatchObject({ status: 'active' })
    const state = await here().contacts.turnState(conversation)
    if (!state) throw new Error('The conversation is gone')
    await here().contacts.say(state, 'agent:amy', 'amy', [], false, ['answered', 'feedback'])
    await enquiries.take(id, 'handled', '已回电', 'amy')
    await expect(enquiries.close(id, 'resolved', 'duty')).rejects.toThrow(/waits|talks/)
    expect(await here().handovers.close('l-c', 'amy', 'resolved')).toBe(true)
    expect((await enquiries.read(id)).closeProposed).toMatchObject({ by: 'agent:amy', outcome: 'resolved' })
    await enquiries.keepOpen(id, '客户还要书面答复', 'duty')
    expect((await enquiries.read(id)).closeProposed).toBeNull()
    await store.write(tx => enquiries.promise(tx, id, '三个工作日内书面答复', { workingDays: 3 }, 'duty'))
    expect((await complaints.clocks.of({ kind: 'enquiry', id })).map(each => [each.what, each.status])).toEqual([['answer', 'done'], ['promise', 'running']])
    await enquiries.close(id, 'resolved', 'duty')
    expect((await complaints.clocks.of({ kind: 'enquiry', id })).map(each => each.status)).toEqual(['done', 'done'])
    await expect(enquiries.close(id, 'resolved', 'duty')).rejects.toBeInstanceOf(EnquiryRefusedError)
    await enquiries.reopen(id, '客户来电', 'amy')
    expect(await enquiries.read(id)).toMatchObject({ status: 'open', owner: 'duty', outcome: null })
  })

  it('lists what is due first, in its order, then what is open longest', async () => {
    const { enquiries } = here().contacts
    await createOwnership({ store, clock, onQueue: () => undefined }).passOn('eve', 'duty', 'clean')
    const ids: string[] = []
    for (const user of ['list-a', 'list-b', 'list-c', 'list-d']) {
      const { enquiry: { id } } = await says(user, [])
      const proposal = await enquiries.propose(id, 'eve', '值班', 'duty')
      await enquiries.decide(proposal, true, 'eve')
      ids.push(id)
    }
    await store.write(tx => enquiries.promise(tx, ids[2] ?? '', '后天', { until: new Date(now + 172_800_000).toISOString() }, 'eve'))
    await store.write(tx => enquiries.promise(tx, ids[3] ?? '', '明天', { until: new Date(now + 86_400_000).toISOString() }, 'eve'))
    expect((await enquiries.list({ owner: 'eve', limit: 10 })).map(each => each.enquiry.id)).toEqual([ids[3], ids[2], ids[0], ids[1]])
    expect((await enquiries.list({ owner: 'eve', limit: 3 })).map(each => each.enquiry.id)).toEqual([ids[3], ids[2], ids[0]])
  })

  it('ends what the bot answered and the customer left, and nothing that anybody owes', async () => {
    const answered = (await says('silent-a', [{ kind: 'topic', topic: 'fund-fees', matter: 'investment' }])).enquiry.id
    await store.write(tx => tx.updateTable('enquiries').set({ steps: JSON.stringify({ answered: new Date(now).toISOString() }) }).where('id', '=', answered).execute())
    const owed = (await says('silent-b', [left('l-silent')])).enquiry.id
    now += 20 * 3_600_000
    await says('silent-c', [])
    now += 5 * 3_600_000
    await says('silent-d', [])
    const closed = await Promise.all([closeSilent({ store, clock }, 24), closeSilent({ store, clock }, 24)])
    const { enquiries } = here().contacts
    expect(await enquiries.read(answered)).toMatchObject({ status: 'closed', outcome: 'answered-by-bot' })
    expect(await enquiries.read(owed)).toMatchObject({ status: 'open' })
    expect((await says('silent-d', [])).enquiry.id).toBeDefined()
    expect((closed[0] ?? 0) + (closed[1] ?? 0)).toBe((await store.db.selectFrom('log').select('id').where('kind', '=', 'enquiry.closed').where('actor', '=', 'system').execute()).length)
  })

  it('has exactly one owner at every instant of any history, ends closed or on somebody\'s list, and is escalated when late', async () => {
    type Act = { what: 'say' | 'ask' | 'leave' | 'topic' | 'take' | 'answer' | 'close' | 'confirm' | 'propose' | 'accept' | 'leave-bank' | 'night'; who: number; on: number }
    const act = fc.record({ what: fc.constantFrom<Act['what']>('say', 'ask', 'leave', 'topic', 'take', 'answer', 'close', 'confirm', 'propose', 'accept', 'leave-bank', 'night'), who: fc.nat(3), on: fc.nat(1) })
    const reminding = createReminding({ store, clock, onQueue: () => undefined })
    let run = 0
    await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async acts => {
      run += 1
      const user = `h${run}`
      const touched = new Set<string>()
      const proposals: { id: string; to: string }[] = []
      let state = await says(user, [])
      for (const { what, who, on } of acts) {
        const { contacts, handovers } = instances[on] ?? never()
        const member = staff[who] ?? 'duty'
        const { id } = state.enquiry
        touched.add(id)
        const waiting = await store.db.selectFrom('handovers').selectAll().where('conversation_id', '=', state.conversation).where('status', '<>', 'closed').executeTakeFirst()
        const mayRefuse = (error: unknown) => { if (!(error instanceof EnquiryRefusedError || error instanceof OpenLoopError)) throw error }
        if (what === 'say') state = await says(user, [], { contacts })
        else if (what === 'topic') state = await says(user, [{ kind: 'topic', topic: `t${who}`, matter: `m${who % 2}` }], { contacts })
        else if (what === 'ask' && !state.handover && !waiting) state = await says(user, [{ kind: 'handover', id: `hh${counter}`, reason: 'customer-asked', summary: '', topic: 'none', urgent: false, locale: 'zh-Hans', ahead: 0 }], { contacts })
        else if (what === 'leave' && !waiting) state = await says(user, [left(`hl${counter}`)], { contacts })
        else if (what === 'take' && waiting) await handovers.take(waiting.id, member)
        else if (what === 'answer' && waiting?.agent) {
          const current = await contacts.turnState(state.conversation)
          if (current) await contacts.say(current, `agent:${waiting.agent}`, waiting.agent, [], false, ['answered'])
        } else if (what === 'close' && waiting?.agent) await handovers.close(waiting.id, waiting.agent, who % 2 ? 'resolved' : 'follow-up').catch(mayRefuse)
        else if (what === 'confirm') await contacts.enquiries.close(id, 'resolved', member).catch(mayRefuse)
        else if (what === 'propose') await contacts.enquiries.propose(id, member, '休假', 'duty').then(proposal => proposals.push({ id: proposal, to: member }), mayRefuse)
        else if (what === 'accept') for (const proposal of proposals.splice(0)) await contacts.enquiries.decide(proposal.id, true, proposal.to).catch(mayRefuse)
        else if (what === 'leave-bank' && member !== 'duty') await createOwnership({ store, clock, onQueue: () => undefined }).passOn(member, 'duty', 'left')
        else if (what === 'night') now += 3 * 86_400_000
        state = await contacts.turnState(state.conversation) ?? never()
      }
      touched.add(state.enquiry.id)
      await reminding.remindDue()
      for (const id of touched) {
        // Replayed from the log alone, every moment has one owner, and the last is the one in the records.
        let owner: string | undefined
        for (const entry of await log(id)) {
          const facts = JSON.parse(entry.facts)
          if (entry.kind === 'enquiry.opened') {
            expect(owner).toBeUndefined()
            owner = facts.owner
          } else if (entry.kind === 'enquiry.owner-named') {
            expect(facts.before).toBe(owner)
            owner = facts.owner
          } else if (entry.kind === 'enquiry.reopened') owner = facts.owner
          expect(owner).toBeTypeOf('string')
        }
        const record = await here().contacts.enquiries.read(id)
        expect(record.owner).toBe(owner)
        if (record.status === 'open') expect((await here().contacts.enquiries.list({ owner: record.owner, limit: 1000 })).map(each => each.enquiry.id)).toContain(id)
        else expect(record.outcome).toBeTypeOf('string')
        for (const running of await here().contacts.complaints.clocks.of({ kind: 'enquiry', id })) {
          if (running.status !== 'done' && running.dueAt < clock.now().toISOString()) {
            const told = await store.db.selectFrom('staff_notices').select('recipient').where('subject_id', '=', id).execute()
            expect(told.map(each => each.recipient)).toContain(`member:${running.owner}`)
          }
        }
      }
      expect(await here().contacts.verify()).toMatchObject({ ok: true })
    }), { numRuns: 25 })
  })
})
