import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Running, startProcess } from '../support/process.ts'
import { browserPresent, launchBrowser } from './support.ts'

const tokenSchema = z.object({ token: z.string(), conversationId: z.string() })

describe.runIf(browserPresent)('the desk in a real browser', () => {
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

  it('takes a customer from the queue, is told why a promise is stopped, answers and closes', async () => {
    const session = tokenSchema.parse(await (await fetch(`${service.url}/v3/directline/tokens/generate`, { method: 'POST' })).json())
    const activities = `${service.url}/v3/directline/conversations/${session.conversationId}/activities`
    const headers = { authorization: `Bearer ${session.token}`, 'content-type': 'application/json' }
    await fetch(activities, { method: 'POST', headers, body: JSON.stringify({ type: 'message', text: '转人工' }) })
    const page = await (await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 800 } })).newPage()
    const problems: string[] = []
    page.on('console', line => { if (line.type() === 'error') problems.push(line.text()) })
    await page.goto(`${service.url}/desk${/#invite=[\w-]+/.exec(service.said())?.[0] ?? ''}`)
    const invite = page.locator('#invite')
    await invite.getByLabel('姓名').fill('王芳')
    await invite.getByLabel('邮箱').fill('wang@bank.example')
    await invite.getByLabel('密码').fill('a long enough password')
    await invite.getByRole('button').click()
    await page.locator('#waiting button').click()
    await page.getByRole('button', { name: '接入' }).click()
    await page.getByRole('textbox', { name: '回复' }).fill('这只基金稳赚不赔')
    await page.getByRole('button', { name: '发送' }).click()
    await page.getByRole('alert').getByText('M4.3a').waitFor()
    await page.getByRole('textbox', { name: '回复' }).fill('您好，请讲。')
    await page.getByRole('textbox', { name: '回复' }).press('Control+Enter')
    await page.locator('#transcript li.agent').getByText('您好，请讲。').waitFor()
    expect(await page.getByRole('textbox', { name: '回复' }).inputValue()).toBe('')
    expect(await (await fetch(activities, { headers })).text()).toContain('您好，请讲。')
    await page.getByRole('button', { name: '结束' }).click()
    await page.locator('#mine').getByText('没有客户').waitFor()
    await page.reload()
    await page.getByRole('button', { name: '退出' }).click()
    await page.locator('#sign-in').getByLabel('密码').waitFor()
    expect(problems.filter(each => /Content Security Policy/.test(each))).toEqual([])
    await page.context().close()
  })
})
