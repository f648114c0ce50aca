import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { type Running, startProcess } from '../support/process.ts'
import { deskOn } from './desk-page.ts'
import { browserPresent, launchBrowser, newContext } from './support.ts'

const tokenSchema = z.object({ token: z.string(), conversationId: z.string() })
const activitiesSchema = z.looseObject({ activities: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })) })
const axeSource = readFileSync(join(import.meta.dirname, '..', '..', 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')
const axeResult = z.object({ violations: z.array(z.looseObject({ id: z.string(), impact: z.string().nullish(), nodes: z.array(z.looseObject({ html: z.string() })) })) })
const password = 'a long enough password'

describe.runIf(browserPresent)('the desk in a real browser', () => {
  let service: Running
  let browser: Browser
  let dataDir: string
  const problems: string[] = []
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    service = await startProcess({ DATA_DIR: dataDir })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await service?.kill('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  })

  async function customer() {
    const { token, conversationId } = tokenSchema.parse(await (await fetch(`${service.url}/v3/directline/tokens/generate`, { method: 'POST' })).json())
    const address = `${service.url}/v3/directline/conversations/${conversationId}/activities`
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    return {
      send: (activity: Record<string, unknown>) => fetch(address, { method: 'POST', headers, body: JSON.stringify({ from: { id: 'anyone' }, ...activity }) }),
      texts: async () => activitiesSchema.parse(await (await fetch(address, { headers })).json()).activities.flatMap(each => each.type === 'message' ? each.text ?? [] : []),
    }
  }
  async function newPage(context: BrowserContext, path: string): Promise<Page> {
    const page = await context.newPage()
    page.on('console', line => { if (line.type() === 'error') problems.push(line.text()) })
    page.on('pageerror', error => problems.push(error.message))
    await page.goto(`${service.url}${path}`)
    return page
  }
  async function signIn(email: string, options: Parameters<Browser['newContext']>[0]) {
    const desk = deskOn(await newPage(await newContext(browser, options), '/desk'))
    await desk.signIn(email, password)
    return desk
  }
  async function shot(page: Page, name: string): Promise<void> {
    const shots = process.env['SCREENSHOTS']
    if (shots) await page.screenshot({ path: join(shots, `desk-${name}.png`) })
  }
  async function seriousFindings(page: Page): Promise<string[]> {
    await page.evaluate(axeSource)
    const { violations } = axeResult.parse(await page.evaluate('axe.run()'))
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 120)).join(' | ')}`)
  }

  it('carries a shift: two agents, two customers, a stopped promise, a cut connection, a close', { timeout: 180_000 }, async () => {
    // The administrator is made by the link of the first start, and makes a colleague.
    const opened = await newPage(await newContext(browser, { locale: 'zh-CN', viewport: { width: 1280, height: 800 } }), `/desk${/#invite=[\w-]+/.exec(service.said())?.[0] ?? ''}`)
    await opened.getByLabel('姓名').fill('王芳')
    await opened.getByLabel('邮箱').fill('wang@bank.example')
    await opened.getByLabel('密码').fill(password)
    await opened.getByRole('button', { name: '保存' }).click()
    const first = deskOn(opened)
    await opened.getByText('没有客户在等待').waitFor()
    await shot(opened, 'empty')
    expect(await seriousFindings(opened)).toEqual([])
    expect(await opened.evaluate(body => fetch('/api/desk/staff', { method: 'POST', headers: { 'content-type': 'application/json' }, body }).then(response => response.status), JSON.stringify({ email: 'li@bank.example', name: '李明', role: 'agent', password }))).toBe(201)
    const second = await signIn('li@bank.example', { locale: 'en-US', viewport: { width: 1024, height: 768 }, colorScheme: 'dark' })

    // One customer through the chat page and Microsoft's client, one with urgent trouble by the protocol.
    const chat = await newPage(await newContext(browser, { locale: 'zh-CN', viewport: { width: 390, height: 844 } }), '/')
    const box = chat.getByRole('textbox').first()
    await box.fill('转人工')
    await box.press('Enter')
    await first.waiting.getByRole('button').first().waitFor()
    const robbed = await customer()
    await robbed.send({ type: 'message', text: '我的手机号是13800138000，我被骗了，刚转给骗子五万' })
    await vi.waitFor(async () => expect(await first.waiting.getByRole('button').count()).toBe(2), { timeout: 10_000 })
    // Urgent first, with both agents, without a reload (M1.3b).
    for (const desk of [first, second]) await vi.waitFor(async () => expect(await desk.waiting.getByRole('button').first().getAttribute('data-urgent')).toBe('true'), { timeout: 10_000 })
    await shot(opened, 'queue')
    await first.waiting.getByRole('button').first().click()
    await first.transcript.getByText('［手机号 *8000］').waitFor()
    expect(await opened.content()).not.toContain('13800138000')

    // Both reach for the urgent one: one wins, the other is told and sees nothing of the talk.
    await second.waiting.getByRole('button').first().click()
    await second.take.waitFor()
    await first.take.waitFor()
    await Promise.all([first.take.click(), second.take.click()])
    await vi.waitFor(async () => expect(await first.text.isVisible() || await second.text.isVisible()).toBe(true), { timeout: 10_000 })
    const [winner, other] = await first.text.isVisible() ? [first, second] : [second, first]
    await other.alert.waitFor()
    await other.nothingOpen.waitFor()
    await vi.waitFor(async () => expect(await winner.mine.getByRole('button').count()).toBe(1), { timeout: 10_000 })

    // The other takes the chat customer by keyboard.
    await vi.waitFor(async () => expect(await other.waiting.getByRole('button').count()).toBe(1), { timeout: 10_000 })
    await other.page.keyboard.press('Alt+n')
    await other.text.waitFor()
    await chat.getByText(/已接入/).first().waitFor()
    await other.text.fill('您好，请讲。')
    await other.text.press('Control+Enter')
    await chat.getByText('您好，请讲。').first().waitFor()
    await vi.waitFor(async () => expect(await other.text.inputValue()).toBe(''))

    // A promise is stopped with its reason and stays to be rewritten; the draft outlives a reload.
    await winner.text.fill('这只基金稳赚不赔')
    await winner.send.click()
    await winner.alert.getByText('M4.3a').first().waitFor()
    expect(await winner.text.inputValue()).toBe('这只基金稳赚不赔')
    await shot(winner.page, 'stopped')
    await winner.page.reload()
    await vi.waitFor(async () => expect(await winner.text.inputValue()).toBe('这只基金稳赚不赔'), { timeout: 10_000 })
    await winner.text.fill('这只基金可以随时赎回。')
    await winner.text.press('Control+Enter')
    await winner.said('agent').getByText('基金有风险，投资须谨慎').waitFor()
    expect((await robbed.texts()).filter(text => text.includes('稳赚'))).toEqual([])

    // Typing, live.
    await vi.waitFor(async () => {
      await robbed.send({ type: 'typing' })
      expect(await winner.page.getByText(/客户正在输入|The customer is typing/).count()).toBe(1)
    }, { timeout: 10_000 })

    // The line is cut; what came meanwhile is there afterwards, once, in order.
    await winner.page.context().setOffline(true)
    for (const text of ['断线一', '断线二', '断线三']) await robbed.send({ type: 'message', text })
    await winner.page.context().setOffline(false)
    await vi.waitFor(async () => expect((await winner.said('user').allTextContents()).filter(text => text.includes('断线')).map(text => text.slice(-3))).toEqual(['断线一', '断线二', '断线三']), { timeout: 20_000 })
    for (const desk of [winner, other]) expect(await seriousFindings(desk.page)).toEqual([])
    await shot(first.page, 'talk-first')
    await shot(second.page, 'talk-second')

    for (const desk of [other, winner]) await desk.close()
    await vi.waitFor(async () => expect(await winner.mine.getByRole('button').count()).toBe(0), { timeout: 10_000 })
    await vi.waitFor(async () => expect((await robbed.texts()).at(-1)).toMatch(/人工服务已结束/), { timeout: 10_000 })
    expect(problems.filter(each => /Content Security Policy/.test(each))).toEqual([])
    await first.signOut('王芳')
    await second.signOut('李明')
    for (const page of [first.page, second.page, chat]) await page.context().close()
  })

  it('tells of a server that was away and goes on where it was', { timeout: 150_000 }, async () => {
    const desk = await signIn('li@bank.example', { locale: 'zh-TW', viewport: { width: 390, height: 844 } })
    const { page } = desk
    const guest = await customer()
    await guest.send({ type: 'message', text: '轉人工' })
    await desk.waiting.getByRole('button').first().click()
    await desk.take.click()
    await desk.text.waitFor()
    await shot(page, 'phone')
    expect(await seriousFindings(page)).toEqual([])
    const { port } = new URL(service.url)
    await service.kill('SIGKILL')
    await page.locator('[data-connected=false]').waitFor({ state: 'attached' })
    service = await startProcess({ DATA_DIR: dataDir, PORT: port })
    await guest.send({ type: 'message', text: '還在嗎' })
    await desk.said('user').getByText('還在嗎').waitFor({ timeout: 60_000 })
    expect(await desk.said('user').getByText('還在嗎').count()).toBe(1)
    // Without a network it says so at once, and what could not be sent stays to be sent again.
    await page.context().setOffline(true)
    await page.locator('[data-connected=false]').waitFor({ state: 'attached' })
    await desk.text.fill('在的，請講')
    await desk.text.press('Control+Enter')
    await desk.alert.filter({ hasText: '沒有成功' }).waitFor()
    expect(await desk.text.inputValue()).toBe('在的，請講')
    await page.context().setOffline(false)
    await page.locator('[data-connected=true]').waitFor({ state: 'attached' })
    await desk.text.press('Control+Enter')
    await vi.waitFor(async () => expect((await guest.texts()).filter(text => text === '在的，請講')).toHaveLength(1), { timeout: 10_000 })
    await desk.signOut('李明')
    expect(await desk.transcript.count()).toBe(0)
    // Who signs out leaves nobody waiting for them (M1.1b).
    await vi.waitFor(async () => expect((await guest.texts()).at(-1)).toMatch(/回到隊列|下一位/), { timeout: 10_000 })
    await page.context().close()
  })
})
