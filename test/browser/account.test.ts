import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { records } from '../support/desk.ts'
import { type Running, startProcess } from '../support/process.ts'
import { codeOf, takeIn } from '../support/sign-in.ts'
import { browserPresent, launchBrowser, newContext } from './support.ts'

const axeSource = readFileSync(join(import.meta.dirname, '..', '..', 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')
const axeResult = z.object({ violations: z.array(z.looseObject({ id: z.string(), impact: z.string().nullish() })) })
const password = 'a long enough password'
const own = 'a password of her own'

describe.runIf(browserPresent)('accounts in a real browser', () => {
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
  async function open(options: Parameters<Browser['newContext']>[0], path: string): Promise<Page> {
    const page = await (await newContext(browser, options)).newPage()
    page.on('pageerror', error => problems.push(error.message))
    await page.goto(`${service.url}${path}`)
    return page
  }
  async function seriousFindings(page: Page): Promise<string[]> {
    await page.evaluate(axeSource)
    return axeResult.parse(await page.evaluate('axe.run()')).violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)
  }

  it('are made, set up by keyboard on a phone, confirmed by a second person, and ended', { timeout: 120_000 }, async () => {
    const admin = await open({ locale: 'zh-CN', viewport: { width: 1280, height: 800 } }, `/desk${/#invite=[\w-]+/.exec(service.said())?.[0] ?? ''}`)
    await admin.getByLabel('姓名').fill('王芳')
    await admin.getByLabel('邮箱').fill('wang@bank.example')
    await admin.getByRole('textbox', { name: '密码' }).fill(password)
    await admin.getByRole('button', { name: '保存' }).click()
    await admin.getByRole('button', { name: /^更多/ }).click()
    await admin.getByRole('menuitem', { name: '账号' }).click()
    const dialog = admin.getByRole('dialog')
    for (const [name, email, role] of [['陈合', 'chen@bank.example', 'compliance'], ['赵新', 'zhao@bank.example', 'admin']] as const) {
      await admin.getByRole('button', { name: '添加员工' }).click()
      await dialog.getByLabel('姓名').fill(name)
      await dialog.getByLabel('邮箱').fill(email)
      await dialog.getByLabel('角色').selectOption(role)
      await dialog.getByRole('textbox', { name: '初始密码' }).fill(password)
      await admin.keyboard.press('Enter')
      await dialog.waitFor({ state: 'hidden' })
    }
    const row = (email: string) => admin.locator(`tr[data-email="${email}"]`)
    await row('zhao@bank.example').getByText('待第二人确认').waitFor()
    // Who proposed it cannot confirm it.
    expect(await admin.getByRole('button', { name: '确认' }).count()).toBe(0)
    expect(await seriousFindings(admin)).toEqual([])

    const officer = await open({ locale: 'en-GB', viewport: { width: 390, height: 844 }, colorScheme: 'dark' }, '/desk')
    await officer.getByRole('textbox', { name: 'E-mail' }).focus()
    await officer.keyboard.type('chen@bank.example')
    await officer.keyboard.press('Tab')
    await officer.keyboard.type(password)
    await officer.keyboard.press('Enter')
    // The administrator knows the first password; from here on she has one of her own.
    await officer.getByRole('heading', { name: 'Choose your own password' }).waitFor()
    expect(await seriousFindings(officer)).toEqual([])
    await officer.keyboard.type(own)
    await officer.keyboard.press('Enter')
    await officer.getByRole('img', { name: /QR code/ }).waitFor()
    takeIn('chen@bank.example', await officer.getByRole('link', { name: /Open in an app/ }).getAttribute('href') ?? '')
    expect(await seriousFindings(officer)).toEqual([])
    // The field for the code has the focus, and after it the button that goes on.
    await officer.keyboard.type('000000')
    await officer.keyboard.press('Enter')
    await officer.getByRole('alert').getByText(/The code is wrong/).waitFor()
    await officer.keyboard.press('Control+a')
    await officer.keyboard.type(codeOf('chen@bank.example'))
    await officer.keyboard.press('Enter')
    const codes = officer.getByRole('list', { name: 'Keep your recovery codes' }).getByRole('listitem')
    await codes.first().waitFor()
    expect(await codes.count()).toBe(10)
    const recoveryCode = await codes.first().textContent() ?? ''
    expect(await seriousFindings(officer)).toEqual([])
    await officer.keyboard.press('Enter')
    await officer.getByRole('button', { name: '陈合' }).waitFor()

    await officer.goto(`${service.url}/desk/accounts`)
    await officer.getByRole('button', { name: 'Confirm' }).click()
    await officer.getByRole('heading', { name: 'Awaiting a second person' }).waitFor({ state: 'hidden' })
    expect(await officer.getByRole('button', { name: 'Add a member' }).count()).toBe(0)
    expect(await seriousFindings(officer)).toEqual([])

    // The phone is lost: a recovery code signs in elsewhere, and the session on the phone is ended from there.
    const other = await open({ locale: 'zh-TW', viewport: { width: 1024, height: 768 } }, '/desk')
    await other.getByLabel('電郵').fill('chen@bank.example')
    await other.getByRole('textbox', { name: '密碼' }).fill(own)
    await other.keyboard.press('Enter')
    await other.getByRole('button', { name: /使用復原碼/ }).click()
    await other.getByRole('textbox', { name: '復原碼' }).fill(recoveryCode.toLowerCase())
    await other.keyboard.press('Enter')
    await other.getByRole('button', { name: '陈合' }).click()
    await other.getByRole('menuitem', { name: '我的帳戶' }).click()
    await other.getByText('剩餘復原碼：9').waitFor()
    expect(await seriousFindings(other)).toEqual([])
    await other.getByRole('button', { name: /^結束: / }).click()
    await officer.getByRole('heading', { name: 'Sign in' }).waitFor({ timeout: 15_000 })
    await officer.getByText('You have been signed out').waitFor()
    expect(await seriousFindings(officer)).toEqual([])

    // Some time later she is asked again who she is; a wrong code is said so, and tried again in the same place.
    await records(dataDir, store => store.write(tx => tx.updateTable('staff_sessions').set({ proved_at: '2026-01-01T00:00:00.000Z' }).execute()))
    await other.getByRole('button', { name: '產生新的復原碼' }).click()
    const proof = other.getByRole('dialog', { name: '再次驗證身分' })
    await proof.waitFor()
    expect(await seriousFindings(other)).toEqual([])
    await other.keyboard.type('000000')
    await other.keyboard.press('Enter')
    await proof.getByRole('alert').getByText(/驗證碼不正確/).waitFor()
    await other.keyboard.press('Control+a')
    await other.keyboard.type(codeOf('chen@bank.example'))
    await other.keyboard.press('Enter')
    await other.getByRole('dialog').getByRole('listitem').first().waitFor()
    await other.keyboard.press('Enter')

    // Her password, by keyboard: a wrong one is said so in the dialog, and what was typed stays to be put right.
    await other.getByRole('button', { name: '變更密碼' }).press('Enter')
    const changing = other.getByRole('dialog', { name: '變更密碼' })
    await changing.waitFor()
    await other.keyboard.type('not her password')
    await changing.getByRole('textbox', { name: '新密碼' }).fill('yet another password')
    await other.keyboard.press('Enter')
    await changing.getByRole('alert').getByText('目前的密碼不正確').waitFor()
    if (process.env['SCREENSHOTS']) await other.screenshot({ path: join(process.env['SCREENSHOTS'], 'account-password.png') })
    expect(await seriousFindings(other)).toEqual([])
    await changing.getByRole('textbox', { name: '目前的密碼' }).fill(own)
    await other.keyboard.press('Enter')
    await other.getByRole('status').getByText('密碼已變更').waitFor()
    expect(await seriousFindings(other)).toEqual([])

    // Another role holds at once: the page that is open is signed out and says so, and comes back with what the role may do.
    const id = await records(dataDir, async store => {
      await store.write(tx => tx.updateTable('staff_sessions').set({ proved_at: new Date().toISOString() }).execute())
      return (await store.db.selectFrom('staff').select('id').where('email', '=', 'chen@bank.example').executeTakeFirstOrThrow()).id
    })
    const changed = await admin.evaluate(async who => (await fetch(`/api/desk/staff/${who}/role`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"role":"agent"}' })).status, id)
    expect(changed).toBe(200)
    await other.getByText('登入已結束，請重新登入').waitFor({ timeout: 15_000 })
    if (process.env['SCREENSHOTS']) await other.screenshot({ path: join(process.env['SCREENSHOTS'], 'account-other-role.png') })
    expect(await other.evaluate(async () => (await fetch('/api/desk/access-review')).status)).toBe(401)
    expect(problems).toEqual([])
  })
})
