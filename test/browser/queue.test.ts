import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { records } from '../support/desk.ts'
import { type DeskRun, seriousFindings, shot, startDeskRun } from './desk-run.ts'
import { browserPresent } from './support.ts'

const many = 5_000
const summaryOf = (place: number) => `第${place}位客户`

/** As many customers as no bank wants to have waiting, each told their place already. */
async function fill(dataDir: string): Promise<void> {
  await records(dataDir, async ({ db }) => {
    const begin = Date.now() - many * 1_000
    const rows = Array.from({ length: many }, (_, place) => ({
      id: randomUUID(), enquiry_id: randomUUID(), conversation_id: `${place % 10 === 3 ? 'wechat' : 'directline'}:${randomUUID()}`, reason: 'customer-asked', summary: summaryOf(place),
      topic: place % 100 === 7 ? 'fund-fees' : 'none', urgent: 0, locale: place % 50 === 1 ? 'en' : 'zh-Hans', status: 'waiting' as const, told_ahead: place, told_at: new Date(begin).toISOString(),
      requested_at: new Date(begin + place * 1_000).toISOString(), agent: null, taken_at: null, closed_at: null, outcome: null,
    }))
    for (let from = 0; from < many; from += 500) await db.insertInto('handovers').values(rows.slice(from, from + 500)).execute()
  })
}

describe.runIf(browserPresent)('the queue in a real browser', () => {
  let run: DeskRun
  beforeAll(async () => { run = await startDeskRun({ li: 'agent' }, fill) })
  afterAll(() => run?.stop())

  it('holds thousands, of which only what is in view is drawn, and is walked by keyboard', { timeout: 120_000 }, async () => {
    const desk = await run.signIn('li')
    const { page } = desk
    await desk.waiting.getByText(summaryOf(0), { exact: true }).waitFor()
    expect(await desk.waiting.count()).toBeLessThan(60)
    expect(await desk.waiting.first().getAttribute('aria-setsize')).toBe(String(many))
    await shot(page, 'queue-full')
    expect(await seriousFindings(page)).toEqual([])

    // One Tab stop a list; the arrow keys, Home and End walk in it.
    await desk.waiting.first().getByRole('button').focus()
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
    await page.keyboard.press('ArrowDown')
    await vi.waitFor(async () => expect(await focused()).toContain(summaryOf(1)))
    await page.keyboard.press('End')
    await vi.waitFor(async () => expect(await focused()).toContain(summaryOf(many - 1)))
    expect(await desk.waiting.count()).toBeLessThan(60)
    expect(await desk.queue.getByRole('region').last().getByRole('button').evaluateAll(buttons => buttons.filter(button => button instanceof HTMLElement && button.tabIndex === 0).length)).toBe(1)
    await page.keyboard.press('Home')
    await vi.waitFor(async () => expect(await focused()).toContain(summaryOf(0)))
  })

  it('is searched and filtered, says how many are left, and keeps its order', { timeout: 120_000 }, async () => {
    const desk = await run.signIn('li')
    const { page } = desk
    await desk.waiting.first().waitFor()
    const search = desk.queue.getByRole('searchbox')
    await search.fill(summaryOf(4321))
    await vi.waitFor(async () => expect(await desk.waiting.count()).toBe(1))
    await search.fill('没有这样的客户')
    await desk.queue.getByText('没有符合条件的会话').first().waitFor()
    await search.fill('')
    await page.getByRole('button', { name: '筛选' }).click()
    const filters = page.getByRole('dialog', { name: '筛选' })
    const [topics, languages] = [filters.getByRole('combobox', { name: '主题' }), filters.getByRole('combobox', { name: '语言' })]
    for (const [field, option] of [[topics, '基金'], [languages, '简体中文']] as const) {
      await field.click()
      await page.getByRole('option', { name: option }).click()
      await field.press('Escape')
    }
    await desk.queue.getByText(`显示 50 / ${many}`).waitFor()
    await shot(page, 'queue-filtered')
    expect(await desk.waiting.first().textContent()).toContain(summaryOf(7))
    await filters.getByRole('switch', { name: '只看紧急' }).check({ force: true })
    await desk.queue.getByText('没有符合条件的会话').first().waitFor()
    await filters.getByRole('button', { name: '清除筛选' }).click()
    await vi.waitFor(async () => expect(await desk.waiting.first().getAttribute('aria-setsize')).toBe(String(many)))
    expect(run.problems.filter(each => /Content Security Policy|Error/.test(each) && !/401/.test(each))).toEqual([])
  })
})
