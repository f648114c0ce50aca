import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Shift, startShift, takeStep } from './shift.ts'
import { browserPresent } from './support.ts'

describe.runIf(browserPresent)('the owner\'s page in a real browser', () => {
  let shift: Shift
  beforeAll(async () => { shift = await startShift('enquiries', { chief: 'admin', li: 'agent' }) }, 60_000)
  afterAll(() => shift?.end())

  it('shows what is due, keeps a promise through the gate, names what is missing, and hands on by keyboard', { timeout: 120_000 }, async () => {
    const guest = await shift.customer()
    await guest.says('留言')
    await guest.hears(/请写下您的留言/)
    await guest.says('销户要带什么材料，请回电')
    await guest.hears(/1 个工作日内回复/)
    const chief = await shift.signIn('chief', { locale: 'zh-CN', viewport: { width: 1280, height: 800 } })
    await chief.goto(`${shift.url}/desk/enquiries`)
    const owed = chief.getByRole('table').getByRole('row')
    await owed.getByText('答复客户').first().waitFor()
    await shift.shot(chief, 'list')
    expect(await shift.seriousFindings(chief)).toEqual([])
    await owed.getByRole('link').first().press('Enter')
    await chief.getByRole('region', { name: '服务步骤' }).waitFor()
    // What is missing is named with what to do for it.
    const steps = chief.getByRole('region', { name: '服务步骤' })
    expect(await steps.getByText('待完成').count()).toBe(3)
    expect(await steps.textContent()).toMatch(/办完后登记/)
    await takeStep(chief, '承诺办理时限', dialog => dialog.getByRole('textbox').first().fill('保证您买的基金保本保息'), { stays: true })
    expect(await chief.getByRole('dialog').getByRole('alert').textContent()).toMatch(/保本/)
    await shift.shot(chief, 'stopped')
    await chief.getByRole('dialog').getByRole('textbox').first().fill('我们会核对销户材料并给您回电')
    await chief.getByRole('dialog').getByRole('button', { name: '确定' }).press('Enter')
    await guest.hears(/我们会核对销户材料并给您回电[^]*给您答复/)
    await vi.waitFor(async () => expect(await chief.getByRole('region', { name: '时限' }).getByRole('row').count()).toBe(3), { timeout: 10_000 })
    expect(await chief.getByRole('region', { name: '时限' }).textContent()).toMatch(/剩 2 个工作日/)
    // The timeline is in words, with the rule of each step.
    const timeline = chief.getByRole('region', { name: '经过' })
    await timeline.getByText('承诺办理时限').first().waitFor()
    expect(await timeline.textContent()).toMatch(/M1\.1c/)
    expect(await timeline.textContent()).not.toMatch(/enquiry\.|clock\.|dialog\.|[0-9a-f]{8}-/)
    expect(await shift.seriousFindings(chief)).toEqual([])
    await shift.shot(chief, 'zh')

    // The administrator owns it; the agent becomes the successor on a phone, in English.
    await takeStep(chief, '提名接任者', async dialog => {
      await dialog.getByRole('combobox').selectOption({ label: 'li' })
      await dialog.getByRole('textbox').fill('休假')
    })
    await timeline.getByText('提名接任者').waitFor()
    const li = await shift.signIn('li', { locale: 'en-GB', viewport: { width: 390, height: 800 }, colorScheme: 'dark' })
    await li.goto(`${shift.url}/desk/enquiries`)
    await li.getByRole('button', { name: 'Accept' }).press('Enter')
    await li.getByRole('table').getByRole('link').first().press('Enter')
    await vi.waitFor(async () => expect(await li.getByRole('main').textContent()).toMatch(/Owner li/), { timeout: 10_000 })
    await takeStep(li, 'Close', undefined, { stays: true })
    expect(await li.getByRole('dialog').getByRole('alert').textContent()).toMatch(/missing:[^]*handle it[^]*answer the customer[^]*ask for feedback/)
    expect(await shift.seriousFindings(li)).toEqual([])
    await shift.shot(li, 'phone-missing')
    await li.keyboard.press('Escape')
    await li.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(await li.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    expect(await shift.seriousFindings(li)).toEqual([])
    await shift.shot(li, 'phone')
    expect(shift.problems).toEqual([])
  })
})
