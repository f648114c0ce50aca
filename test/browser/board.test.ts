import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { deskOn } from './desk-page.ts'
import { type Shift, startShift } from './shift.ts'
import { browserPresent } from './support.ts'

const patience = { timeout: 15_000 }

describe.runIf(browserPresent)('the supervisor\'s board in a real browser', () => {
  let shift: Shift
  beforeAll(async () => { shift = await startShift('board', { zhao: 'supervisor', li: 'agent' }, { NEW_CONVERSATIONS_PER_MINUTE: '1000' }) }, 60_000)
  afterAll(() => shift?.end())

  it('shows who waits and why, who talks to whom, and lets a supervisor listen, whisper and take over', { timeout: 150_000 }, async () => {
    const zhao = await shift.signIn('zhao', { locale: 'zh-CN', viewport: { width: 1280, height: 800 } })
    await zhao.getByRole('navigation').getByRole('link', { name: '看板' }).press('Enter')
    const waiting = zhao.getByRole('region', { name: '等待中的客户' })
    await waiting.getByText('没有客户在等待').waitFor()
    // Who is not there stands apart, and does not fill the page.
    const absent = zhao.getByRole('region', { name: '不在工作台的客服' })
    expect(await absent.getByRole('row').count()).toBe(0)
    await absent.getByRole('button').press('Enter')
    await absent.getByRole('row', { name: /^li.*已退出.*从未登录/ }).waitFor()
    await shift.shot(zhao, 'absent')
    const [first, second] = [await shift.customer(), await shift.customer()]
    await first.says('转人工')
    await second.says('我被骗了，刚转给骗子五万')
    // By the events of the desk, urgent first, with what holds them up.
    await vi.waitFor(async () => expect(await waiting.getByRole('row').allTextContents()).toEqual([expect.anything(), expect.stringMatching(/疑似诈骗紧急[^]*暂离/), expect.stringMatching(/客户要求人工[^]*暂离/)]), patience)
    await zhao.getByText('2 位客户在等待，能服务的客服都已暂离').waitFor()
    await shift.shot(zhao, 'waiting')
    expect(await shift.seriousFindings(zhao)).toEqual([])

    const li = deskOn(await shift.signIn('li', { locale: 'zh-CN', viewport: { width: 1280, height: 800 } }))
    await li.waiting.getByRole('button').first().click()
    await li.take.click()
    await li.text.waitFor()
    const talking = zhao.getByRole('region', { name: '正在服务' })
    await talking.getByRole('cell', { name: /^li/ }).waitFor()
    expect(await waiting.getByRole('row').count()).toBe(2)
    await vi.waitFor(async () => expect(await zhao.getByRole('region', { name: '今日服务水平' }).textContent()).toMatch(/要求人工2[^]*/), patience)
    await shift.shot(zhao, 'talking')

    // A whisper reaches the agent and never the customer.
    await talking.getByRole('button', { name: /更多操作/ }).press('Enter')
    await zhao.getByRole('menuitem', { name: '悄悄提示' }).press('Enter')
    await zhao.getByRole('dialog').getByRole('textbox').fill('请先提醒客户挂失')
    await zhao.getByRole('dialog').getByRole('button', { name: '确定' }).press('Enter')
    await zhao.getByRole('dialog').waitFor({ state: 'hidden' })
    await li.transcript.getByText('请先提醒客户挂失').waitFor()
    expect((await second.texts()).join()).not.toContain('请先提醒')

    // Listening in shows the talk as it goes, and is on the audit trail (M5.3a).
    await talking.getByRole('link', { name: '旁听' }).press('Enter')
    await deskOn(zhao).transcript.getByText('我被骗了').first().waitFor()
    await second.says('我还能追回来吗')
    await deskOn(zhao).transcript.getByText('我还能追回来吗').waitFor()
    await zhao.goBack()
    await talking.getByRole('button', { name: /更多操作/ }).press('Enter')
    await zhao.getByRole('menuitem', { name: '接管' }).press('Enter')
    await zhao.getByRole('dialog').getByRole('button', { name: '确定' }).press('Enter')
    await deskOn(zhao).text.waitFor()
    await vi.waitFor(async () => expect(await li.mine.getByRole('button').count()).toBe(0), patience)
    expect(shift.problems).toEqual([])
  })

  it('stays readable with 200 waiting customers, each of whom is told the place they have', { timeout: 150_000 }, async () => {
    const zhao = await shift.signIn('zhao', { locale: 'zh-TW', viewport: { width: 1024, height: 768 }, colorScheme: 'dark' })
    const customers: Awaited<ReturnType<Shift['customer']>>[] = []
    for (let batch = 0; batch < 10; batch += 1) {
      customers.push(...await Promise.all(Array.from({ length: 20 }, async () => {
        const customer = await shift.customer()
        await customer.says('转人工')
        return customer
      })))
    }
    // Twenty ask at once and are told as many before the others have theirs; soon each has a place of their own.
    const placesTold = (customer: (typeof customers)[number]) => customer.texts().then(texts => texts.flatMap(text => /前面还有 (\d+) 位/.exec(text)?.[1] ?? []).map(Number))
    const one = customers.length
    await vi.waitFor(async () => {
      const last = (await Promise.all(customers.map(placesTold))).map(told => told.at(-1) ?? 0).toSorted((a, b) => a - b)
      expect(last).toEqual(Array.from({ length: one }, (_, index) => index + (last[0] ?? 0)))
    }, { timeout: 60_000, interval: 1_000 })
    await zhao.goto(`${shift.url}/desk/board`)
    const rows = zhao.getByRole('region', { name: '等待中的客戶' }).getByRole('row')
    await vi.waitFor(async () => expect(await rows.count()).toBeGreaterThan(200), { timeout: 30_000 })
    expect(await zhao.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    expect(await shift.seriousFindings(zhao)).toEqual([])
    await shift.shot(zhao, 'many')

    // The next one is taken by keyboard from among them, and who comes after hears it at once.
    const firsts = customers.slice(0, 20)
    await zhao.goto(`${shift.url}/desk/conversations`)
    const desk = deskOn(zhao)
    await desk.waiting.first().waitFor()
    expect(await desk.waiting.count()).toBeLessThan(60)
    await zhao.keyboard.press('Alt+n')
    await desk.text.waitFor()
    await vi.waitFor(async () => expect((await Promise.all(firsts.map(customer => customer.texts()))).filter(texts => /下一位/.test(texts.at(-1) ?? ''))).toHaveLength(1), patience)
    expect(shift.problems).toEqual([])
  })
})
