import { ConversationState, MemoryStorage, type Storage, TestAdapter, UserState } from 'botbuilder'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../store/index.ts'
import { backends } from '../test/support/backends.ts'
import { createKeptStates, StateConflictError } from './kept-states.ts'
import { createSealing } from './sealing.ts'

const memory = { name: 'MemoryStorage of the Bot Framework', async open() { return { storage: new MemoryStorage(), stop: async () => undefined } } }
const ours = backends.map(({ name, open }) => ({
  name,
  async open() {
    const { store, stop } = await open()
    return { storage: createKeptStates({ store, sealing: createSealing(Buffer.alloc(32, 9)) }), store, async stop() { await store.close(); await stop() } }
  },
}))

/** The rules that the Bot Framework's own suite for storages checks (StorageBaseTests). */
describe.each([memory, ...ours])('Bot Framework storage on $name', ({ open }) => {
  let storage: Storage
  let stop: () => Promise<void>
  beforeAll(async () => { ({ storage, stop } = await open()) })
  afterAll(() => stop())
  const one = async (key: string) => (await storage.read([key]))[key]

  it('gives nothing for keys under which nothing is kept, and refuses to read none at all', async () => {
    expect(await storage.read(['unknown'])).toEqual({})
    await expect((async () => storage.read(JSON.parse('null')))()).rejects.toThrow()
    await expect((async () => storage.write(JSON.parse('null')))()).rejects.toThrow()
    await expect(storage.write({})).resolves.not.toThrow()
  })
  it('keeps objects under any key and gives each an eTag', async () => {
    const key = '!@#$%^&*()~/\\><,.?\';"`~中文 🙂'
    await storage.write({ [key]: { text: '张三', list: [1, { deep: null }] }, plain: { id: 1 } })
    const read = await storage.read([key, 'plain', 'unknown'])
    expect(Object.keys(read).sort()).toEqual([key, 'plain'].sort())
    expect(read[key]).toMatchObject({ text: '张三', list: [1, { deep: null }], eTag: expect.stringMatching(/./) })
  })
  it('takes a write with the eTag that was read, and changes it', async () => {
    await storage.write({ updated: { count: 1 } })
    const first = await one('updated')
    await storage.write({ updated: { ...first, count: 2 } })
    const second = await one('updated')
    expect(second).toMatchObject({ count: 2 })
    expect(second.eTag).not.toBe(first.eTag)
  })
  it('refuses a write with the eTag of an older version and keeps the newer', async () => {
    await storage.write({ contested: { count: 1 } })
    const old = await one('contested')
    await storage.write({ contested: { ...old, count: 2 } })
    await expect(storage.write({ contested: { ...old, count: 3 } })).rejects.toThrow(/eTag conflict/)
    expect(await one('contested')).toMatchObject({ count: 2 })
  })
  it('takes a write with the wildcard, or with none, over any version', async () => {
    await storage.write({ wild: { count: 1 } })
    await storage.write({ wild: { count: 2, eTag: '*' } })
    expect(await one('wild')).toMatchObject({ count: 2 })
    await storage.write({ wild: { count: 3 } })
    expect(await one('wild')).toMatchObject({ count: 3 })
    await storage.write({ fresh: { count: 1, eTag: '*' } })
    const { eTag } = await one('fresh')
    expect(eTag).not.toBe('*')
  })
  it('deletes, and does not mind what is not there', async () => {
    await storage.write({ gone: { count: 1 }, stays: { count: 1 } })
    await storage.delete(['gone', 'never there'])
    expect(await one('gone')).toBeUndefined()
    expect(await one('stays')).toMatchObject({ count: 1 })
    await storage.delete([])
  })
  it('carries a conversation\'s and a user\'s state from turn to turn', async () => {
    const [conversations, users] = [new ConversationState(storage), new UserState(storage)]
    const [turns, person] = [conversations.createProperty<number>('turns'), users.createProperty<{ name: string }>('person')]
    const seen: string[] = []
    const adapter = new TestAdapter(async context => {
      const count = (await turns.get(context) ?? 0) + 1
      await turns.set(context, count)
      if (count === 1) await person.set(context, { name: String(context.activity.text) })
      seen.push(`${count} ${(await person.get(context))?.name}`)
      if (context.activity.text === 'forget') await conversations.delete(context)
      else await conversations.saveChanges(context)
      await users.saveChanges(context)
    })
    for (const text of ['李四', '再问', 'forget', '又来']) await adapter.send(text).startTest()
    expect(seen).toEqual(['1 李四', '2 李四', '3 李四', '1 又来'])
  })
})

describe.each(ours)('the rules that are stricter on $name', ({ open }) => {
  let storage: Storage
  let store: Store
  let stop: () => Promise<void>
  beforeAll(async () => { ({ storage, store, stop } = await open()) })
  afterAll(() => stop())
  const one = async (key: string) => (await storage.read([key]))[key]

  it('refuses an empty eTag and a write to what was deleted meanwhile', async () => {
    await storage.write({ emptied: { count: 1 } })
    const read = await one('emptied')
    await expect(storage.write({ emptied: { count: 2, eTag: '' } })).rejects.toThrow(/empty eTag/)
    await storage.delete(['emptied'])
    await expect(storage.write({ emptied: read })).rejects.toBeInstanceOf(StateConflictError)
  })
  it('keeps all of a write or none', async () => {
    await storage.write({ a1: { count: 1 }, b1: { count: 1 } })
    const read = await storage.read(['a1', 'b1'])
    await storage.write({ b1: { count: 2 } })
    await expect(storage.write({ a1: { ...read['a1'], count: 9 }, b1: { ...read['b1'], count: 9 } })).rejects.toThrow(/eTag conflict/)
    expect(await storage.read(['a1', 'b1'])).toMatchObject({ a1: { count: 1 }, b1: { count: 2 } })
  })
  it('lets one of several that write the same version win', async () => {
    await storage.write({ raced: { winner: '' } })
    const read = await one('raced')
    const results = await Promise.allSettled(['x', 'y', 'z'].map(winner => storage.write({ raced: { ...read, winner } })))
    expect(results.filter(each => each.status === 'fulfilled')).toHaveLength(1)
  })
  it('seals what is kept', async () => {
    await storage.write({ secret: { phone: '13800138000' } })
    expect(JSON.stringify(await store.db.selectFrom('kept_states').selectAll().execute())).not.toContain('13800138000')
  })
})
