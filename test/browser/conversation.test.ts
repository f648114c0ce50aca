import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { records } from '../support/desk.ts'
import { type DeskRun, seriousFindings, shot, startDeskRun } from './desk-run.ts'
import { browserPresent } from './support.ts'

describe.runIf(browserPresent)('a conversation in a real browser', () => {
  let run: DeskRun
  beforeAll(async () => { run = await startDeskRun({ li: 'agent', wang: 'agent', sun: 'supervisor' }) })
  afterAll(() => run?.stop())

  const soon = (expectation: () => Promise<void>) => vi.waitFor(expectation, { timeout: 10_000 })
  type Desk = Awaited<ReturnType<DeskRun['signIn']>>
  /** A customer whom the member at this desk serves. */
  async function serve(desk: Desk, words: string, shownAs = words) {
    const guest = await run.api.customer()
    await guest.say(words)
    await desk.waiting.getByRole('button').filter({ hasText: shownAs }).click()
    await desk.take.click()
    await desk.text.waitFor()
    return guest
  }

  it('helps with reviewed texts and the gate\'s verdict before anything is sent, by keyboard alone', { timeout: 120_000 }, async () => {
    const desk = await run.signIn('li')
    const { page } = desk
    const guest = await serve(desk, '我想找人工客服')
    await guest.say('基金赎回要多久到账')
    await desk.said('user').getByText('基金赎回要多久到账').waitFor()
    await page.getByRole('complementary').getByRole('article').first().waitFor()
    await shot(page, 'suggestions')
    expect(await seriousFindings(page)).toEqual([])

    await desk.text.focus()
    await page.keyboard.press('Alt+s')
    const options = page.getByRole('listbox').getByRole('option')
    await options.first().waitFor()
    await shot(page, 'suggestions-menu')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await soon(async () => expect(await desk.text.inputValue()).not.toBe(''))
    const inserted = await desk.text.inputValue()
    expect(await desk.text.evaluate(box => box === document.activeElement)).toBe(true)
    await page.getByText('发送时将附上').waitFor()
    expect((await guest.texts()).join('\n')).not.toContain(inserted)
    await page.keyboard.press('Control+Enter')
    await guest.hears(new RegExp(`^${inserted.slice(0, 12)}[\\s\\S]*基金有风险，投资须谨慎`))

    // A slash at the beginning asks for the same; Escape leaves the box as it was.
    await soon(async () => expect(await desk.text.inputValue()).toBe(''))
    await page.keyboard.type('/')
    await options.first().waitFor()
    await page.keyboard.type('稍等')
    await soon(async () => expect((await options.allTextContents()).join()).toContain('稍等'))
    await page.keyboard.press('Escape')
    await options.first().waitFor({ state: 'detached' })
    expect(await desk.text.inputValue()).toBe('')

    // What would be stopped is said while it is written; the box takes every key meanwhile.
    await page.keyboard.type('这只基金稳赚不赔')
    await page.getByText('这样写发不出去').first().waitFor()
    expect(await desk.text.inputValue()).toBe('这只基金稳赚不赔')
    expect(await desk.send.isEnabled()).toBe(true)
    await page.keyboard.press('Control+Enter')
    await desk.alert.getByText('M4.3a').first().waitFor()
    expect((await guest.texts()).filter(text => text.includes('稳赚'))).toEqual([])
    await page.context().close()
  })

  it('shows what is masked for a reason that is written down, and forgets it', { timeout: 120_000 }, async () => {
    const desk = await run.signIn('li')
    const { page } = desk
    await serve(desk, '我的手机号是13900139000，我被骗了，刚转给骗子五万', '［手机号 *9000］')
    const message = desk.said('user').first()
    await message.getByRole('button', { name: '显示' }).click()
    const dialog = page.getByRole('dialog', { name: '显示隐去的内容' })
    await dialog.getByRole('combobox', { name: '查看原因' }).click()
    await page.getByRole('option', { name: '办理业务' }).click()
    await shot(page, 'reveal')
    await dialog.getByRole('button', { name: '显示', exact: true }).click()
    await message.getByText('13900139000').waitFor()
    const noted = await records(run.dataDir, ({ db }) => db.selectFrom('log').select('facts').where('kind', '=', 'customer.revealed').execute())
    expect(noted.map(({ facts }) => JSON.parse(facts))).toMatchObject([{ reason: 'handle-request' }])
    await message.getByRole('button', { name: '隐藏' }).click()
    await page.reload()
    await desk.said('user').first().getByText('［手机号 *9000］').waitFor()
    expect(await page.content()).not.toContain('13900139000')
    await page.context().close()
  })

  it('keeps the reader\'s place, counts what is not read, and tells how far messages have come', { timeout: 120_000 }, async () => {
    const desk = await run.signIn('li', { viewport: { width: 1280, height: 560 } })
    const { page } = desk
    const first = await serve(desk, '第一位，人工客服')
    for (const text of ['一\n一\n一\n一', '二\n二\n二\n二', '三\n三\n三\n三', '四\n四\n四\n四']) await first.say(text)
    await desk.said('user').getByText('四').waitFor()
    await desk.transcript.evaluate(log => { log.scrollTop = 0 })
    await first.say('在您往上看的时候')
    const jump = page.getByRole('button', { name: /1 条新消息/ })
    await jump.waitFor()
    await shot(page, 'jump')
    await jump.click()
    await soon(async () => expect(await desk.transcript.evaluate(log => log.scrollHeight - log.scrollTop - log.clientHeight)).toBeLessThan(50))
    await jump.waitFor({ state: 'detached' })

    // Only what is new is read out.
    const live = page.locator('[aria-live=polite]').filter({ hasText: '在您往上看的时候' })
    expect(await live.count()).toBe(1)
    expect(await live.textContent()).not.toContain('第一位')

    await desk.text.fill('收到')
    await desk.text.press('Control+Enter')
    await first.hears('收到')
    await desk.said('agent').filter({ hasText: '收到' }).locator('[data-delivery=handed], [data-delivery=delivered], [data-delivery=read]').waitFor()

    await serve(desk, '第二位，人工客服')
    await first.say('还有一个问题')
    const line = desk.mine.filter({ hasText: '第一位' })
    await line.getByLabel('1 条未读').waitFor()
    expect(await page.title()).toContain('(1)')
    await shot(page, 'unread')
    // It is kept with the records, not with the page.
    await page.reload()
    await line.getByLabel('1 条未读').waitFor()
    await page.keyboard.press('Alt+ArrowUp')
    await soon(async () => expect(await line.getByRole('button').getAttribute('aria-current')).toBe('true'))
    await line.getByLabel('1 条未读').waitFor({ state: 'detached' })
    await page.context().close()
  })

  it('keeps what was typed while the records are away, says so, and goes on by itself', { timeout: 120_000 }, async () => {
    const desk = await run.signIn('li')
    const { page } = desk
    const guest = await serve(desk, '记录没了怎么办，人工客服')
    // What the service says then is tried on PostgreSQL that is away (test/faults/postgres.test.ts).
    await page.route('**/api/desk/**', route => route.fulfill({ status: 503, headers: { 'retry-after': '2' }, json: { error: { code: 'RecordsAway', message: 'The records cannot be reached' } } }))
    await desk.text.fill('我正在为您查询')
    await desk.text.press('Control+Enter')
    const told = page.getByRole('status').getByText('暂时无法读写记录')
    await told.waitFor()
    await desk.alert.getByText('内容已保留').waitFor()
    await shot(page, 'records-away')
    expect(await seriousFindings(page)).toEqual([])
    // A reload in the middle of it asks nobody for a password, and loses nothing.
    await page.reload()
    await told.waitFor()
    expect(await desk.signInForm.count()).toBe(0)
    await page.unroute('**/api/desk/**')
    await told.waitFor({ state: 'detached' })
    await soon(async () => expect(await desk.text.inputValue()).toBe('我正在为您查询'))
    await desk.text.press('Control+Enter')
    await guest.hears('我正在为您查询')
    expect((await guest.texts()).filter(text => text.includes('正在为您查询'))).toHaveLength(1)
    await page.context().close()
  })

  it('shows the customer\'s way over earlier enquiries, and who else looks', { timeout: 120_000 }, async () => {
    const desk = await run.signIn('li')
    const { page } = desk
    const guest = await serve(desk, '第一次来，人工客服')
    await desk.text.fill('为您办好了。')
    await desk.text.press('Control+Enter')
    await guest.hears('办好了')
    await desk.close()
    await guest.say('人工客服，我又来了')
    await desk.waiting.getByRole('button').filter({ hasText: '我又来了' }).click()
    await desk.take.click()
    await desk.text.waitFor()
    await page.getByRole('button', { name: /显示客户历程/ }).click()
    const journey = page.getByRole('region', { name: '客户历程' })
    await journey.getByText('已到最早的记录').waitFor()
    expect(await journey.getByRole('heading').count()).toBeGreaterThan(0)
    await shot(page, 'journey')
    expect(await seriousFindings(page)).toEqual([])

    const sun = await run.signIn('sun', { locale: 'en-US', colorScheme: 'dark' })
    await sun.page.goto(page.url())
    await sun.transcript.waitFor()
    await page.getByText('sun 正在查看这个会话').waitFor()
    await desk.text.fill('我')
    await sun.page.getByText('li is writing in this conversation').waitFor()
    await shot(sun.page, 'collision')
    expect(await seriousFindings(sun.page)).toEqual([])
    await sun.page.goto(`${run.url}/desk/cases`)
    await page.getByText('sun 正在查看这个会话').waitFor({ state: 'detached' })
    for (const each of [page, sun.page]) await each.context().close()
    expect(run.problems.filter(each => /Content Security Policy|TypeError/.test(each))).toEqual([])
  })
})
