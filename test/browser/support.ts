import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'

const executablePath = '/usr/bin/chromium'

/** Whether there is a browser here. In CI nothing may be skipped, so its absence ends the run there. */
export const browserPresent = existsSync(executablePath)
if (!browserPresent && process.env['CI']) throw new Error('Chromium is missing; in CI nothing may be skipped')
if (!browserPresent) console.log('Skipped: tests in a browser (no /usr/bin/chromium)')

/** Debian's Chromium, without anything that would call out by itself. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
}

/** A person's own browser, of one who wants no motion: what goes is gone at once, so that no test looks at a page in the middle of a change. */
export function newContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  return browser.newContext({ reducedMotion: 'reduce', ...options })
}
