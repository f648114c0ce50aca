import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Running, startProcess } from '../support/process.ts'
import { browserPresent, launchBrowser, newContext } from './support.ts'

describe.runIf(browserPresent)('the launcher on another site', () => {
  let service: Running
  let browser: Browser
  let dataDir: string
  let site: Server
  let siteUrl: string
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'shouwen-'))
    service = await startProcess({ DATA_DIR: dataDir })
    browser = await launchBrowser()
    const policy = `default-src 'none'; script-src ${service.url}; frame-src ${service.url}; style-src 'none'`
    site = createServer((request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8')
      if (request.url === '/strict') response.setHeader('Content-Security-Policy', policy)
      const tag = `<script src="${service.url}/launcher.js" data-lang="en" async></script>`
      response.end(`<!doctype html><html lang="en"><title>A bank</title><body><h1>A bank</h1><button id="own">Own</button>${tag}${request.url === '/twice' ? tag : ''}</body></html>`)
    })
    await new Promise<void>(resolve => site.listen(0, '127.0.0.1', resolve))
    const address = site.address()
    // Another name for the same machine: another origin, as in life.
    siteUrl = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`
  })
  afterAll(async () => {
    await browser?.close()
    site?.close()
    await service?.kill('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  })

  const open = async (path: string, viewport = { width: 1280, height: 800 }): Promise<Page> => {
    const page = await (await newContext(browser, { locale: 'en-US', viewport })).newPage()
    await page.goto(`${siteUrl}${path}`)
    return page
  }
  const button = (page: Page) => page.locator('shouwen-launcher button')
  const chat = (page: Page) => page.frameLocator('shouwen-launcher iframe')
  const isFocused = (page: Page) => page.evaluate(() => document.activeElement?.localName)

  it.each(['/', '/strict'])('loads nothing of the chat until it is opened, then talks, with and without the site\'s own policy (%s)', async path => {
    const page = await open(path)
    const problems: string[] = []
    const asked: string[] = []
    page.on('console', line => { if (line.type() === 'error') problems.push(line.text()) })
    page.on('request', request => asked.push(new URL(request.url()).pathname))
    await button(page).waitFor()
    expect(asked.filter(each => each.includes('webchat'))).toEqual([])
    await button(page).click()
    await chat(page).getByRole('button', { name: 'I lost my card' }).click()
    await chat(page).getByText('Block the card at once').first().waitFor()
    expect(asked.filter(each => /^\/webchat-[0-9a-f]{16}\.js$/.test(each))).toHaveLength(1)
    expect(problems).toEqual([])
    await page.context().close()
  })

  it('opens by keyboard, closes by Escape inside and outside, and gives the focus back', async () => {
    const page = await open('/')
    await button(page).waitFor()
    await page.locator('#own').focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await button(page).getAttribute('aria-expanded')).toBe('true')
    const input = chat(page).getByRole('textbox')
    await vi.waitFor(async () => expect(await input.evaluate(element => element === document.activeElement)).toBe(true), 15_000)
    await page.keyboard.press('Escape')
    await vi.waitFor(async () => expect(await button(page).getAttribute('aria-expanded')).toBe('false'))
    expect(await isFocused(page)).toBe('shouwen-launcher')
    await page.keyboard.press('Enter')
    await vi.waitFor(async () => expect(await input.evaluate(element => element === document.activeElement)).toBe(true))
    await page.locator('#own').focus()
    await page.keyboard.press('Escape')
    expect(await button(page).getAttribute('aria-expanded')).toBe('false')
    await page.context().close()
  })

  it('fills a phone\'s screen and closes from within', async () => {
    const page = await open('/', { width: 390, height: 844 })
    await button(page).click()
    await vi.waitFor(async () => expect(await page.locator('shouwen-launcher iframe').boundingBox()).toMatchObject({ x: 0, y: 0, width: 390 }))
    expect(await button(page).isVisible()).toBe(false)
    await chat(page).getByRole('button', { name: 'Close the chat' }).click()
    await button(page).waitFor()
    expect(await page.locator('shouwen-launcher iframe').isVisible()).toBe(false)
    await page.context().close()
  })

  it('is there once however often its tag runs, and closes for nobody else', async () => {
    const page = await open('/twice')
    await button(page).click()
    await chat(page).getByRole('textbox').waitFor()
    expect(await page.locator('shouwen-launcher').count()).toBe(1)
    await page.evaluate(() => window.postMessage({ type: 'shouwen/close' }, '*'))
    await page.evaluate(() => new Promise(resolve => setTimeout(resolve)))
    expect(await button(page).getAttribute('aria-expanded')).toBe('true')
    await page.context().close()
  })

  it('is cached for good but for the tag itself, which is small', async () => {
    const tag = await fetch(`${service.url}/launcher.js`)
    expect((await tag.arrayBuffer()).byteLength).toBeLessThan(15_000)
    expect(tag.headers.get('cache-control')).not.toContain('immutable')
    const html = await (await fetch(service.url)).text()
    const path = /\/webchat-[0-9a-f]{16}\.js/.exec(html)?.[0] ?? ''
    expect((await fetch(`${service.url}${path}`)).headers.get('cache-control')).toContain('immutable')
  })
})
