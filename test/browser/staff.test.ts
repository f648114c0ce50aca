import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Shift, startShift, takeStep } from './shift.ts'
import { browserPresent } from './support.ts'

describe.runIf(browserPresent)('the agents\' register in a real browser', () => {
  let shift: Shift
  beforeAll(async () => { shift = await startShift('staff', { boss: 'supervisor', li: 'agent' }) }, 60_000)
  afterAll(() => shift?.end())
  const head = 'email,record,kind,number,issued,expires,day,hours,subject\n'
  const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })

  it('is imported whole or not at all, kept by keyboard, and tells an agent why they may not serve', { timeout: 120_000 }, async () => {
    const boss = await shift.signIn('boss', { locale: 'zh-CN', viewport: { width: 1280, height: 800 } })
    await boss.goto(`${shift.url}/desk/staff`)
    await boss.getByRole('note').getByText(/还没有任何证书/).waitFor()
    await boss.getByRole('button', { name: '导入 CSV' }).press('Enter')
    const dialog = boss.getByRole('dialog', { name: '导入 CSV' })
    const choose = async (file: ReturnType<typeof csv>) => {
      const [chooser] = await Promise.all([boss.waitForEvent('filechooser'), dialog.getByRole('button', { name: /文件/ }).click()])
      await chooser.setFiles(file)
      await dialog.getByRole('button', { name: '导入', exact: true }).press('Enter')
    }
    await choose(csv('wrong.csv', `${head}li@bank.example,certificate,practice,P1,2020-01-01,2020-13-01\n`))
    expect(await dialog.getByRole('alert').textContent()).toMatch(/没有导入.*第 2 行 expires：/)
    expect(await shift.seriousFindings(boss)).toEqual([])
    await choose(csv('right.csv', `${head}li@bank.example,certificate,practice,P1,2020-01-01,2024-06-30\nli@bank.example,education,,,,,${new Date().getFullYear()}-01-05,8,反洗钱\n`))
    await dialog.getByText('已导入 2 条记录').waitFor()
    await boss.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    const row = boss.getByRole('row', { name: /li@bank\.example/ })
    await row.getByText('执业资格证书已于 2024-06-30 到期').waitFor()
    await shift.shot(boss, 'list')
    expect(await shift.seriousFindings(boss)).toEqual([])

    const li = await shift.signIn('li', { locale: 'en-GB', viewport: { width: 390, height: 800 }, colorScheme: 'dark' })
    await li.goto(`${shift.url}/desk/staff`)
    await li.getByRole('status').getByText('The Practice certificate expired on 2024-06-30').waitFor()
    expect(await li.getByRole('group', { name: 'What you can do' }).count()).toBe(0)
    await shift.shot(li, 'own')
    expect(await shift.seriousFindings(li)).toEqual([])

    await row.getByRole('link', { name: 'li', exact: true }).press('Enter')
    await boss.getByRole('heading', { name: 'li', exact: true }).waitFor()
    await takeStep(boss, '登记证书', async form => {
      await form.getByRole('combobox').selectOption({ label: '执业资格' })
      await form.getByRole('textbox', { name: '证书编号' }).fill('P2')
      await form.getByLabel('发证日期').fill('2024-07-01')
      await form.getByLabel('有效期至').fill('2099-12-31')
    })
    await boss.getByRole('region', { name: '证书' }).getByText('2099-12-31').waitFor()
    await takeStep(boss, '修改技能', async form => {
      await form.getByRole('textbox', { name: '主题' }).fill('fund-* card-lost')
      await form.getByRole('textbox', { name: '同时接待上限' }).or(form.getByRole('spinbutton', { name: '同时接待上限' })).fill('5')
    })
    await boss.getByRole('region', { name: '技能与接待' }).getByText(/fund-\*、card-lost/).waitFor()
    expect(await boss.getByRole('region', { name: '技能与接待' }).textContent()).toMatch(/同时接待上限: 5/)
    await shift.shot(boss, 'record')
    expect(await shift.seriousFindings(boss)).toEqual([])
    await li.reload()
    await li.getByRole('region', { name: 'Certificates' }).getByText('2099-12-31').waitFor()
    expect(await li.getByText('May not serve').count()).toBe(0)
    expect(shift.problems).toEqual([])
  })
})
