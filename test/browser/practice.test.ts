import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { deskOn } from './desk-page.ts'
import { type DeskRun, seriousFindings, shot, startDeskRun } from './desk-run.ts'
import { browserPresent } from './support.ts'

describe.runIf(browserPresent)('practice in a real browser', () => {
  let run: DeskRun
  beforeAll(async () => { run = await startDeskRun({ li: 'agent', chen: 'supervisor' }) })
  afterAll(() => run?.stop())

  it('goes from the choice of customers to the debrief by keyboard, marked all over', { timeout: 120_000 }, async () => {
    const { page } = await run.signIn('li')
    await page.getByRole('link', { name: '练习' }).first().click()
    const script = page.getByRole('checkbox', { name: '基金客户追问收益承诺' })
    await script.waitFor()
    await shot(page, 'practice-choose')
    expect(await seriousFindings(page)).toEqual([])
    await script.focus()
    await page.keyboard.press('Space')
    await page.getByRole('radio', { name: '正常' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.getByRole('button', { name: '开始练习' }).focus()
    await page.keyboard.press('Enter')

    const bar = page.getByRole('region', { name: '练习' })
    await bar.waitFor()
    const desk = deskOn(page)
    await desk.waiting.first().waitFor()
    await vi.waitFor(async () => expect(await page.title()).toMatch(/^【练习】/))
    expect(await desk.waiting.first().textContent()).toContain('练习')
    // No page of the real desk is reached from here but by leaving.
    expect(await page.getByRole('link', { name: '投诉' }).count()).toBe(0)
    await desk.waiting.first().getByRole('button').click()
    await desk.take.click()
    await desk.said('user').getByText('能告诉我一年大概赚多少吗').waitFor({ timeout: 15_000 })
    await desk.text.fill('放心，保本，稳赚不赔')
    await desk.send.click()
    await desk.alert.first().waitFor()
    await desk.text.fill('基金有风险，净值会波动，请先做风险测评。')
    await desk.send.click()
    await desk.said('user').getByText('肯定不会亏本吧').waitFor({ timeout: 15_000 })
    await shot(page, 'practice-talk')
    expect(await seriousFindings(page)).toEqual([])
    // Whoever reloads the page is still in practice.
    await page.reload()
    await desk.said('user').getByText('肯定不会亏本吧').waitFor()
    expect(await page.title()).toMatch(/^【练习】/)

    await bar.getByRole('button', { name: '结束练习' }).click()
    await page.getByRole('heading', { name: '练习总结' }).waitFor()
    await page.getByText('被风险检查拦下').waitFor()
    await page.getByText('没有结束会话').waitFor()
    await shot(page, 'practice-debrief')
    expect(await seriousFindings(page)).toEqual([])
    expect(await page.getByRole('region', { name: '练习', exact: true }).count()).toBe(0)
    expect(await page.title()).not.toContain('【练习】')
    // The room is gone; its address says so.
    await page.goto(new URL('/desk/practice/room', page.url()).href)
    await page.getByText('练习已结束').first().waitFor()
    await page.context().close()
  })

  it('says it in English and in Traditional Chinese, on a small dark screen, too', { timeout: 120_000 }, async () => {
    const { page } = await run.signIn('chen', { locale: 'en-US', viewport: { width: 768, height: 1024 }, colorScheme: 'dark' })
    await page.goto(new URL('/desk/practice', page.url()).href)
    await page.getByRole('checkbox', { name: 'Who is asking for the balance?' }).check()
    await page.getByRole('button', { name: 'Start practising' }).click()
    await page.getByRole('region', { name: 'Practice', exact: true }).waitFor()
    const desk = deskOn(page)
    await desk.waiting.first().getByRole('button').click({ timeout: 20_000 })
    await shot(page, 'practice-en')
    expect(await seriousFindings(page)).toEqual([])
    await page.getByText('繁', { exact: true }).filter({ visible: true }).first().click()
    await page.getByRole('region', { name: '練習', exact: true }).waitFor()
    await vi.waitFor(async () => expect(await page.title()).toMatch(/^【練習】/))
    await shot(page, 'practice-hant')
    await page.getByRole('button', { name: '結束練習' }).click()
    await page.getByText('沒有接入這位客戶').waitFor()
    await page.context().close()
  })
})
