import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { type Running, startProcess } from '../support/process.ts'
import { browserPresent, launchBrowser } from './support.ts'

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
  async function signIn(email: string, options: Parameters<Browser['newContext']>[0]): Promise<Page> {
    const page = await newPage(await browser.newContext(options), '/desk')
    await page.locator('#sign-in input[name=email]').fill(email)
    await page.locator('#sign-in input[name=password]').fill(password)
    await page.locator('#sign-in button').click()
    await page.locator('#desk').waitFor()
    return page
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
  const textBox = (page: Page) => page.locator('#reply textarea')

  it('carries a shift: two agents, two customers, a stopped promise, a cut connection, a close', { timeout: 180_000 }, async () => {
    // The administrator is made by the link of the first start, and makes a colleague.
    const first = await newPage(await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 800 } }), `/desk${/#invite=[\w-]+/.exec(service.said())?.[0] ?? ''}`)
    const invite = first.locator('#invite')
    await invite.getByLabel('姓名').fill('王芳')
    await invite.getByLabel('邮箱').fill('wang@bank.example')
    await invite.getByLabel('密码').fill(password)
    await invite.getByRole('button').click()
    await first.locator('#waiting').getByText('没有客户在等待').waitFor()
    await shot(first, 'empty')
    expect(await seriousFindings(first)).toEqual([])
    expect(await first.evaluate(body => fetch('/api/desk/staff', { method: 'POST', headers: { 'content-type': 'application/json' }, body }).then(response => response.status), JSON.stringify({ email: 'li@bank.example', name: '李明', role: 'agent', password }))).toBe(201)
    const second = await signIn('li@bank.example', { locale: 'en-US', viewport: { width: 1024, height: 768 }, colorScheme: 'dark' })

    // One customer through the chat page and Microsoft's client, one with urgent trouble by the protocol.
    const chat = await newPage(await browser.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 } }), '/')
    const box = chat.getByRole('textbox').first()
    await box.fill('转人工')
    await box.press('Enter')
    await first.locator('#waiting button').first().waitFor()
    const robbed = await customer()
    await robbed.send({ type: 'message', text: '我的手机号是13800138000，我被骗了，刚转给骗子五万' })
    await vi.waitFor(async () => expect(await first.locator('#waiting button').count()).toBe(2), { timeout: 10_000 })
    // Urgent first, with both agents, without a reload (M1.3b).
    for (const page of [first, second]) expect(await page.locator('#waiting button').first().getAttribute('class')).toBe('urgent')
    await shot(first, 'queue')
    await first.locator('#waiting button').first().click()
    await first.locator('#transcript').getByText('［手机号 *8000］').waitFor()
    expect(await first.content()).not.toContain('13800138000')

    // Both reach for the urgent one: one wins, the other is told and sees nothing of the talk.
    await second.locator('#waiting button').first().click()
    await second.locator('#take').waitFor()
    await first.locator('#take').waitFor()
    await Promise.all([first.locator('#take').click(), second.locator('#take').click()])
    await vi.waitFor(async () => expect(await first.locator('#reply').isVisible() || await second.locator('#reply').isVisible()).toBe(true), { timeout: 10_000 })
    const [winner, other] = await first.locator('#reply').isVisible() ? [first, second] : [second, first]
    await vi.waitFor(async () => expect(await other.locator('#status').textContent()).not.toBe(''), { timeout: 10_000 })
    await other.locator('#empty').waitFor()
    await vi.waitFor(async () => expect(await winner.locator('#mine button').count()).toBe(1), { timeout: 10_000 })

    // The other takes the chat customer by keyboard.
    await vi.waitFor(async () => expect(await other.locator('#waiting button').count()).toBe(1), { timeout: 10_000 })
    await other.keyboard.press('Alt+n')
    await textBox(other).waitFor()
    await chat.getByText(/已接入/).first().waitFor()
    await textBox(other).fill('您好，请讲。')
    await textBox(other).press('Control+Enter')
    await chat.getByText('您好，请讲。').first().waitFor()
    expect(await textBox(other).inputValue()).toBe('')

    // A promise is stopped with its reason and stays to be rewritten; the draft outlives a reload.
    await textBox(winner).fill('这只基金稳赚不赔')
    await winner.locator('#reply').getByRole('button').first().click()
    await winner.getByRole('alert').getByText('M4.3a').waitFor()
    expect(await textBox(winner).inputValue()).toBe('这只基金稳赚不赔')
    await shot(winner, 'stopped')
    await winner.reload()
    await winner.locator('#mine button').first().click()
    await vi.waitFor(async () => expect(await textBox(winner).inputValue()).toBe('这只基金稳赚不赔'), { timeout: 10_000 })
    await textBox(winner).fill('这只基金可以随时赎回。')
    await textBox(winner).press('Control+Enter')
    await winner.locator('#transcript li.agent').getByText('基金有风险，投资须谨慎').waitFor()
    expect((await robbed.texts()).filter(text => text.includes('稳赚'))).toEqual([])

    // Typing both ways, live.
    await robbed.send({ type: 'typing' })
    await vi.waitFor(async () => {
      await robbed.send({ type: 'typing' })
      expect(await winner.locator('#typing').textContent()).not.toBe('')
    }, { timeout: 10_000 })

    // The line is cut; what came meanwhile is there afterwards, once, in order.
    await winner.context().setOffline(true)
    await winner.evaluate(() => window.dispatchEvent(new Event('offline')))
    for (const text of ['断线一', '断线二', '断线三']) await robbed.send({ type: 'message', text })
    await winner.context().setOffline(false)
    await vi.waitFor(async () => expect((await winner.locator('#transcript li.user').allTextContents()).filter(text => text.includes('断线')).map(text => text.slice(-3))).toEqual(['断线一', '断线二', '断线三']), { timeout: 20_000 })
    expect(await seriousFindings(winner)).toEqual([])
    expect(await seriousFindings(other)).toEqual([])
    await shot(first, 'talk-first')
    await shot(second, 'talk-second')

    for (const page of [other, winner]) {
      await page.locator('#close').click()
      await page.locator('#empty').waitFor()
    }
    await vi.waitFor(async () => expect(await winner.locator('#mine button').count()).toBe(0), { timeout: 10_000 })
    await vi.waitFor(async () => expect((await robbed.texts()).at(-1)).toMatch(/人工服务已结束/), { timeout: 10_000 })
    expect(problems.filter(each => /Content Security Policy/.test(each))).toEqual([])
    for (const page of [first, second]) {
      await page.locator('#out').click()
      await page.locator('#sign-in').waitFor()
    }
    for (const page of [first, second, chat]) await page.context().close()
  })

  it('tells of a server that was away and goes on where it was', { timeout: 150_000 }, async () => {
    const page = await signIn('li@bank.example', { locale: 'zh-TW', viewport: { width: 390, height: 844 } })
    const guest = await customer()
    await guest.send({ type: 'message', text: '轉人工' })
    await page.locator('#waiting button').first().click()
    await page.locator('#take').click()
    await textBox(page).waitFor()
    await shot(page, 'phone')
    expect(await seriousFindings(page)).toEqual([])
    const { port } = new URL(service.url)
    await service.kill('SIGKILL')
    await page.locator('#live.off').waitFor({ state: 'attached' })
    service = await startProcess({ DATA_DIR: dataDir, PORT: port })
    await guest.send({ type: 'message', text: '還在嗎' })
    await page.locator('#transcript li.user').getByText('還在嗎').waitFor({ timeout: 60_000 })
    expect(await page.locator('#transcript li.user').getByText('還在嗎').count()).toBe(1)
    await page.locator('#out').click()
    await page.locator('#sign-in input[name=password]').waitFor()
    expect(await page.locator('#transcript li').count()).toBe(0)
    // Who signs out leaves nobody waiting for them (M1.1b).
    await vi.waitFor(async () => expect((await guest.texts()).at(-1)).toMatch(/回到隊列|下一位/), { timeout: 10_000 })
    await page.context().close()
  })
})
