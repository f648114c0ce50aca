import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { isWhole, openClient, post } from '../direct-line/official-client.ts'
import { lineAt } from '../direct-line/support.ts'
import { startCable } from '../support/cable.ts'
import { records } from '../support/desk.ts'
import { type DeskRun, seriousFindings, shot, startDeskRun } from './desk-run.ts'
import { browserPresent } from './support.ts'

const soon = (expectation: () => void | Promise<void>): Promise<void> => vi.waitFor(expectation, { timeout: 20_000 })
/** A picture of one pixel. */
const pixel = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** Everybody may serve; li for funds, too, but one customer at a time; wang in English. */
async function keepRegister(dataDir: string, ids: Record<string, string>): Promise<void> {
  const { li = '', wang = '', sun = '' } = ids
  await records(dataDir, store => store.write(async tx => {
    const certificate = (staff_id: string, kind: string) => ({ staff_id, kind, number: '1', issued: '2026-01-01', expires: '2099-12-31', checked: null })
    await tx.insertInto('staff_certificates').values([certificate(li, 'practice'), certificate(wang, 'practice'), certificate(sun, 'practice'), certificate(li, 'fund'), certificate(sun, 'fund')]).execute()
    const skills = { topics: JSON.stringify('all'), tiers: JSON.stringify('all'), updated_at: '2026-01-01T00:00:00.000Z' }
    await tx.insertInto('staff_skills').values([
      { ...skills, staff_id: li, languages: JSON.stringify(['zh-Hans', 'zh-Hant']), capacity: 1 }, { ...skills, staff_id: wang, languages: JSON.stringify(['zh-Hans', 'en']), capacity: 3 },
    ]).execute()
  }))
}

describe.runIf(browserPresent)('a shift in real browsers', () => {
  let run: DeskRun
  const ends: (() => void)[] = []
  beforeAll(async () => { run = await startDeskRun({ li: 'agent', wang: 'agent', sun: 'supervisor' }, keepRegister) })
  afterAll(async () => {
    for (const end of ends) end()
    vi.unstubAllGlobals()
    await run?.stop()
  })

  type Desk = Awaited<ReturnType<DeskRun['signIn']>>

  /** A customer on the official client, behind a cable of their own. */
  async function customer() {
    const cable = await startCable(Number(new URL(run.url).port))
    const line = lineAt(cable.url)
    const { token, conversationId } = await line.newSession()
    const { client, seen, ids } = openClient(line.at(''), { token })
    ends.push(() => client.end(), cable.stop)
    let count = 0
    const said = () => seen.filter(each => each.type === 'message')
    return {
      conversationId, cable, ids, said,
      heard: () => said().flatMap(each => each.from.role === 'bot' && 'text' in each ? each.text ?? '' : []),
      /** As a page does: what could not be sent is sent again under the same id. */
      async says(text: string, attachments: Parameters<typeof post>[3] = []): Promise<void> {
        count += 1
        await soon(async () => expect(await post(client, text, `m${count}`, attachments)).not.toBe('retry'))
      },
      hears(words: string | RegExp): Promise<void> {
        return soon(() => expect(this.heard().join('\n')).toMatch(words))
      },
    }
  }
  type Customer = Awaited<ReturnType<typeof customer>>

  async function becomeAvailable({ page }: Desk, name: string): Promise<void> {
    await page.locator('[data-availability]').click()
    await page.getByRole('menuitemradio', { name }).click()
    await page.locator('[data-availability=available]').waitFor()
  }
  /** Takes what is offered, by keyboard. */
  async function accept({ page, text }: Desk): Promise<void> {
    await page.getByRole('alertdialog').waitFor()
    await page.keyboard.press('Alt+a')
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    await text.waitFor()
  }
  async function write(desk: Desk, text: string): Promise<void> {
    await desk.text.fill(text)
    await desk.text.press('Control+Enter')
    await soon(async () => expect(await desk.text.inputValue()).toBe(''))
  }
  async function choose(page: Page, step: string): Promise<void> {
    await page.getByRole('button', { name: /^(转接与协助|Transfer and help)$/ }).click()
    await page.getByRole('menuitem', { name: step }).click()
  }
  async function onBoard(page: Page, agent: string, step: string, fill: (dialog: ReturnType<Page['getByRole']>) => Promise<void> = async () => undefined): Promise<void> {
    await page.goto(`${run.url}/desk/board`)
    await page.getByRole('region', { name: '正在服务' }).getByRole('row').filter({ hasText: agent }).getByRole('button', { name: /更多操作/ }).click()
    await page.getByRole('menuitem', { name: step }).click()
    const dialog = page.getByRole('dialog')
    await fill(dialog)
    await dialog.getByRole('button', { name: '确定' }).click()
    await dialog.waitFor({ state: 'hidden' })
  }
  /** What the customer and the desk show of a conversation. */
  const said = (who: Customer) => who.said().map(each => ('text' in each && each.text) || '📎')
  const shownOn = ({ transcript }: Desk) => transcript.locator('[data-entry][data-audience=customer]').evaluateAll(entries => entries.map(entry => entry.firstElementChild?.textContent ?? ''))
  const owners = () => records(run.dataDir, async ({ db }) => Object.fromEntries((await db.selectFrom('enquiries').innerJoin('handovers', 'handovers.enquiry_id', 'enquiries.id').select(['handovers.conversation_id', 'owner']).execute()).map(row => [row.conversation_id, row.owner])))

  it('is played from the first offer to the last wrap-up, through cut lines and a killed service, with nothing lost, doubled or out of order', { timeout: 240_000 }, async () => {
    const [li, wang, sun] = [await run.signIn('li'), await run.signIn('wang', { locale: 'en-US', colorScheme: 'dark' }), await run.signIn('sun')]
    await becomeAvailable(li, '可接待')
    await becomeAvailable(wang, 'Available')

    // Who asks of funds goes to who holds the certificate, who writes English to who reads it.
    const [fund, english] = [await customer(), await customer()]
    await fund.says('基金赎回要多久到账')
    await fund.hears('赎回')
    await Promise.all([fund.says('转人工'), english.says('I want to talk to a person')])
    await Promise.all([accept(li), accept(wang)])
    await li.said('user').getByText('基金赎回要多久到账').waitFor()
    await wang.said('user').getByText('I want to talk to a person').waitFor()
    const third = await customer()
    await third.says('卡丢了怎么办')
    await third.says('转人工')
    await wang.page.getByRole('alertdialog').waitFor()
    await shot(wang.page, 'shift-second-offer')
    await accept(wang)
    await wang.said('user').getByText('卡丢了怎么办').waitFor()
    const before = await owners()

    // Both ways, all three at once.
    await write(li, '您好，赎回一般 T+1 到账。')
    await fund.hears('T+1 到账')
    await fund.says('那周五下午赎回呢')
    await li.said('user').getByText('那周五下午赎回呢').waitFor()
    await write(wang, '您好，先为您挂失。')
    await third.hears('先为您挂失')

    // A colleague is asked in private, answers, and is let go.
    await choose(wang.page, 'Ask a colleague…')
    const consult = wang.page.getByRole('dialog', { name: 'Ask' })
    await consult.getByRole('combobox', { name: 'Colleague' }).click()
    await wang.page.getByRole('option', { name: /^li/ }).click()
    await consult.getByRole('textbox', { name: /What you want to ask/ }).fill('挂失后多久补卡')
    await consult.getByRole('button', { name: /^Ask/ }).click()
    await consult.waitFor({ state: 'hidden' })
    const asked = li.queue.getByRole('region', { name: '同事请我协助' })
    await asked.getByRole('button').first().click()
    await li.transcript.getByText('挂失后多久补卡').waitFor()
    await li.page.getByRole('textbox', { name: '给客服的悄悄话' }).fill('三个工作日')
    await li.page.getByRole('button', { name: '发送悄悄话' }).click()
    await wang.transcript.getByText('三个工作日').waitFor()
    await shot(wang.page, 'shift-consulted')
    await wang.page.getByRole('button', { name: 'Let li go' }).click()
    await asked.waitFor({ state: 'detached' })
    await li.nothingOpen.waitFor()

    // A file is looked at on the desk.
    await wang.mine.getByRole('button').filter({ hasText: 'English' }).click()
    await english.says('', [{ contentType: 'image/png', name: 'card.png', contentUrl: pixel }])
    await wang.said('user').getByRole('button', { name: 'View' }).click()
    const picture = wang.page.getByRole('dialog', { name: 'Picture' }).getByRole('img', { name: 'Picture' })
    await soon(async () => expect(await picture.evaluate(each => each instanceof HTMLImageElement ? each.naturalWidth : 0)).toBe(1))
    await shot(wang.page, 'shift-file')
    await wang.page.keyboard.press('Escape')

    // A supervisor listens in, whispers, joins and takes over, and gives the customer to the agent again from the board.
    await li.mine.getByRole('button').first().click()
    await li.text.waitFor()
    await sun.page.goto(`${run.url}/desk/board`)
    await sun.page.getByRole('region', { name: '正在服务' }).getByRole('row').filter({ hasText: 'li' }).getByRole('link', { name: '旁听' }).click()
    await sun.transcript.getByText('那周五下午赎回呢').waitFor()
    await onBoard(sun.page, 'li', '悄悄提示', dialog => dialog.getByRole('textbox').fill('请说明节假日顺延'))
    await li.transcript.getByText('请说明节假日顺延').waitFor()
    await onBoard(sun.page, 'li', '加入会话')
    await fund.hears('sun 也加入了对话')
    await write(sun, '周五下午赎回，下周二到账。')
    await fund.hears('下周二到账')
    await li.transcript.getByText('下周二到账').waitFor()
    await onBoard(sun.page, 'li', '接管')
    await fund.hears('sun 已接入')
    await soon(async () => expect(await li.mine.getByRole('button').count()).toBe(0))
    await onBoard(sun.page, 'sun', '改派', async dialog => {
      await dialog.getByRole('combobox').selectOption('li')
      await dialog.getByRole('textbox').fill('请继续，已说明到账时间')
    })
    await accept(li)
    await fund.hears('li 已接入')
    await li.transcript.getByText('请继续，已说明到账时间').waitFor()

    // Warm transfer with a note.
    await wang.mine.getByRole('button').filter({ hasText: 'Cards' }).click()
    await choose(wang.page, 'Transfer…')
    const transfer = wang.page.getByRole('dialog', { name: 'Transfer' })
    await transfer.getByRole('combobox', { name: 'Colleague' }).click()
    await wang.page.getByRole('option', { name: /^li/ }).click()
    await transfer.getByRole('textbox', { name: /For who takes over/ }).fill('已挂失，客户要补卡')
    await transfer.getByRole('button', { name: 'Transfer', exact: true }).click()
    await wang.page.getByText('li is asked to take over').waitFor()
    await accept(li)
    await third.hears('li 已接入')
    await li.transcript.getByText('已挂失，客户要补卡').waitFor()

    // A customer's line is cut and comes back: they have all that was said meanwhile, once.
    third.cable.unplug()
    await write(li, '补卡三个工作日内寄出。')
    third.cable.plug()
    await third.hears('三个工作日内寄出')

    // The service is killed while all of them write.
    const spoken = Promise.all([fund, english, third].flatMap(each => [each.says('停电前一')]))
    await li.text.fill('停电时说的话')
    await li.text.press('Control+Enter')
    await run.kill()
    await soon(async () => expect(await li.page.locator('[data-connected=false]').count()).toBe(1))
    await shot(li.page, 'shift-dark')
    await run.startAgain()
    await spoken
    await li.page.locator('[data-connected=true]').waitFor()
    // What the page still holds is sent again; said once.
    await soon(async () => {
      if (await li.text.inputValue() !== '' && await li.send.isEnabled()) await li.text.press('Control+Enter')
      expect(await li.text.inputValue()).toBe('')
    })
    await third.hears('停电时说的话')
    expect(third.heard().filter(each => each === '停电时说的话')).toHaveLength(1)
    await li.said('user').getByText('停电前一').waitFor()
    expect(await owners()).toEqual(before)

    // The English customer goes back to the bot, which answers them again.
    await soon(async () => expect(await wang.mine.count()).toBe(1))
    await wang.mine.getByRole('button').first().click()
    await wang.text.waitFor()
    await write(wang, 'Your card is on its way.')
    await english.hears('on its way')
    await choose(wang.page, 'Give back to the bot')
    await shot(wang.page, 'shift-give-back')
    await wang.page.getByRole('dialog', { name: 'Give back to the bot' }).getByRole('button', { name: 'Give back to the bot' }).click()
    await english.says('I lost my card')
    await english.hears(/freeze|report|lost/i)

    // Desk and customers have the same of it, in the same order.
    for (const [who, of] of [[third, '银行卡'], [fund, '基金']] as const) {
      await li.mine.getByRole('button').filter({ hasText: of }).click()
      await soon(async () => expect(await shownOn(li)).toEqual(said(who)))
      expect(isWhole(who.ids())).toBe(true)
      for (const words of ['多久补卡', '节假日顺延', '已说明到账时间', '已挂失，客户要补卡']) expect(who.heard().join()).not.toContain(words)
    }
    expect(isWhole(english.ids())).toBe(true)

    // All are wrapped up: with what came of it, what it was about and what is still to be done.
    await li.mine.getByRole('button').filter({ hasText: '银行卡' }).click()
    await li.page.getByRole('button', { name: '结束会话' }).click()
    const wrapUp = li.page.getByRole('dialog', { name: '结束会话' })
    await wrapUp.getByRole('combobox', { name: '结果' }).click()
    await li.page.getByRole('option', { name: '需要跟进' }).click()
    await wrapUp.getByRole('textbox', { name: '要做什么' }).fill('确认新卡已寄出')
    await shot(li.page, 'shift-wrap-up')
    expect(await seriousFindings(li.page)).toEqual([])
    await wrapUp.getByRole('button', { name: '结束会话' }).last().click()
    await li.nothingOpen.waitFor()
    await li.mine.getByRole('button').first().click()
    await li.text.waitFor()

    // A certificate runs out in the middle: agent and supervisor hear why at once, and who holds one is asked to take over.
    await records(run.dataDir, store => store.write(tx => tx.updateTable('staff_certificates').set({ expires: '2026-01-31' }).where('staff_id', '=', run.ids['li'] ?? '').where('kind', '=', 'fund').execute()))
    await li.page.getByText('您已不能服务这位客户：基金证书已于 2026-01-31 到期').waitFor()
    await shot(li.page, 'shift-expired')
    expect(await seriousFindings(li.page)).toEqual([])
    await sun.page.getByRole('button', { name: /^通知，[1-9]/ }).click()
    await sun.page.getByRole('link', { name: '客服资格不符' }).click()
    await sun.page.getByText('客服已不能服务这位客户：基金证书已于 2026-01-31 到期').waitFor()
    await becomeAvailable(sun, '可接待')
    await sun.page.getByRole('alertdialog').getByText('一位客户需要有资质的同事接手').first().waitFor()
    await shot(sun.page, 'shift-needs-certificate')
    await accept(sun)
    await li.nothingOpen.waitFor()
    await write(sun, '还有问题随时联系我们。')
    await sun.close()
    await fund.hears('满意')
    const ended = await records(run.dataDir, ({ db }) => db.selectFrom('handovers').innerJoin('enquiries', 'enquiries.id', 'handovers.enquiry_id').select(['handovers.id', 'handovers.outcome', 'handovers.status', 'enquiries.status as enquiry']).execute())
    expect(ended.map(({ outcome, status }) => [outcome, status]).toSorted()).toEqual([['follow-up', 'closed'], ['given-back', 'closed'], ['resolved', 'closed']])
    expect(await records(run.dataDir, ({ db }) => db.selectFrom('tasks').select('id').execute())).toHaveLength(1)
    expect(await owners()).toEqual(before)
    expect(run.problems.filter(each => /Content Security Policy|TypeError: (?!Failed)/.test(each))).toEqual([])
    for (const desk of [li, wang, sun]) await desk.page.context().close()
  })
})
