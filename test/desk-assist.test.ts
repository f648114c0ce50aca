import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { addStaff, deskAt } from './support/desk.ts'
import { type Running, startProcess } from './support/process.ts'

let service: Running
let dataDir: string
let desk: ReturnType<typeof deskAt>
const cookies: Record<string, string> = {}
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  await addStaff(dataDir, { li: 'agent', wang: 'agent', audit: 'auditor', comp: 'compliance' })
  service = await startProcess({ DATA_DIR: dataDir })
  desk = deskAt(service.url)
  for (const name of ['li', 'wang', 'audit', 'comp']) cookies[name] = await desk.signIn(name)
})
afterAll(async () => {
  await service.kill('SIGTERM')
  rmSync(dataDir, { recursive: true, force: true })
})
const as = (name: string) => cookies[name] ?? ''

const verdict = z.strictObject({ verdict: z.enum(['send', 'amend', 'stop']), sends: z.string(), added: z.array(z.object({ id: z.string(), version: z.string() })), reasons: z.array(z.string()) })
const article = z.looseObject({ id: z.string(), title: z.string(), text: z.string(), sends: z.string(), verdict: z.string(), added: z.array(z.looseObject({ id: z.string() })) })
const reply = z.looseObject({ id: z.string(), text: z.string(), open: z.array(z.string()), topical: z.boolean() })
const suggestions = z.object({ language: z.string(), question: z.string(), articles: z.array(article), replies: z.array(reply) })

async function served(words: string[]): Promise<{ id: string; guest: Awaited<ReturnType<typeof desk.customer>> }> {
  const guest = await desk.customer()
  await guest.say(words[0] ?? '转人工')
  const id = await desk.take(as('li'))
  for (const text of words.slice(1)) await guest.say(text)
  return { id, guest }
}
const check = (id: string, text: string, language = 'zh-Hans') => desk.got(verdict, `/handovers/${id}/check`, as('li'), 'POST', { text, language })

describe('A draft', () => {
  it('gets the verdict that sending it gets, in every way it can end', async () => {
    const { id, guest } = await served(['转人工'])
    for (const text of ['您好，请稍等', '这只基金可以随时赎回', '这只基金稳赚不赔', '去年涨了8%', '基金赎回后钱会退到您的卡里', '本金肯定没问题']) {
      const foretold = await check(id, text)
      const sent = await desk.call(`/handovers/${id}/messages`, as('li'), 'POST', { text })
      expect(sent.status === 200, text).toBe(foretold.verdict !== 'stop')
      if (!sent.ok) continue
      expect(z.object({ added: z.array(z.unknown()) }).parse(await sent.json()).added, text).toEqual(foretold.added)
      await vi.waitFor(async () => expect((await guest.texts()).at(-1)).toBe(foretold.sends))
    }
  })

  it('changes nothing by being looked at', async () => {
    const { id, guest } = await served(['转人工'])
    const before = await guest.texts()
    const first = await check(id, '这只基金可以随时赎回')
    expect(await check(id, '这只基金可以随时赎回')).toEqual(first)
    expect(first).toMatchObject({ verdict: 'amend', sends: expect.stringContaining('基金有风险，投资须谨慎') })
    expect(await guest.texts()).toEqual(before)
    expect(await check(id, '  ')).toEqual({ verdict: 'send', sends: '', added: [], reasons: [] })
  })

  it('is explained in the agent\'s language and completed in the customer\'s', async () => {
    const { id } = await served(['I want to talk to a person please'])
    expect((await check(id, 'This fund is guaranteed, you cannot lose', 'zh-Hans')).reasons.join()).toMatch(/承诺了本金或收益/)
    const amended = await check(id, 'This fund can be redeemed at any time', 'zh-Hans')
    expect(amended.sends).toContain('Funds carry risk')
    expect(amended.reasons.join()).toMatch(/必须附上/)
  })

  it('is no business of a colleague, nor of those who do not serve', async () => {
    const { id } = await served(['转人工'])
    for (const [name, status] of [['wang', 403], ['audit', 403], ['comp', 403]] as const) {
      expect((await desk.call(`/handovers/${id}/check`, as(name), 'POST', { text: '您好' })).status, name).toBe(status)
      expect((await desk.call(`/handovers/${id}/suggestions`, as(name))).status, name).toBe(status)
    }
    expect((await desk.call('/handovers/none/suggestions', as('li'))).status).toBe(404)
    expect((await desk.call(`/handovers/${id}/check`, as('li'), 'POST', { text: 'x'.repeat(4001) })).status).toBe(400)
  })
})

describe('Suggestions', () => {
  it('are the bot\'s articles for what the customer asked, in their script, and arrive with their wording when sent', async () => {
    const { id, guest } = await served(['轉人工', '基金手續費怎麼收'])
    const found = await vi.waitFor(async () => {
      const given = await desk.got(suggestions, `/handovers/${id}/suggestions`, as('li'))
      expect(given.articles[0]?.id).toBe('fund-fees')
      return given
    }, { timeout: 10_000 })
    expect(found).toMatchObject({ language: 'zh-Hant', question: '基金手續費怎麼收' })
    const [first] = found.articles
    expect(first).toMatchObject({ verdict: 'amend', title: '基金費用', sends: expect.stringContaining('基金有風險，投資須謹慎') })
    expect((await desk.call(`/handovers/${id}/messages`, as('li'), 'POST', { text: first?.text })).status).toBe(200)
    await vi.waitFor(async () => expect((await guest.texts()).at(-1)).toBe(first?.sends))
  })

  it('bring the wording of an article that names no product itself, and judge what is written beside it', async () => {
    const { id } = await served(['I want to talk to a person please', 'what are the fees of a fund'])
    const [first] = (await desk.got(suggestions, `/handovers/${id}/suggestions`, as('li'))).articles
    expect(first?.added.map(each => each.id)).toContain('fund.always')
    expect(await check(id, `${first?.text}\n\nAnd honestly, it always goes up and you cannot lose.`)).toMatchObject({ verdict: 'stop' })
    expect(await check(id, `Good morning!\n\n${first?.text}`)).toMatchObject({ verdict: 'amend' })
  })

  it('stay with the last question when the customer only says thanks', async () => {
    const { id } = await served(['转人工', '怎么修改手机银行的登录密码', '好的谢谢'])
    await vi.waitFor(async () => expect((await desk.got(suggestions, `/handovers/${id}/suggestions`, as('li'))).question).toBe('怎么修改手机银行的登录密码'), { timeout: 10_000 })
  })

  it('offer canned replies with the agent\'s name in, what stays open named, and those for the topic first', async () => {
    const { id } = await served(['转人工', '我的卡丢了怎么办'])
    const { replies } = await desk.got(suggestions, `/handovers/${id}/suggestions`, as('li'))
    expect(replies.find(each => each.id === 'greeting')).toMatchObject({ text: expect.stringContaining('尊敬的客户您好，我是客服li'), open: [] })
    expect(replies.find(each => each.topical)?.id).toBe('card-lost-steps')
    expect(replies[0]?.id).toBe('card-lost-steps')
    // The product that the customer asks about is named; where they ask about none, the place stands open.
    const aboutProduct = async (of: string) => (await desk.got(suggestions, `/handovers/${of}/suggestions?q=${encodeURIComponent('{product}')}`, as('li'))).replies[0]
    expect(await aboutProduct(id)).toMatchObject({ text: expect.stringContaining('关于{product}'), open: ['product'] })
    const other = await served(['转人工', '澄湾随行意外险要交多少钱'])
    await vi.waitFor(async () => expect(await aboutProduct(other.id)).toMatchObject({ text: expect.stringContaining('关于澄湾随行意外险'), open: [] }), { timeout: 10_000 })
    const inEnglish = await served(['I want to talk to a person please'])
    expect((await desk.got(suggestions, `/handovers/${inEnglish.id}/suggestions`, as('li'))).replies.find(each => each.id === 'greeting')?.text).toMatch(/^Hello dear customer, this is li/)
  })

  it('are found by a search', async () => {
    const { id } = await served(['转人工'])
    const found = await desk.got(suggestions, `/handovers/${id}/suggestions?q=${encodeURIComponent('致歉')}`, as('li'))
    expect(found.replies.map(each => each.id)).toEqual(['apology'])
    expect((await desk.got(suggestions, `/handovers/${id}/suggestions?q=${encodeURIComponent('定期存款提前支取')}`, as('li'))).articles[0]?.id).toBe('deposit-early-withdrawal')
  })
})

it('shows who wrote and approved each canned reply', async () => {
  const { replies } = await desk.got(z.object({ replies: z.array(z.looseObject({ id: z.string(), author: z.string(), approver: z.string(), version: z.string() })) }), '/replies', as('comp'))
  expect(replies.length).toBeGreaterThan(10)
  for (const each of replies) expect(each.author).not.toBe(each.approver)
})
