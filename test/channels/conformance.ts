import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { verifyChain } from '../../contacts/log.ts'
import { openStore, type Store } from '../../store/index.ts'
import { type Running, startProcess } from '../support/process.ts'
import { addAgent, deskOf } from './desk-client.ts'
import type { Driver, FileSent, Provider, Sent } from './driver.ts'
import { mangled, randomFrom } from './mangled.ts'

const wording = '理财非存款、产品有风险、投资须谨慎。'
const mangledBodies = 1_000
const jpeg = Buffer.concat([Buffer.from('ffd8ffe000104a46494600', 'hex'), Buffer.from('a picture that a customer took, in the clear')])

/** The cases that every channel passes, unchanged, against the real service. */
export function describeChannel(driver: Driver): void {
  describe(`the channel ${driver.name}`, { timeout: 60_000 }, () => {
    let dataDir: string
    let provider: Provider
    let service: Running
    let store: Store
    let people = 100
    let ids = 1000
    const person = () => people += 1
    /** An article has answered. */
    const answered = driver.spoken ? /开户|年化|利率/ : /依据/
    const nextId = () => ids += 1

    beforeAll(async () => {
      dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
      provider = await driver.start()
      service = await startProcess({ DATA_DIR: dataDir, LOG_LEVEL: 'warn', RATE_PER_CUSTOMER: '1000', ...provider.env })
      store = await openStore({ dataDir })
      await addAgent(store, 'li')
    })
    afterAll(async () => {
      await store.close()
      await service.kill('SIGTERM')
      await provider.close()
      rmSync(dataDir, { recursive: true, force: true })
    })

    const send = (request: Sent) => provider.send(service.url, request)
    async function taken(request: Sent): Promise<void> {
      expect(driver.statuses.taken).toContain(await send(request))
    }
    const says = (customer: number, text: string) => taken(provider.says(customer, nextId(), text))
    const textsTo = (customer: number) => provider.shown(customer).map(each => each.text)
    const hears = (customer: number, words: string | RegExp, withinMs = 20_000) => vi.waitFor(() => expect(textsTo(customer).at(-1) ?? '').toMatch(words), { timeout: withinMs })
    const messages = async (kind = 'customer.message') => Number((await store.db.selectFrom('log').select(eb => eb.fn.countAll().as('count')).where('kind', '=', kind).executeTakeFirstOrThrow()).count)
    /** How much customers have said: replies to what came before may still be on their way. */
    const entries = async () => Number((await store.db.selectFrom('log').select(eb => eb.fn.countAll().as('count')).where('actor', '=', 'customer').executeTakeFirstOrThrow()).count)
    const delivered = () => vi.waitFor(async () => expect(await store.db.selectFrom('outbox').select('sequence').where('status', '=', 'pending').execute()).toEqual([]), { timeout: 60_000, interval: 200 })

    describe('a request', () => {
      it.each(Object.entries(driver.forged))('with %s is refused, and nothing of it is written down', async (_wrong, forge) => {
        await delivered()
        const before = await entries()
        const genuine = provider.says(person(), nextId(), '转账限额是多少')
        expect(driver.statuses.refused).toContain(await send(forge(genuine)))
        expect(await entries()).toBe(before)
        await taken(genuine)
        expect(await messages()).toBeGreaterThan(0)
      })
      const { stale } = driver
      if (stale) it('that was signed too long ago is refused, and nothing of it is written down', async () => {
        await delivered()
        const before = await entries()
        const request = provider.says(person(), nextId(), '转账限额是多少')
        expect(driver.statuses.refused).toContain(await send(stale(request)))
        expect(await entries()).toBe(before)
      })
      it('that is sent again, at once and later, is answered once', async () => {
        const customer = person()
        const request = provider.says(customer, nextId(), '转账限额是多少')
        const before = await messages()
        await Promise.all([send(request), send(request), send(request)])
        await hears(customer, /限额/)
        await send(request)
        await says(customer, '怎么开户')
        await hears(customer, /开户/)
        expect(textsTo(customer).filter(text => /限额/.test(text))).toHaveLength(1)
        expect(await messages()).toBe(before + 2)
      })
      it('that is too big is not read, and the next one is', async () => {
        const before = await entries()
        expect(driver.statuses.oversize).toContain(await send(provider.signed(Buffer.alloc(driver.tooMuch, 0x20))))
        expect(await entries()).toBe(before)
        const customer = person()
        await says(customer, '转账限额是多少')
        await hears(customer, /限额/)
      })
    })

    it('keeps the order of what a customer says and of what they are told', async () => {
      const customer = person()
      const questions: [string, RegExp][] = [['转账限额是多少', /限额/], ['卡丢了怎么办', /挂失/], ['怎么开户', /开户/], ['理财保本吗', /本金/]]
      for (const [question] of questions) await says(customer, question)
      await vi.waitFor(() => expect(textsTo(customer).length).toBeGreaterThanOrEqual(questions.length), { timeout: 20_000 })
      let last = -1
      for (const [, answer] of questions) {
        const at = textsTo(customer).findIndex((text, index) => index > last && answer.test(text))
        expect(at).toBeGreaterThan(last)
        last = at
      }
    })

    it('shows required wording whole', async () => {
      const customer = person()
      await says(customer, '理财保本吗')
      await vi.waitFor(() => expect(textsTo(customer).some(text => text.includes(wording))).toBe(true), { timeout: 20_000 })
    })

    it('offers answers that can be chosen, and understands the choice in the words that were offered', async () => {
      const customer = person()
      await says(customer, '贷款利率多少')
      await hears(customer, /您是想问/)
      const shown = provider.shown(customer).at(-1)
      const numbered = /^1\. (.+)$/m.exec(shown?.text ?? '')?.[1]
      const title = shown?.choices[0]?.title ?? numbered
      expect(title).toBeTruthy()
      if (shown && shown.choices.length > 0 && provider.taps) await taken(provider.taps(customer, nextId(), shown, 0))
      else await says(customer, '1')
      await vi.waitFor(() => expect(provider.shown(customer).length).toBeGreaterThan(1), { timeout: 20_000 })
      expect(textsTo(customer).at(-1)).toMatch(answered)
    })

    if (!driver.spoken) describe('a file', () => {
      const kept = () => { try { return readdirSync(join(dataDir, 'attachments')) } catch { return [] } }
      async function given(file: FileSent): Promise<{ customer: number; before: number }> {
        const customer = person()
        const before = kept().length
        await taken(provider.sends(customer, nextId(), file))
        return { customer, before }
      }
      it('is kept encrypted outside the web root', async () => {
        const { customer, before } = await given({ name: 'photo.jpg', contentType: 'image/jpeg', bytes: jpeg })
        await hears(customer, /文件已收到/)
        expect(kept()).toHaveLength(before + 1)
        for (const name of kept()) {
          expect(name).toMatch(/^[0-9a-f]{48}$/)
          expect(readFileSync(join(dataDir, 'attachments', name)).includes('a picture that a customer took')).toBe(false)
        }
        for (const path of ['/attachments/', '/api/attachments/', '/']) expect((await fetch(`${service.url}${path}${kept()[0]}`)).status).toBe(404)
      })
      it.each([
        ['that is not what it says it is', { name: 'photo.jpg', contentType: 'image/jpeg', bytes: Buffer.from('MZ\x90\x00 a program') }],
        ['of a kind that agents must not open', { name: 'photo.svg', contentType: 'image/svg+xml', bytes: Buffer.from('<svg onload="alert(1)"/>') }],
        ['that is too big', { name: 'photo.jpg', contentType: 'image/jpeg', bytes: Buffer.concat([jpeg, Buffer.alloc(10_000_001)]) }],
        ['that is empty', { name: 'photo.jpg', contentType: 'image/jpeg', bytes: Buffer.alloc(0) }],
      ])('%s is not kept, and the customer is told so', async (_what, file) => {
        const { customer, before } = await given(file)
        await hears(customer, /没能收下/)
        expect(kept()).toHaveLength(before)
      })
      it('whose name is a path is kept under no such path', async () => {
        const { customer } = await given({ name: '../../../../tmp/escaped-by-name.jpg', contentType: 'image/jpeg', bytes: jpeg })
        await hears(customer, /文件已收到/)
        expect(kept().every(name => /^[0-9a-f]{48}$/.test(name))).toBe(true)
      })
    })

    describe('the provider', () => {
      it.each([
        ['has a fault', { times: 2, as: { status: 500 } }], ['says when to try again', { times: 1, as: { status: 429, retryAfterSeconds: 1 } }],
        ['is away', { times: 1, as: { status: 503 } }], ['breaks off', { times: 1, as: 'breaks' }],
      ] as const)('that %s gets the replies afterwards, in order, once each', { timeout: 60_000 }, async (_how, failure) => {
        const customer = person()
        await delivered()
        provider.fails(failure)
        await says(customer, '转账限额是多少')
        await says(customer, '怎么开户')
        await vi.waitFor(() => expect(textsTo(customer)).toHaveLength(2), { timeout: 40_000 })
        expect(textsTo(customer)).toEqual([expect.stringMatching(/限额/), expect.stringMatching(/开户/)])
        await delivered()
        expect(textsTo(customer)).toHaveLength(2)
      })
      if (!driver.spoken) it('that will never take a reply is not asked again; the reply waits for an operator and the next goes out', async () => {
        const customer = person()
        await delivered()
        provider.fails({ times: 1, as: 'never' })
        await says(customer, '转账限额是多少')
        await vi.waitFor(async () => expect(await store.db.selectFrom('outbox').select('attempts').where('status', '=', 'dead').execute()).toEqual([{ attempts: 1 }]), { timeout: 20_000 })
        await says(customer, '怎么开户')
        await hears(customer, /开户/)
        await store.write(async tx => { await tx.deleteFrom('outbox').where('status', '=', 'dead').execute() })
      })
    })

    if (driver.handsOver) it('hands over to an agent and back', async () => {
      const desk = deskOf(service.url)
      await desk.signIn('li')
      const customer = person()
      await says(customer, '转人工')
      await hears(customer, /已为您转接人工客服|下一位就是您/)
      const handover = await desk.take()
      await hears(customer, /li 已接入/)
      const before = textsTo(customer).length
      await says(customer, '转账限额是多少')
      await vi.waitFor(async () => expect(await desk.transcript(handover)).toContain('转账限额是多少'), { timeout: 10_000 })
      await desk.say(handover, '您好，我来为您查询。')
      await hears(customer, '您好，我来为您查询。')
      // The bot kept out of it.
      expect(textsTo(customer)).toHaveLength(before + 1)
      await desk.say(handover, '这款理财产品期限为 90 天。')
      await vi.waitFor(() => expect(textsTo(customer).some(text => text.includes('90 天') && text.includes(wording))).toBe(true), { timeout: 10_000 })
      await desk.close(handover, 'follow-up')
      await hears(customer, /人工服务已结束/)
      await says(customer, '怎么开户')
      await hears(customer, answered)
    })

    it('stores no id of the provider in the clear', async () => {
      const customer = person()
      await says(customer, '转账限额是多少')
      await hears(customer, /限额/)
      const secrets = [...JSON.stringify(provider.bodies(customer).map(body => body.toString('utf8'))).matchAll(/\d{8,}/g)].map(([digits]) => digits).filter(digits => digits.endsWith(String(customer)))
      expect(secrets.length).toBeGreaterThan(0)
      const rows = JSON.stringify([
        await store.db.selectFrom('log').selectAll().execute(), await store.db.selectFrom('conversations').selectAll().execute(), await store.db.selectFrom('identities').selectAll().execute(),
        await store.db.selectFrom('deliveries_seen').selectAll().execute(), await store.db.selectFrom('sent_parts').selectAll().execute(),
      ])
      for (const secret of new Set(secrets)) expect(rows.includes(secret), secret).toBe(false)
    })

    it(`lives through ${mangledBodies} malformed bodies, with its log clean and its records whole`, { timeout: 300_000 }, async () => {
      await delivered()
      const saidBefore = service.said()
      const random = randomFrom(7)
      const bodies = provider.bodies(person())
      const statuses = new Map<number, number>()
      for (let index = 0; index < mangledBodies; index++) {
        const request = provider.signed(mangled(bodies[index % bodies.length] ?? Buffer.alloc(0), random))
        const status = await send(request)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
      expect([...statuses.keys()].filter(status => ![...driver.statuses.malformed, ...driver.statuses.taken].includes(status))).toEqual([])
      await delivered()
      expect(service.child.exitCode).toBeNull()
      expect(service.said().slice(saidBefore.length)).toBe('')
      expect(await verifyChain(store.db)).toMatchObject({ ok: true })
      const customer = person()
      await says(customer, '转账限额是多少')
      await hears(customer, /限额/)
    })
  })
}

/** For a driver that makes ids: as long as a telephone number, and ending in the customer's number. */
export const longIdOf = (customer: number): string => `86138${createHash('sha256').update(String(customer)).digest('hex').replace(/\D/g, '').slice(0, 5).padEnd(5, '0')}${String(customer).padStart(4, '0')}`
