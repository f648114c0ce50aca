import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { type Running, startProcess } from '../support/process.ts'
import { browserPresent, launchBrowser, newContext } from './support.ts'

const axeSchema = z.object({ violations: z.array(z.object({ id: z.string(), impact: z.string().nullish(), nodes: z.array(z.object({ html: z.string() })) })) })

describe.runIf(browserPresent)('the chat page in a real browser', () => {
  let service: Running
  let browser: Browser
  let dataDir: string
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    service = await startProcess({ DATA_DIR: dataDir, NEW_CONVERSATIONS_PER_MINUTE: '1000' })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await service?.kill('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  })

  /** Keeps a picture of the page where `SCREENSHOTS` names a folder for them. */
  const shot = async (page: Page, name: string) => {
    const shots = process.env['SCREENSHOTS']
    if (shots) await page.screenshot({ path: join(shots, `${name}.png`) })
  }

  it.each([
    ['zh-CN', '卡丢了怎么办', '请马上挂失', { width: 1280, height: 800 }],
    ['zh-TW', '卡丟了怎麼辦', '請馬上掛失', { width: 390, height: 844 }],
    ['en-US', 'I lost my card', 'Block the card at once', { width: 390, height: 844 }],
  ] as const)('greets, answers a suggested question and keeps the history over a reload (%s)', async (locale, question, answer, viewport) => {
    const context = await newContext(browser, { locale, viewport })
    const page = await context.newPage()
    const problems: string[] = []
    page.on('console', line => { if (line.type() === 'error') problems.push(line.text()) })
    await page.goto(service.url)
    await page.locator('#suggestions').getByRole('button', { name: question }).click()
    await page.getByText(answer).first().waitFor()
    await shot(page, `chat-${locale}`)
    await page.reload()
    await page.getByText(answer).first().waitFor()
    expect(await page.getAttribute('html', 'lang')).toBe({ 'zh-CN': 'zh-Hans', 'zh-TW': 'zh-Hant', 'en-US': 'en' }[locale])
    expect(problems).toEqual([])
    await context.close()
  })

  it('keeps the conversation when the server is away for a moment, and offers to try again', async () => {
    const context = await newContext(browser, { locale: 'en-US' })
    const page = await context.newPage()
    await page.goto(service.url)
    await page.getByRole('button', { name: 'I lost my card' }).click()
    await page.getByText('Block the card at once').first().waitFor()
    await page.route('**/v3/directline/conversations', route => route.fulfill({ status: 503, body: '{}' }))
    await page.reload()
    const retry = page.getByRole('button', { name: 'Try again' })
    await retry.waitFor()
    await page.unroute('**/v3/directline/conversations')
    await retry.click()
    await page.getByText('Block the card at once').first().waitFor()
    await context.close()
  })

  it('answers where the page may keep nothing', async () => {
    const context = await newContext(browser, { locale: 'en-US' })
    await context.addInitScript(() => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError') } }))
    const page = await context.newPage()
    await page.goto(service.url)
    await page.getByRole('button', { name: 'I lost my card' }).click()
    await page.getByText('Block the card at once').first().waitFor()
    await context.close()
  })

  const open = async (locale: string, viewport = { width: 1280, height: 800 }, path = '/', colorScheme: 'light' | 'dark' = 'light'): Promise<Page> => {
    const page = await (await newContext(browser, { locale, viewport, colorScheme })).newPage()
    await page.goto(`${service.url}${path}`)
    return page
  }

  it('switches language: page, controls and what the bot says next, each message marked with its own', async () => {
    const page = await open('zh-CN')
    await page.getByText('您好，我是澄湾银行的自动助手').first().waitFor()
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByText('Certainly, I will answer in English.').first().waitFor()
    expect(await page.getAttribute('html', 'lang')).toBe('en')
    expect(await page.title()).toContain('Automated assistant')
    await page.getByPlaceholder('Type your message').fill('卡丢了怎么办')
    await page.keyboard.press('Enter')
    const answer = page.getByText('Block the card at once').first()
    await answer.waitFor()
    expect(await answer.evaluate(element => element.closest('[lang]')?.getAttribute('lang'))).toBe('en')
    const languages = await page.locator('.webchat__text-content').evaluateAll(each => each.map(element => element.querySelector('p')?.closest('[lang]')?.getAttribute('lang')))
    expect(languages.slice(0, 2)).toEqual(['zh-Hans', 'en'])
    await page.reload()
    await page.getByText('Block the card at once').first().waitFor()
    expect(await page.getAttribute('html', 'lang')).toBe('en')
    await page.context().close()
  })

  it('shows the privacy notice in the language that was chosen', async () => {
    const page = await open('zh-CN')
    await page.getByRole('button', { name: '繁體中文' }).click()
    const [notice] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link', { name: '私隱說明' }).click()])
    await notice.getByRole('heading', { name: '私隱說明' }).waitFor()
    expect(await notice.locator('article:visible').count()).toBe(1)
    expect(await notice.getAttribute('html', 'lang')).toBe('zh-Hant')
    await page.context().close()
  })

  it('is a whole conversation by keyboard alone: suggestion, own words, an offered answer, language', async () => {
    const page = await open('en-US')
    await page.getByText('Hello, I am the automated assistant').first().waitFor()
    const focused = (name: string) => page.evaluate(wanted => `${document.activeElement?.getAttribute('aria-label') ?? ''} ${document.activeElement?.tagName === 'BODY' ? '' : document.activeElement?.textContent ?? ''}`.includes(wanted), name)
    const tabTo = async (name: string) => {
      for (let pressed = 0; pressed < 30; pressed += 1) {
        if (await focused(name)) return
        await page.keyboard.press('Tab')
      }
      throw new Error(`The keyboard does not reach "${name}"`)
    }
    await tabTo('I lost my card')
    await page.keyboard.press('Enter')
    await page.getByText('Block the card at once').first().waitFor()
    await page.locator('body').press('Home')
    await tabTo('Message input box')
    await page.keyboard.type('What is the transfer limit')
    await page.keyboard.press('Enter')
    await page.getByText('What is the transfer limit').nth(1).waitFor()
    await tabTo('Talk to a person')
    await page.keyboard.press('Enter')
    await page.getByText(/connecting you to a person/).first().waitFor()
    await page.context().close()
  })

  it('sends a file, shows it and is answered; what is no picture, PDF or text it says so of', async () => {
    const page = await open('en-US')
    await page.getByText('Hello, I am the automated assistant').first().waitFor()
    const said = page.getByRole('status').getByText('That was not sent')
    const attach = async (name: string, mimeType: string, buffer: Buffer, then: Locator) => {
      await page.locator('input[type=file]').first().setInputFiles({ name, mimeType, buffer })
      // Web Chat makes a thumbnail before the file is in the box; with an empty box "Send" does nothing.
      await vi.waitFor(async () => {
        await page.getByRole('button', { name: 'Send', exact: true }).click()
        expect(await then.count()).toBeGreaterThan(0)
      }, 15_000)
    }
    await attach('statement.txt', 'text/plain', Buffer.from('hello'), page.locator('#chat').getByText('statement.txt'))
    await vi.waitFor(async () => expect(await page.locator('.webchat__bubble__content').count()).toBeGreaterThanOrEqual(3), 10_000)
    await attach('page.png', 'image/png', Buffer.from('<script>'), said)
    await page.context().close()
  })

  it('begins anew with a note where the conversation has expired', async () => {
    const page = await open('en-US')
    await page.getByRole('button', { name: 'I lost my card' }).click()
    await page.getByText('Block the card at once').first().waitFor()
    await page.evaluate(() => localStorage.setItem('shouwen.session', JSON.stringify({ token: 'x.y.z', conversationId: 'gone' })))
    await page.reload()
    await page.getByText('Your last conversation had expired').waitFor()
    await page.getByText('Hello, I am the automated assistant').first().waitFor()
    expect(await page.getByText('Block the card at once').count()).toBe(0)
    await page.context().close()
  })

  it('says when the connection is lost and takes it up again, losing nothing', async () => {
    const page = await browser.newPage({ locale: 'en-US' })
    const sockets: { close(options?: { code?: number }): Promise<void> }[] = []
    await page.routeWebSocket(/\/stream/, socket => {
      socket.connectToServer()
      sockets.push(socket)
    })
    await page.goto(service.url)
    await page.getByRole('button', { name: 'I lost my card' }).click()
    await page.getByText('Block the card at once').first().waitFor()
    await Promise.all(sockets.map(socket => socket.close({ code: 1011 })))
    await page.getByText('Connection lost, reconnecting').waitFor()
    await page.getByPlaceholder('Type your message').fill('What is the transfer limit')
    await page.keyboard.press('Enter')
    await page.getByText('Connection lost, reconnecting').waitFor({ state: 'hidden', timeout: 30_000 })
    await page.getByText(/transfer limit/i).nth(2).waitFor()
    await page.context().close()
  }, 60_000)

  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  const seriousIn = async (page: Page) => {
    // Around the page's policy, which lets no script in.
    await page.evaluate(axe)
    const found = await page.evaluate('axe.run({ iframes: false })')
    return axeSchema.parse(found).violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
  }

  // Narrow and dark, or wide and light: each language in both.
  const looks = [['light', { width: 1280, height: 800 }], ['dark', { width: 390, height: 844 }]] as const
  it.each(['zh-CN', 'zh-TW', 'en-US'].flatMap(locale => looks.map(look => [locale, ...look] as const)))('has no serious finding of axe, in %s, %s, at %o', async (locale, colorScheme, viewport) => {
    const page = await open(locale, viewport, '/', colorScheme)
    await page.locator('#suggestions button:enabled').first().click()
    await vi.waitFor(async () => expect(await page.locator('.webchat__bubble__content').count()).toBeGreaterThanOrEqual(3), 10_000)
    await shot(page, `chat-${locale}-${colorScheme}`)
    expect(await seriousIn(page)).toEqual([])
    await page.goto(`${service.url}/privacy`)
    await shot(page, `privacy-${locale}-${colorScheme}`)
    expect(await seriousIn(page)).toEqual([])
    await page.context().close()
  })

  it('follows the system into the dark while it is shown, Web Chat\'s own parts too', async () => {
    const page = await open('en-US')
    await page.getByText('Hello, I am the automated assistant').first().waitFor()
    /** How bright what stands behind each part is, from 0 to 1; the own colour, or that of what is behind it. */
    const brightness = () => page.evaluate(() => ['body', '#chat', '#suggestions button', '.webchat__bubble__content', '.webchat__send-box', '.webchat__send-box__main'].map(part => {
      for (let at = document.querySelector(part); at; at = at.parentElement) {
        const [red = 0, green = 0, blue = 0, alpha = 1] = (getComputedStyle(at).backgroundColor.match(/[\d.]+/g) ?? []).map(Number)
        if (alpha > 0) return (red + green + blue) / 765
      }
      return Number.NaN
    }))
    for (const each of await brightness()) expect(each).toBeGreaterThan(0.9)
    await page.emulateMedia({ colorScheme: 'dark' })
    await vi.waitFor(async () => { for (const each of await brightness()) expect(each).toBeLessThan(0.25) })
    await page.context().close()
  })

  it('lets a site frame the chat for the launcher, and nobody the desk', async () => {
    const policyOf = async (path: string) => (await fetch(`${service.url}${path}`)).headers.get('content-security-policy') ?? ''
    expect(await policyOf('/')).toContain('frame-ancestors *')
    expect(await policyOf('/desk')).toContain("frame-ancestors 'none'")
    expect(await policyOf('/privacy')).toContain("frame-ancestors 'none'")
    expect(await policyOf('/')).toMatch(/connect-src 'self' blob: ws:\/\/127\.0\.0\.1:\d+ wss:\/\/127\.0\.0\.1:\d+;/)
  })
})
