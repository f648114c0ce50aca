import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const executablePath = '/usr/bin/chromium'

/** Whether there is a browser here. In CI nothing may be skipped, so its absence ends the run there. */
export const browserPresent = existsSync(executablePath)
if (!browserPresent && process.env['CI']) throw new Error('Chromium is missing; in CI nothing may be skipped')
if (!browserPresent) console.log('Skipped: tests in a browser (no /usr/bin/chromium)')

/** Debian's Chromium, without anything that would call out by itself, and for one who wants no motion: what goes is gone at once. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--force-prefers-reduced-motion'],
  })
}
