import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGate } from '../../knowledge/gate.ts'
import type { Store } from '../../store/index.ts'
import { backends } from '../../test/support/backends.ts'
import { type Contacts, createContacts } from '../contacts.ts'
import type { Effect } from '../effects.ts'
import { createHandovers, type Handovers } from '../handovers.ts'
import { createSealing } from '../sealing.ts'
import { OpenLoopError } from './closed-loop.ts'

const gate = createGate({ articles: new Map(), products: [], disclosures: [] })
const sealedOf = (text: string) => {
  const { sealed } = gate.seal({ type: 'message', text, locale: 'zh-Hans' }, { locale: 'zh-Hans', author: 'bot', articles: [], shown: {}, now: '2026-11-24T02:00:00.000Z' })
  if (!sealed) throw new Error('The gate stopped a harmless text')
  return sealed
}
const answer = { sealed: sealedOf('营业时间为 9:00 至 17:00。'), masked: '营业时间为 9:00 至 17:00。', facts: { articles: [{ id: 'branch-hours', version: '1' }] } }
const owners: Record<string, string> = { 'fund-fees': 'fund-desk', 'card-lost': 'card-desk' }

describe.each(backends)('enquiries on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>
  let store: Store
  let contacts: Contacts
  let handovers: Handovers
  let now = Date.parse('2026-11-24T02:00:00.000Z')
  beforeAll(async () => {
    opened = await open()
    store = opened.store
    const deps = {
      store, sealing: createSealing(Buffer.alloc(32, 7)), clock: { now: () => new Date(now) }, mask: (text: string) => text,
      dutyOwner: async (_at: string, topic?: string) => owners[topic ?? ''] ?? 'duty', onLogged: () => undefined, onQueue: () => undefined, reopenDays: 7,
    }
    contacts = createContacts(deps)
    handovers = createHandovers(deps, contacts.enquiries)
  })
  afterAll(async () => {
    await store.close()
    await opened.stop()
  })

  let counter = 0
  /** A customer of their own, who says things of which each turn decides the effects given. */
  function customer(user = `u${counter += 1}`, conversation = `c-${user}`) {
    return async function say(...effects: Effect[]) {
      counter += 1
      now += 60_000
      const accepted = await contacts.accept({ channel: 'test', conversation, dedupeKey: `m${counter}`, from: { id: user, verified: false }, kind: 'message', text: '问', attachments: [] })
      if (!accepted.turn) throw new Error('Another message waits')
      const { state } = accepted.turn
      await contacts.commitTurn({ state, token: state.fence + 1, answered: accepted.sequence, replyTo: accepted.id, replies: effects.some(({ kind }) => kind === 'topic') ? [answer] : [], push: false, dialogState: {}, effects, facts: {} })
      const after = await contacts.turnState(accepted.conversation)
      if (!after) throw new Error('The conversation is gone')
      return after.enquiry
    }
  }
  const topic = (name: string, matter: string): Effect => ({ kind: 'topic', topic: name, matter })
  const row = (id: string) => store.db.selectFrom('enquiries').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const logged = async (id: string) => (await store.db.selectFrom('log').select('kind').where('enquiry_id', '=', id).orderBy('seq').execute()).map(each => each.kind)
  const ask: Effect = { kind: 'handover', id: '', reason: 'customer-asked', summary: '', topic: 'none', urgent: false, locale: 'zh-Hans', ahead: 0 }

  it('opens another enquiry where the subject clearly differs, each with its owner, and goes back to the first with it', async () => {
    const say = customer()
    const greeting = await say()
    const fund = await say(topic('fund-fees', 'investment'))
    expect(fund).toMatchObject({ id: greeting.id, owner: 'fund-desk', matter: 'investment', kind: 'information', steps: { answered: expect.any(String) } })
    const gold = await say(topic('gold', 'investment'))
    expect(gold).toMatchObject({ id: fund.id, owner: 'fund-desk', topic: 'gold' })
    const card = await say(topic('card-lost', 'everyday'))
    expect(card.id).not.toBe(fund.id)
    expect(card).toMatchObject({ owner: 'card-desk', matter: 'everyday' })
    expect(await say()).toMatchObject({ id: card.id })
    expect(await say(topic('fund-fees', 'investment'))).toMatchObject({ id: fund.id, owner: 'fund-desk' })
    expect(await say()).toMatchObject({ id: fund.id })
    expect(await logged(card.id)).toContain('enquiry.opened')
    expect(await logged(card.id)).toContain('bot.message')
    expect(await contacts.verify()).toMatchObject({ ok: true })
  })

  it('keeps one enquiry while a customer waits for a person, whatever they say', async () => {
    const say = customer()
    const fund = await say(topic('fund-fees', 'investment'))
    await say({ ...ask, id: 'h-wait' })
    expect(await say(topic('card-lost', 'everyday'))).toMatchObject({ id: fund.id, owner: 'fund-desk', kind: 'assistance' })
  })

  it('finds the closed enquiry again for who comes back about it, with the owner it had, and not after its time', async () => {
    const say = customer('returning')
    const fund = await say(topic('fund-fees', 'investment'))
    await say({ kind: 'survey', score: 5 }, { kind: 'close', outcome: 'answered-by-bot' })
    expect(await row(fund.id)).toMatchObject({ status: 'closed', outcome: 'answered-by-bot' })
    const greeting = await say()
    expect(greeting.id).not.toBe(fund.id)
    const again = await customer('returning')(topic('fund-redeem', 'investment'))
    expect(again).toMatchObject({ id: fund.id, owner: 'fund-desk' })
    expect(await row(fund.id)).toMatchObject({ status: 'open', closed_at: null, outcome: null })
    expect(await row(greeting.id)).toMatchObject({ status: 'closed', outcome: 'continued', continued_by: fund.id })
    expect(await logged(fund.id)).toContain('enquiry.reopened')
    await say({ kind: 'survey', score: 5 }, { kind: 'close', outcome: 'answered-by-bot' })
    now += 8 * 86_400_000
    expect((await say(topic('fund-fees', 'investment'))).id).not.toBe(fund.id)
  })

  it('gives a reopened enquiry whose owner left to who is on duty', async () => {
    await store.write(tx => tx.insertInto('staff').values({ id: 'fund-left', email: null, name: 'left', role: 'agent', password_hash: null, failed_attempts: 0, locked_until: null, invite_hash: null, created_at: '', disabled: 1 }).execute())
    owners['fund-gone'] = 'fund-left'
    const say = customer()
    const fund = await say(topic('fund-gone', 'investment'))
    await say({ kind: 'close', outcome: 'answered-by-bot' })
    owners['fund-gone'] = 'successor'
    expect(await say(topic('fund-gone', 'investment'))).toMatchObject({ id: fund.id, owner: 'successor' })
  })

  it('puts a rating that comes after the close to what was closed, and opens nothing', async () => {
    const say = customer()
    const fund = await say(topic('fund-fees', 'investment'))
    await say({ kind: 'close', outcome: 'answered-by-bot' })
    const rated = await say({ kind: 'survey', score: 3 })
    expect(rated.id).toBe(fund.id)
    expect(await row(fund.id)).toMatchObject({ status: 'closed' })
    expect(await logged(fund.id)).toContain('survey.answered')
  })

  it('refuses an agent\'s close with the missing step named, and leaves the close to the owner', async () => {
    const say = customer()
    const fund = await say(topic('fund-fees', 'investment'))
    await say({ ...ask, id: 'h-close' })
    // What the bot answered before is no answer to who asks for a person.
    expect(await row(fund.id)).toMatchObject({ kind: 'assistance', steps: '{}' })
    await handovers.take('h-close', 'agent')
    await expect(handovers.close('h-close', 'agent', 'resolved')).rejects.toThrow(/answered is missing/)
    await expect(handovers.close('h-close', 'agent', 'resolved')).rejects.toBeInstanceOf(OpenLoopError)
    expect(await handovers.get('h-close')).toMatchObject({ status: 'active' })
    expect(await handovers.close('h-close', 'colleague', 'resolved', ['answered'])).toBe(false)
    const state = await contacts.turnState((await handovers.get('h-close'))?.conversation ?? '')
    if (!state) throw new Error('The conversation is gone')
    await contacts.say(state, 'agent:agent', 'A', [answer], false, ['answered'])
    expect(await handovers.close('h-close', 'agent', 'resolved')).toBe(true)
    expect(await row(fund.id)).toMatchObject({ status: 'open', owner: 'fund-desk', close_proposed: expect.stringContaining('"by":"agent:agent"') })
    expect(await logged(fund.id)).toEqual(expect.arrayContaining(['handover.closed', 'enquiry.close-proposed']))
  })

  it('closes at once what its owner closes, and keeps what is to be followed up', async () => {
    const say = customer()
    const fund = await say(topic('fund-fees', 'investment'))
    await say({ ...ask, id: 'h-own' })
    await handovers.take('h-own', 'fund-desk')
    expect(await handovers.close('h-own', 'fund-desk', 'follow-up')).toBe(true)
    expect(await row(fund.id)).toMatchObject({ status: 'open', kind: 'request' })
    await say({ ...ask, id: 'h-own-2' })
    await handovers.take('h-own-2', 'fund-desk')
    await expect(handovers.close('h-own-2', 'fund-desk', 'resolved')).rejects.toThrow(/answered is missing/)
    expect(await handovers.close('h-own-2', 'fund-desk', 'resolved', ['answered'])).toBe(true)
    expect(await row(fund.id)).toMatchObject({ status: 'closed', outcome: 'resolved' })
  })

  it('leaves what a person was asked for to its owner when the customer says they are done', async () => {
    const say = customer()
    const fund = await say(topic('fund-fees', 'investment'))
    await say({ kind: 'message-left', id: 'h-left', text: '请回电', topic: 'fund-fees', locale: 'zh-Hans' })
    await say({ kind: 'survey', score: 5 }, { kind: 'close', outcome: 'answered-by-bot' })
    expect(await row(fund.id)).toMatchObject({ status: 'open', kind: 'request', close_proposed: expect.stringContaining('customer') })
  })
})
