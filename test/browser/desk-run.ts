import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { z } from 'zod'
import type { Role } from '../../desk/register.ts'
import { addStaff, deskAt } from '../support/desk.ts'
import { startProcess } from '../support/process.ts'
import { deskOn } from './desk-page.ts'
import { launchBrowser, newContext } from './support.ts'

const axeSource = readFileSync(join(import.meta.dirname, '..', '..', 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')
const axeResult = z.object({ violations: z.array(z.looseObject({ id: z.string(), impact: z.string().nullish(), nodes: z.array(z.looseObject({ html: z.string() })) })) })

/** What axe finds on a page that keeps somebody out: nothing, if all is well. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const { violations } = axeResult.parse(await page.evaluate('axe.run()'))
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join(' | ')}`)
}

/** Keeps a picture of the page where `SCREENSHOTS` names a folder for them. */
export async function shot(page: Page, name: string): Promise<void> {
  const shots = process.env['SCREENSHOTS']
  if (shots) await page.screenshot({ path: join(shots, `desk-${name}.png`) })
}

/** The service with these members of staff, and a browser: what tests of the desk's pages share. `prepare` is given the data's folder before the start. */
export async function startDeskRun(staff: Record<string, Role>, prepare: (dataDir: string, ids: Record<string, string>) => Promise<void> = async () => undefined, env: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
  const ids = await addStaff(dataDir, staff)
  await prepare(dataDir, ids)
  let service = await startProcess({ DATA_DIR: dataDir, ...env })
  const { url } = service
  const browser = await launchBrowser()
  /** What the pages complained of. */
  const problems: string[] = []
  return {
    dataDir, ids, problems, url, api: deskAt(url),
    /** The desk of a member in a browser of their own. */
    async signIn(name: string, options: Parameters<Browser['newContext']>[0] = {}) {
      const context = await newContext(browser, { locale: 'zh-CN', viewport: { width: 1280, height: 800 }, ...options })
      // Signed in by the API: an app has few codes in a minute, and the page's own sign-in has a test of its own.
      const [, cookie = '', value = ''] = /^([^=]+)=(.*)$/.exec(await deskAt(url).signIn(name)) ?? []
      await context.addCookies([{ name: cookie, value, url }])
      const page = await context.newPage()
      page.on('console', line => { if (line.type() === 'error') problems.push(line.text()) })
      page.on('pageerror', error => problems.push(error.message))
      await page.goto(`${url}/desk`)
      const desk = deskOn(page)
      await desk.queue.waitFor({ state: 'attached' })
      return desk
    },
    kill: () => service.kill('SIGKILL'),
    /** Starts it again after a `kill`, at the same address on the same records. */
    async startAgain(): Promise<void> {
      service = await startProcess({ DATA_DIR: dataDir, ...env, PORT: new URL(url).port })
    },
    async stop(): Promise<void> {
      await browser.close()
      await service.kill('SIGTERM')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export type DeskRun = Awaited<ReturnType<typeof startDeskRun>>
