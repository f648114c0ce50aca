import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeskRun, seriousFindings, shot, startDeskRun } from './desk-run.ts'
import { records } from '../support/desk.ts'
import { takeStep } from './shift.ts'
import { browserPresent } from './support.ts'

describe.runIf(browserPresent)('the desk\'s records in a real browser', () => {
  let run: DeskRun
  beforeAll(async () => { run = await startDeskRun({ chief: 'admin', boss: 'supervisor', li: 'agent' }) }, 60_000)
  afterAll(() => run?.stop())

  it('keeps a conversation that was closed without its wrap-up before its agent\'s eyes until it is done', { timeout: 60_000 }, async () => {
    const cookie = await run.api.signIn('li')
    const guest = await run.api.customer()
    await guest.say('转人工')
    const id = await run.api.take(cookie)
    expect((await run.api.call(`/handovers/${id}/close`, cookie, 'POST', { outcome: 'follow-up' })).status).toBe(200)
    const [{ page: li }, { page: boss }] = [await run.signIn('li'), await run.signIn('boss')]
    await li.getByRole('link', { name: /^待办.*待整理会话 1$/ }).click()
    const list = li.getByRole('region', { name: '已结束、待整理的会话：1' })
    await list.getByText('需要跟进').waitFor()
    await shot(li, 'unfinished')
    expect(await seriousFindings(li)).toEqual([])

    await boss.goto(`${run.url}/desk/enquiries`)
    const whose = boss.getByRole('region', { name: '已结束、待整理的会话：1' })
    await whose.getByText('li', { exact: true }).waitFor()
    expect(await whose.getByRole('button').count()).toBe(0)

    await list.getByRole('button', { name: '整理会话' }).press('Enter')
    const dialog = li.getByRole('dialog', { name: '整理会话' })
    await dialog.getByRole('combobox', { name: '咨询主题' }).fill('其他')
    await li.getByRole('option', { name: '其他', exact: true }).click()
    await dialog.getByRole('textbox', { name: /要做什么/ }).fill('核实后答复')
    await shot(li, 'wrap-up-later')
    await dialog.getByRole('button', { name: '完成整理' }).press('Enter')
    await list.waitFor({ state: 'detached' })
    await li.getByRole('link', { name: '待办', exact: true }).waitFor()
    expect(run.problems).toEqual([])

    // The customer's page shows the task that came of it; who oversees grades the customer there.
    const { enquiry_id: enquiry } = await records(run.dataDir, store => store.db.selectFrom('handovers').select('enquiry_id').where('id', '=', id).executeTakeFirstOrThrow())
    await boss.goto(`${run.url}/desk/enquiries/${enquiry}`)
    await boss.getByRole('link', { name: '客户全部往来' }).click()
    const tasks = boss.getByRole('region', { name: '任务与回访' })
    await tasks.getByRole('link', { name: '核实后答复' }).waitFor()
    expect(await tasks.getByRole('button').count()).toBe(0)
    await takeStep(boss, '评定客户等级', async dialog => {
      await dialog.getByRole('combobox').selectOption({ label: '高风险客户' })
      await dialog.getByRole('textbox').fill('多次疑似被骗')
    })
    await boss.getByRole('region', { name: '全部往来' }).getByText('评定客户等级').waitFor()
    expect(await boss.getByRole('main').textContent()).toMatch(/高风险客户[^]*没有评价过/)
    await shot(boss, 'customer')
    expect(await seriousFindings(boss)).toEqual([])
    expect(run.problems).toEqual([])
  })

  it('lets a supervisor say who is on duty, and everybody read it', { timeout: 60_000 }, async () => {
    const { page: boss } = await run.signIn('boss')
    await boss.getByRole('button', { name: /^更多/ }).click()
    await boss.getByRole('menuitem', { name: '值班' }).click()
    await boss.getByText('没有指定，全部由管理员负责').waitFor()
    for (const owner of ['li', 'chief']) {
      await takeStep(boss, '添加负责人', async dialog => {
        await dialog.getByRole('combobox', { name: '由谁负责' }).selectOption({ label: owner })
        if (owner === 'li') return
        await dialog.getByRole('textbox', { name: /^从/ }).fill('18:00')
        await dialog.getByRole('textbox', { name: /^到/ }).fill('09:00')
      })
    }
    const lines = boss.getByRole('region', { name: '负责人' })
    const week = boss.getByRole('region', { name: /^今后七天/ })
    await lines.getByRole('cell', { name: '18:00–09:00' }).waitFor()
    expect(await week.textContent()).not.toMatch(/chief/)
    // The first line that fits counts.
    await lines.getByRole('button', { name: '上移第 2 条：chief' }).press('Enter')
    await week.getByText('chief').first().waitFor()
    expect(await week.getByRole('row').first().textContent()).toMatch(/00:00–09:00 chief09:00–18:00 li18:00–24:00 chief/)
    await takeStep(boss, '添加服务时间', dialog => dialog.getByRole('textbox', { name: /^从/ }).fill('9 点'), { stays: true })
    await boss.keyboard.press('Escape')
    await shot(boss, 'duty')
    expect(await seriousFindings(boss)).toEqual([])
    const { page: li } = await run.signIn('li', { viewport: { width: 390, height: 800 }, colorScheme: 'dark' })
    await li.goto(`${run.url}/desk/duty`)
    await li.getByRole('region', { name: /^今后七天/ }).getByText('chief').first().waitFor()
    expect(await li.getByRole('main').getByRole('button').count()).toBe(0)
    await shot(li, 'duty-phone')
    expect(await seriousFindings(li)).toEqual([])
    // What was refused is told by the browser, too.
    expect(run.problems.filter(line => !/400/.test(line))).toEqual([])
    run.problems.length = 0
  })
})
