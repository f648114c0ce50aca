import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createRegister } from '../../desk/register.ts'
import { openStore } from '../../store/index.ts'
import { type Running, startProcess } from '../support/process.ts'
import { deskOn } from './desk-page.ts'
import { browserPresent, launchBrowser } from './support.ts'

const answered = z.looseObject({ activities: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })) })
const tokenSchema = z.object({ token: z.string(), conversationId: z.string() })
const axeSource = readFileSync(join(import.meta.dirname, '..', '..', 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')
const axeResult = z.object({ violations: z.array(z.looseObject({ id: z.string(), impact: z.string().nullish() })) })
const password = 'a long enough password'

describe.runIf(browserPresent)('the owner\'s page in a real browser', () => {
  let service: Running
  let browser: Browser
  let dataDir: string
  const problems: string[] = []
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    const store = await openStore({ dataDir })
    const register = createRegister({ store, clock: { now: () => new Date() } })
    for (const [name, role] of [['chief', 'admin'], ['li', 'agent']] as const) await register.add(`${name}@bank.example`, name, role, password)
    await store.close()
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
    const texts = async () => answered.parse(await (await fetch(address, { headers })).json()).activities.flatMap(each => each.type === 'message' ? each.text ?? [] : [])
    return {
      hears: (what: RegExp) => vi.waitFor(async () => expect((await texts()).join('\n')).toMatch(what), { timeout: 10_000 }),
      says: (text: string) => fetch(address, { method: 'POST', headers, body: JSON.stringify({ type: 'message', from: { id: 'anyone' }, text }) }),
    }
  }
  async function signIn(name: string, options: Parameters<Browser['newContext']>[0]): Promise<Page> {
    const page = await (await browser.newContext(options)).newPage()
    page.on('pageerror', error => problems.push(error.message))
    await page.goto(`${service.url}/desk`)
    await deskOn(page).signIn(`${name}@bank.example`, password)
    return page
  }
  async function shot(page: Page, name: string): Promise<void> {
    const shots = process.env['SCREENSHOTS']
    if (shots) await page.screenshot({ path: join(shots, `enquiries-${name}.png`) })
  }
  async function seriousFindings(page: Page): Promise<string[]> {
    await page.evaluate(axeSource)
    return axeResult.parse(await page.evaluate('axe.run()')).violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)
  }

  it('shows what is due, keeps a promise through the gate, names what is missing, and hands on by keyboard', { timeout: 120_000 }, async () => {
    const guest = await customer()
    await guest.says('留言')
    await guest.hears(/请写下您的留言/)
    await guest.says('销户要带什么材料，请回电')
    await guest.hears(/1 个工作日内回复/)
    const chief = await signIn('chief', { locale: 'zh-CN', viewport: { width: 1280, height: 800 } })
    await shot(chief, 'desk')
    await chief.goto(`${service.url}/desk/enquiries`)
    await chief.locator('#list button').first().press('Enter')
    await chief.locator('#one').waitFor()
    expect(await chief.locator('#clocks').textContent()).toMatch(/答复/)
    expect(await chief.locator('#about').textContent()).toMatch(/办理、答复客户、满意度回访/)
    await chief.locator('#acts').selectOption('promise')
    await chief.locator('#fields textarea').fill('保证您买的基金保本保息')
    await chief.locator('#act button').press('Enter')
    await vi.waitFor(async () => expect(await chief.locator('#reasons').textContent()).toMatch(/保本/))
    await chief.locator('#fields textarea').fill('我们会核对销户材料并给您回电')
    await chief.locator('#act button').press('Enter')
    await guest.hears(/我们会核对销户材料并给您回电[^]*给您答复/)
    await vi.waitFor(async () => expect(await chief.locator('#clocks li').count()).toBe(2))
    // Another member owns it: closing is not theirs.
    expect(await chief.locator('#acts option[value=close]').count()).toBe(0)
    await chief.locator('#customer').press('Enter')
    await vi.waitFor(async () => expect(await chief.locator('#timeline').textContent()).toMatch(/销户要带什么材料/))
    expect(await seriousFindings(chief)).toEqual([])
    await shot(chief, 'zh')

    // The administrator owns it; the agent becomes the successor on a phone, in English.
    await chief.locator('#acts').selectOption('successor')
    await chief.locator('#fields select').selectOption({ label: 'li' })
    await chief.locator('#fields textarea').fill('休假')
    await chief.locator('#act button').press('Enter')
    await vi.waitFor(async () => expect(await chief.locator('#timeline').textContent()).toMatch(/succession\.proposed/))
    const li = await signIn('li', { locale: 'en-GB', viewport: { width: 390, height: 800 } })
    await li.goto(`${service.url}/desk/enquiries`)
    await li.locator('#successions button').first().press('Enter')
    await li.locator('#list button').first().press('Enter')
    await vi.waitFor(async () => expect(await li.locator('#about').textContent()).toMatch(/Owner: li/))
    await li.locator('#acts').selectOption('close')
    await li.locator('#act button').press('Enter')
    await vi.waitFor(async () => expect(await li.locator('#reasons').textContent()).toMatch(/missing: handle it, answer the customer, ask for feedback/))
    expect(await li.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    expect(await seriousFindings(li)).toEqual([])
    await shot(li, 'phone')
    // What is due stands on the page of complaints and deadlines, too.
    await li.locator('header a').last().click()
    await vi.waitFor(async () => expect(await li.locator('#due').textContent()).toMatch(/Answer[^]*li[^]*Promise/))
    expect(await seriousFindings(li)).toEqual([])
    await shot(li, 'cases')
    expect(problems).toEqual([])
  })
})
