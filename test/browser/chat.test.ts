import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Running, startProcess } from '../support/process.ts'
import { browserPresent, launchBrowser } from './support.ts'

describe.runIf(browserPresent)('the chat page in a real browser', () => {
  let service: Running
  let browser: Browser
  let dataDir: string
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

  it.each([
    ['zh-CN', '卡丢了怎么办', '请马上挂失', { width: 1280, height: 800 }],
    ['zh-TW', '卡丟了怎麼辦', '請馬上掛失', { width: 390, height: 844 }],
    ['en-US', 'I lost my card', 'Block the card at once', { width: 390, height: 844 }],
  ] as const)('greets, answers a suggested question and keeps the history over a reload (%s)', async (locale, question, answer, viewport) => {
    const context = await browser.newContext({ locale, viewport })
    const page = await context.newPage()
    const problems: string[] = []
    page.on('console', line => { if (line.type() === 'error') problems.push(line.text()) })
    await page.goto(service.url)
    await page.locator('#suggestions').getByRole('button', { name: question }).click()
    await page.getByText(answer).first().waitFor()
    const shots = process.env['SCREENSHOTS']
    if (shots) await page.screenshot({ path: join(shots, `chat-${locale}.png`) })
    await page.reload()
    await page.getByText(answer).first().waitFor()
    expect(await page.getAttribute('html', 'lang')).toBe({ 'zh-CN': 'zh-Hans', 'zh-TW': 'zh-Hant', 'en-US': 'en' }[locale])
    expect(problems.filter(each => /Content Security Policy/.test(each))).toEqual([])
    await context.close()
  })

  it('keeps the conversation when the server is away for a moment, and offers to try again', async () => {
    const context = await browser.newContext({ locale: 'en-US' })
    const page = await context.newPage()
    await page.goto(service.url)
    await page.getByRole('button', { name: 'I lost my card' }).click()
    await page.getByText('Block the card at once').first().waitFor()
    await page.route('**/tokens/refresh', route => route.fulfill({ status: 503, body: '{}' }))
    await page.reload()
    const retry = page.getByRole('button', { name: 'Try again' })
    await retry.waitFor()
    await page.unroute('**/tokens/refresh')
    await retry.click()
    await page.getByText('Block the card at once').first().waitFor()
    await context.close()
  })

  it('answers where the page may keep nothing', async () => {
    const context = await browser.newContext({ locale: 'en-US' })
    await context.addInitScript(() => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError') } }))
    const page = await context.newPage()
    await page.goto(service.url)
    await page.getByRole('button', { name: 'I lost my card' }).click()
    await page.getByText('Block the card at once').first().waitFor()
    await context.close()
  })

  it('lets a site frame the chat for the launcher, and nobody the desk', async () => {
    const policyOf = async (path: string) => (await fetch(`${service.url}${path}`)).headers.get('content-security-policy') ?? ''
    expect(await policyOf('/')).toContain('frame-ancestors *')
    expect(await policyOf('/desk')).toContain("frame-ancestors 'none'")
    expect(await policyOf('/privacy')).toContain("frame-ancestors 'none'")
  })
})
