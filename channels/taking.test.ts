import { describe, expect, it, vi } from 'vitest'
import { NotTakenError } from '../contacts/outbox.ts'
import type { Inbound } from '../contacts/types.ts'
import { createGate } from '../knowledge/gate.ts'
import type { Button, Outgoing } from '../knowledge/outgoing.ts'
import type { Incoming, Media } from './channel.ts'
import { createInParts } from './delivering.ts'
import { createTaking, type TakingDeps } from './taking.ts'

const jpeg = Buffer.from('ffd8ffe0', 'hex')
const offer = (titles: readonly string[]): Outgoing => ({ type: 'message', text: '?', locale: 'zh-Hans', suggestedActions: { actions: titles.map((title): Button => ({ type: 'imBack', title, value: `${title}吗` })) } })
const addresses = { digest: async (_channel: string, id: string) => `d-${id}`, seal: async () => ({ sealedAddress: 'sealed' }), open: async () => undefined }

/** The service behind a channel: what was taken, what was kept, what was thrown away. */
function behind({ last = [], ...about }: Partial<TakingDeps> & { last?: Outgoing[] } = {}) {
  const taken: Inbound[] = []
  let files = 0
  const discarded: string[] = []
  const deps: TakingDeps = {
    async accept(inbound) {
      const duplicate = taken.some(each => each.dedupeKey === inbound.dedupeKey)
      if (!duplicate) taken.push(inbound)
      return { id: inbound.dedupeKey, sequence: taken.length, duplicate }
    },
    acceptAndReply: async () => ({ messageId: 'c|0000001', replies: [] }), onTaken: async () => undefined, addresses,
    offered: { replyAt: async (_conversation, sequence) => last[sequence], lastReplies: async () => last },
    files: { keep: async bytes => ({ id: `f${files += 1}`, key: '', bytes: bytes.length }), discard: async ({ id }) => { discarded.push(id) } },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined }, ...about,
  }
  return { taken, discarded, ...createTaking('sms', deps) }
}
let counter = 0
const incoming = (about: Partial<Incoming> = {}): Incoming => ({ conversation: '8613800138000', from: { id: '8613800138000' }, dedupeKey: `m${counter += 1}`, kind: 'message', text: '几点开门', address: { to: '8613800138000' }, ...about })
const media = (fetch: Media['fetch']): Media => ({ name: 'a.jpg', contentType: 'image/jpeg', fetch })

describe('what a channel has read', () => {
  it('is taken in the order in which it came, also where the first brings a slow file; other conversations do not wait', async () => {
    const { take, taken } = behind()
    let arrive: (bytes: { bytes: Buffer }) => void = () => undefined
    const slow = take(incoming({ text: 'first', media: [media(() => new Promise(resolve => { arrive = resolve }))] }))
    const next = take(incoming({ text: 'second' }))
    await take(incoming({ text: 'elsewhere', conversation: 'another' }))
    await vi.waitFor(() => expect(taken.map(each => each.text)).toEqual(['elsewhere']))
    arrive({ bytes: jpeg })
    await Promise.all([slow, next])
    expect(taken.map(each => each.text)).toEqual(['elsewhere', 'first', 'second'])
  })
  it('goes on where one before it failed', async () => {
    const { take, taken } = behind({ addresses: { ...addresses, seal: vi.fn().mockRejectedValueOnce(new Error('the store is away')).mockResolvedValue({ sealedAddress: 'x' }) } })
    const [first, second] = await Promise.allSettled([take(incoming({ text: 'first' })), take(incoming({ text: 'second' }))])
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled'])
    expect(taken.map(each => each.text)).toEqual(['second'])
  })
  it('holds no id in the clear', async () => {
    const { take, taken } = behind()
    await take(incoming({ dedupeKey: 'wamid.1' }))
    expect(taken).toMatchObject([{ channel: 'sms', conversation: 'd-8613800138000', from: { id: 'd-8613800138000', verified: false }, dedupeKey: 'd-wamid.1', reference: { sealedAddress: 'sealed' } }])
  })
  it('keeps a file that comes at the second attempt, and goes without one that does not', async () => {
    const { take, taken } = behind()
    const flaky = vi.fn<Media['fetch']>().mockRejectedValueOnce(new NotTakenError('HTTP 500')).mockResolvedValue({ bytes: jpeg })
    await take(incoming({ media: [media(flaky)] }))
    const gone = vi.fn<Media['fetch']>().mockRejectedValue(new NotTakenError('HTTP 404'))
    await take(incoming({ media: [media(gone), media(async () => undefined)] }))
    expect(taken.map(each => each.attachments.map(({ file }) => file?.id))).toEqual([['f1'], [undefined, undefined]])
    expect([flaky.mock.calls.length, gone.mock.calls.length]).toEqual([2, 2])
  })
  it('leaves no file behind where it was taken before or could not be taken', async () => {
    const { take, discarded } = behind()
    const twice = incoming({ media: [media(async () => ({ bytes: jpeg }))] })
    await take(twice)
    await take(twice)
    expect(discarded).toEqual(['f2'])
    const failing = behind({ accept: () => Promise.reject(new Error('the disk is full')) })
    await expect(failing.take(incoming({ media: [media(async () => ({ bytes: jpeg }))] }))).rejects.toThrow('the disk is full')
    expect(failing.discarded).toEqual(['f1'])
  })
  it.each([['2', '乙吗'], [' ２。', '乙吗'], ['1)', '甲吗'], ['3', '3'], ['0', '0'], ['2个', '2个'], ['2 乙', '2 乙'], ['13800138000', '13800138000']])('says by "%s" what was offered under it', async (text, words) => {
    const { take, taken } = behind({ last: [offer(['甲', '乙'])] })
    await take(incoming({ text }))
    expect(taken[0]?.text).toBe(words)
  })
  it('says by a tap what the answer stands for, and what it showed where the offer is not known', async () => {
    const { take, taken } = behind({ last: [offer([]), offer(['甲', '乙'])] })
    await take(incoming({ text: '乙', choice: { sequence: 1, index: 1 } }))
    await take(incoming({ text: '丙', choice: { sequence: 7, index: 0 } }))
    await take(incoming({ text: '丁', choice: { sequence: 1, index: 9 } }))
    expect(taken.map(each => each.text)).toEqual(['乙吗', '丙', '丁'])
  })
})

describe('a reply in several parts', () => {
  it('goes on at the part that was not taken, and no part is sent twice', async () => {
    const noted: (string | undefined)[] = []
    const sentParts = { taken: async () => noted.length, note: async (_place: object, _part: number, key: string | undefined) => { noted.push(key) }, report: async () => undefined }
    const inParts = createInParts('sms', { sentParts, addresses })
    const { sealed } = createGate({ articles: new Map(), products: [], disclosures: [] }).seal(offer([]), { locale: 'zh-Hans', author: 'bot', articles: [], shown: {}, now: '2026-11-24T02:00:00.000Z' })
    if (!sealed) throw new Error('The gate stopped a harmless text')
    const reply = { id: 'c|0000002', conversation: 'sms:c', sequence: 2, sealed, address: {} }
    const sent: string[] = []
    const send = (failsAt: string | undefined) => async (part: string) => {
      if (part === failsAt) throw new NotTakenError('HTTP 500')
      sent.push(part)
      return `id-${part}`
    }
    await expect(inParts(reply, ['a', 'b', 'c'], send('b'))).rejects.toThrow('HTTP 500')
    await inParts(reply, ['a', 'b', 'c'], send(undefined))
    await inParts(reply, ['a', 'b', 'c'], send(undefined))
    expect(sent).toEqual(['a', 'b', 'c'])
    expect(noted).toEqual(['d-id-a', 'd-id-b', 'd-id-c'])
  })
})
