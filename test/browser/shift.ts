import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { expect, vi } from 'vitest'
import { z } from 'zod'
import { createRegister, type Role } from '../../desk/register.ts'
import { openStore } from '../../store/index.ts'
import { startProcess } from '../support/process.ts'
import { deskOn } from './desk-page.ts'
import { launchBrowser, newContext } from './support.ts'

const tokenSchema = z.object({ token: z.string(), conversationId: z.string() })
const activities = z.looseObject({ activities: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })) })
const axeSource = readFileSync(join(import.meta.dirname, '..', '..', 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')
const axeResult = z.object({ violations: z.array(z.looseObject({ id: z.string(), impact: z.string().nullish(), nodes: z.array(z.looseObject({ html: z.string() })) })) })
const password = 'a long enough password'
const patience = { timeout: 10_000 }

/** The real service with these members of staff, by name and role, and a browser to work in. `name` begins the names of screenshots. */
export async function startShift(name: string, people: Record<string, Role>, env: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  const store = await openStore({ dataDir })
  const register = createRegister({ store, clock: { now: () => new Date() } })
  for (const [person, role] of Object.entries(people)) await register.add(`${person}@bank.example`, person, role, password)
  await store.close()
  const service = await startProcess({ DATA_DIR: dataDir, ...env })
  const browser = await launchBrowser()
  const problems: string[] = []

  return {
    url: service.url,
    /** What went wrong in any page, by itself. */
    problems,
    async signIn(person: string, options: Parameters<Browser['newContext']>[0]): Promise<Page> {
      const page = await (await newContext(browser, options)).newPage()
      page.on('pageerror', error => problems.push(error.message))
      page.on('console', line => { if (/Content Security Policy/.test(line.text())) problems.push(line.text()) })
      await page.goto(`${service.url}/desk`)
      await deskOn(page).signIn(`${person}@bank.example`, password)
      return page
    },
    /** A customer on the official protocol. */
    async customer() {
      const { token, conversationId } = tokenSchema.parse(await (await fetch(`${service.url}/v3/directline/tokens/generate`, { method: 'POST' })).json())
      const address = `${service.url}/v3/directline/conversations/${conversationId}/activities`
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const texts = async () => activities.parse(await (await fetch(address, { headers })).json()).activities.flatMap(each => each.type === 'message' ? each.text ?? [] : [])
      return {
        texts,
        hears: (what: RegExp) => vi.waitFor(async () => expect((await texts()).join('\n')).toMatch(what), patience),
        says: (text: string) => fetch(address, { method: 'POST', headers, body: JSON.stringify({ type: 'message', from: { id: 'anyone' }, text }) }),
      }
    },
    async shot(page: Page, what: string): Promise<void> {
      const shots = process.env['SCREENSHOTS']
      if (shots) await page.screenshot({ path: join(shots, `${name}-${what}.png`), fullPage: true })
    },
    /** What axe finds that keeps somebody from using the page. */
    async seriousFindings(page: Page): Promise<string[]> {
      await page.evaluate(axeSource)
      const { violations } = axeResult.parse(await page.evaluate('axe.run()'))
      return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join(' | ')}`)
    },
    async end(): Promise<void> {
      await browser.close()
      await service.kill('SIGTERM')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export type Shift = Awaited<ReturnType<typeof startShift>>

/** Takes a step by its button or in the menu beside the buttons, by keyboard; `fill` fills in what its dialog asks for. */
export async function takeStep(page: Page, title: string, fill: (dialog: ReturnType<Page['getByRole']>) => Promise<void> = () => Promise.resolve(), { stays = false } = {}): Promise<void> {
  const group = page.getByRole('group', { name: /^(可以做的事|What you can do)$/ })
  await group.getByRole('button').first().waitFor()
  const direct = group.getByRole('button', { name: title, exact: true })
  if (await direct.count() > 0) await direct.press('Enter')
  else {
    await group.getByRole('button', { name: /^(更多|更多步骤|More|More steps)$/ }).press('Enter')
    await page.getByRole('menuitem', { name: title, exact: true }).press('Enter')
  }
  const dialog = page.getByRole('dialog', { name: title })
  await dialog.waitFor()
  await fill(dialog)
  await dialog.getByRole('button', { name: /^(确定|確定|Confirm)$/ }).press('Enter')
  await (stays ? dialog.getByRole('alert').waitFor() : dialog.waitFor({ state: 'hidden' }))
}
