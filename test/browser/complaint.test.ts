import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Shift, startShift, takeStep } from './shift.ts'
import { browserPresent } from './support.ts'

const patience = { timeout: 10_000 }

describe.runIf(browserPresent)('a complaint in a real browser', () => {
  let shift: Shift
  beforeAll(async () => { shift = await startShift('complaint', { chief: 'admin', zhao: 'supervisor', li: 'agent' }) }, 60_000)
  afterAll(() => shift?.end())

  it('goes its way from the first message to the archive by keyboard', { timeout: 150_000 }, async () => {
    const guest = await shift.customer()
    await guest.says('我要投诉')
    await guest.hears(/发生了什么事/)
    await guest.says('柜员少给了我一百块，我的手机号是13800138000')
    await guest.hears(/编号 TS/)
    await guest.says('没有了')
    await guest.hears(/都已记入投诉/)
    const number = /TS\d{8}-\w{5}/.exec((await guest.texts()).join())?.[0] ?? ''

    // The supervisor finds it in the list, begins it, and gives it to an agent.
    const zhao = await shift.signIn('zhao', { locale: 'zh-CN', viewport: { width: 1280, height: 800 } })
    await zhao.getByRole('navigation').getByRole('link', { name: '投诉' }).press('Enter')
    await zhao.getByRole('link', { name: number }).press('Enter')
    await zhao.getByRole('heading', { name: new RegExp(number) }).waitFor()
    expect(await zhao.content()).not.toContain('13800138000')
    const clocks = zhao.getByRole('region', { name: '时限' })
    // Both clocks of M3.3a, with what is left of each.
    await vi.waitFor(async () => expect(await clocks.textContent()).toMatch(/初步调查[^]*剩 2 个工作日[^]*答复客户[^]*剩 7 个工作日/), patience)
    await takeStep(zhao, '更换负责人', async dialog => {
      await dialog.getByRole('combobox').selectOption({ label: 'li' })
      await dialog.getByRole('textbox').fill('由柜面组处理')
    })
    await zhao.getByText('首问负责人 li').waitFor()
    // Whom it concerns is named, sees nothing of it, and is in no choice any more.
    await takeStep(zhao, '登记回避人员', dialog => dialog.getByRole('combobox').first().selectOption({ label: 'chief' }).then(() => undefined))
    await zhao.getByRole('region', { name: '回避人员' }).getByText('chief').waitFor()
    await zhao.getByRole('group', { name: '可以做的事' }).getByRole('button', { name: '更多步骤' }).press('Enter')
    await zhao.getByRole('menuitem', { name: '更换负责人' }).press('Enter')
    await zhao.getByRole('dialog').waitFor()
    const choices = await zhao.getByRole('dialog').getByRole('combobox').locator('option').allTextContents()
    expect(choices).toContain('zhao')
    expect(choices).not.toContain('chief')
    await zhao.keyboard.press('Escape')
    await shift.shot(zhao, 'supervisor')
    expect(await shift.seriousFindings(zhao)).toEqual([])

    // The agent is told by the bell, and comes to the complaint by it.
    const li = await shift.signIn('li', { locale: 'zh-CN', viewport: { width: 1024, height: 768 }, colorScheme: 'dark' })
    await li.getByRole('button', { name: /^通知，\d+ 条未读$/ }).press('Enter')
    await shift.shot(li, 'bell')
    expect(await shift.seriousFindings(li)).toEqual([])
    await li.getByRole('dialog', { name: '通知' }).getByRole('link', { name: '投诉由您负责' }).press('Enter')
    await li.getByRole('heading', { name: new RegExp(number) }).waitFor()
    await li.getByRole('button', { name: '通知', exact: true }).waitFor()
    const state = (name: string) => li.getByRole('main').getByText(name, { exact: true }).first().waitFor()
    await takeStep(li, '开始调查')
    await state('调查中')
    await takeStep(li, '完成初步调查', dialog => dialog.getByRole('textbox').fill('监控显示少付一百元'))
    await takeStep(li, '作出处理决定', async dialog => {
      await dialog.getByRole('combobox').selectOption({ label: '成立' })
      await dialog.getByRole('textbox').fill('柜员操作有误')
    })
    // The answer passes the gate: a promise about a fund is stopped, and the dialog keeps what was written.
    await takeStep(li, '答复客户', dialog => dialog.getByRole('textbox').fill('已退款。另外推荐您买这款基金，稳赚不赔'), { stays: true })
    const dialog = li.getByRole('dialog')
    expect(await dialog.getByRole('alert').textContent()).toMatch(/稳赚|M4\.3a/)
    expect(await dialog.getByRole('textbox').inputValue()).toMatch(/已退款/)
    await dialog.getByRole('textbox').fill('经查属实，一百元已退还到您的账户，并向您道歉。')
    await dialog.getByRole('button', { name: '确定' }).press('Enter')
    await dialog.waitFor({ state: 'hidden' })
    await guest.hears(/一百元已退还/)
    await takeStep(li, '填写原因', dialog => dialog.getByRole('combobox').selectOption({ label: '服务态度' }).then(() => undefined))
    await guest.says('满意')
    await guest.hears(/谢谢您的评价/)
    await takeStep(li, '制定措施', async dialog => {
      await dialog.getByRole('textbox').first().fill('复核柜面付款流程')
      await dialog.getByRole('combobox').selectOption({ label: 'li' })
      await dialog.getByLabel('完成日期').fill('2027-03-31')
    })
    await takeStep(li, '结案')
    await takeStep(li, '登记措施结果', dialog => dialog.getByRole('textbox').fill('已复核并培训'))
    await takeStep(li, '归档')
    await state('已归档')
    // The whole way stands in words, with both clocks done in time.
    const way = await li.getByRole('region', { name: '经过' }).textContent()
    for (const step of ['受理投诉', '更换负责人', '登记回避人员', '开始调查', '完成初步调查', '作出处理决定', '答复客户', '填写原因', '登记客户评价', '制定措施', '结案', '措施完成', '归档']) expect(way).toContain(step)
    expect(way).toMatch(/登记客户评价客户5 分/)
    expect(await li.getByRole('group', { name: '可以做的事' }).count()).toBe(0)
    expect(await shift.seriousFindings(li)).toEqual([])
    await shift.shot(li, 'archived')

    // The customer's page has the journey over their enquiry and complaint, and keeps what they agree to.
    await zhao.getByRole('link', { name: '客户全部往来' }).press('Enter')
    await zhao.getByRole('link', { name: number }).waitFor()
    await takeStep(zhao, '登记同意', async dialog => {
      await dialog.getByRole('combobox').selectOption({ label: '培训' })
      await dialog.getByRole('textbox').fill('2026-1')
    })
    await zhao.getByRole('region', { name: '同意事项' }).getByText('培训').waitFor()
    expect(await shift.seriousFindings(zhao)).toEqual([])
    await shift.shot(zhao, 'customer')

    // Whom it concerns finds nothing, whatever their role; what they looked for is on the trail.
    const chief = await shift.signIn('chief', { locale: 'en-GB', viewport: { width: 1280, height: 800 } })
    await chief.goto(`${shift.url}/desk/cases/${number}`)
    await chief.getByRole('alert').waitFor()
    await chief.goto(`${shift.url}/desk/audit`)
    await chief.getByRole('combobox', { name: 'Who' }).selectOption({ label: 'zhao' })
    await chief.getByRole('button', { name: 'Search' }).press('Enter')
    await chief.getByRole('cell', { name: 'Customer\'s data viewed' }).first().waitFor()
    expect(await chief.getByRole('cell', { name: 'li', exact: true }).count()).toBe(0)
    expect(await shift.seriousFindings(chief)).toEqual([])
    await shift.shot(chief, 'audit')
    await chief.getByRole('navigation').getByRole('button', { name: /Audit trail/ }).press('Enter')
    await chief.getByRole('menuitem', { name: 'Undelivered replies' }).press('Enter')
    await chief.getByText('Everything was delivered').waitFor()
    expect(await shift.seriousFindings(chief)).toEqual([])
    await shift.shot(chief, 'outbox')
    await chief.goto(`${shift.url}/desk/overdue`)
    await chief.getByText('Nothing is overdue or due today').waitFor()
    expect(await shift.seriousFindings(chief)).toEqual([])
    expect(shift.problems).toEqual([])
  })
})
