import { describe, expect, it } from 'vitest'
import { findEntities } from './entities.ts'
import { numberOf } from './numbers.ts'

// A Tuesday in Shanghai, still Monday in UTC's afternoon: the day is Shanghai's.
const now = new Date('2026-11-23T18:00:00Z')
const products = [{ id: 'cash', class: 'fund', names: ['澄湾现金宝', '现金宝', 'Cash Box'] }]
const found = (text: string, kind: string) => findEntities(text, products, now).filter(entity => entity.kind === kind)

describe('numbers', () => {
  it.each([['五万', 50_000], ['伍万', 50_000], ['三万五', 35_000], ['一百二', 120], ['十二', 12], ['二十', 20], ['一千零五', 1005], ['两亿三千万', 230_000_000], ['十万', 100_000], ['50k', 50_000], ['3.5万', 35_000], ['1,000', 1000], ['二〇二六', 2026]])('%s', (text, value) => {
    expect(numberOf(text)).toBe(value)
  })
})

describe('money', () => {
  it.each([
    ['转5万可以吗', 50_000, 'CNY'], ['伍万元', 50_000, 'CNY'], ['五萬塊', 50_000, 'CNY'], ['send 50k', 50_000, 'CNY'], ['$3,000', 3000, 'USD'], ['3,000 dollars', 3000, 'USD'],
    ['港币2000元', 2000, 'CNY'], ['2000港币', 2000, 'HKD'], ['￥99.5', 99.5, 'CNY'], ['10w', 100_000, 'CNY'], ['三万五千元', 35_000, 'CNY'], ['50,000 yuan', 50_000, 'CNY'], ['十万', 100_000, 'CNY'],
    ['1.5个亿', 150_000_000, 'CNY'], ['一个亿', 100_000_000, 'CNY'], ['1万5', 15_000, 'CNY'], ['三点五万', 35_000, 'CNY'], ['两千五', 2500, 'CNY'], ['二十多万', 200_000, 'CNY'], ['HK$3,000', 3000, 'HKD'],
    ['3块5', 3.5, 'CNY'], ['一百二十块五', 120.5, 'CNY'], ['五毛', 0.5, 'CNY'], ['１００元', 100, 'CNY'], ['half a million yuan', 500_000, 'CNY'], ['1.5 million', 1_500_000, 'CNY'], ['一万块一年', 10_000, 'CNY'],
  ])('%s', (text, amount, currency) => {
    expect(found(text, 'money').map(entity => entity.value)).toEqual([{ amount, currency }])
  })
  it.each(['万一丢了怎么办', '我有一个问题', '第一次办卡', '千万不要', '一下', 'ok', '一千个问题', '100米', 'one hundred percent safe'])('finds none in: %s', text => {
    expect(found(text, 'money')).toEqual([])
  })
})

describe('percentages', () => {
  it.each([['3.5%', 3.5], ['百分之三', 3], ['百分之三点五', 3.5], ['２％', 2], ['千分之五', 0.5], ['万分之五', 0.05], ['20 bps', 0.2], ['0.5个百分点', 0.5], ['百分之几', undefined], ['3 per cent', 3]])('%s', (text, value) => {
    expect(found(text, 'percent').map(entity => entity.value)).toEqual(value === undefined ? [] : [{ value }])
  })
})

describe('dates, relative to now in Asia/Shanghai', () => {
  it.each([
    ['今天', '2026-11-24', '2026-11-24'], ['昨天下午', '2026-11-23', '2026-11-23'], ['大后天', '2026-11-27', '2026-11-27'], ['后天', '2026-11-26', '2026-11-26'],
    ['下周三', '2026-12-02', '2026-12-02'], ['上週五', '2026-11-20', '2026-11-20'], ['周日', '2026-11-29', '2026-11-29'], ['下下礼拜一', '2026-12-07', '2026-12-07'], ['上个月', '2026-10-01', '2026-10-31'],
    ['上个月5号', '2026-10-05', '2026-10-05'], ['近三个月', '2026-08-24', '2026-11-24'], ['最近7天', '2026-11-17', '2026-11-24'], ['去年', '2025-01-01', '2025-12-31'], ['去年3月', '2025-03-01', '2025-03-31'],
    ['三天前', '2026-11-21', '2026-11-21'], ['两个月后', '2027-01-24', '2027-01-24'], ['2026年3月1日', '2026-03-01', '2026-03-01'], ['2026-03-01', '2026-03-01', '2026-03-01'], ['12月25日', '2026-12-25', '2026-12-25'],
    ['二〇二六年十月一日', '2026-10-01', '2026-10-01'], ['5号', '2026-11-05', '2026-11-05'], ['上季度', '2026-07-01', '2026-09-30'], ['下周', '2026-11-30', '2026-12-06'], ['本月底', '2026-11-21', '2026-11-30'], ['下个月初', '2026-12-01', '2026-12-10'], ['2025年', '2025-01-01', '2025-12-31'], ['第三季度', '2026-07-01', '2026-09-30'],
    ['yesterday', '2026-11-23', '2026-11-23'], ['last friday', '2026-11-20', '2026-11-20'], ['next Wednesday', '2026-12-02', '2026-12-02'], ['in the last 3 months', '2026-08-24', '2026-11-24'], ['two weeks ago', '2026-11-10', '2026-11-10'],
    ['March 5, 2027', '2027-03-05', '2027-03-05'], ['5th of March', '2026-03-05', '2026-03-05'], ['next month', '2026-12-01', '2026-12-31'], ['in 5 days', '2026-11-29', '2026-11-29'], ['end of the month', '2026-11-21', '2026-11-30'], ['on the 15th', '2026-11-15', '2026-11-15'],
  ])('%s', (text, from, to) => {
    expect(found(text, 'date').map(entity => entity.value)[0]).toEqual({ from, to })
  })
  it.each(['2026年2月31日', '95588号线', '几号线'])('no day that does not exist: %s', text => {
    expect(found(text, 'date').every(entity => entity.value['from'] !== undefined && !String(entity.value['from']).includes('02-31'))).toBe(true)
  })
})

describe('terms and products', () => {
  it.each([['存三个月', { months: 3 }], ['5年期', { years: 5 }], ['365天', { days: 365 }], ['12-month', { months: 12 }], ['半年', { years: 0.5 }], ['two weeks', { days: 14 }], ['一年半', { years: 1.5 }], ['两个半月', { months: 2.5 }], ['一个星期', { days: 7 }], ['two and a half years', { years: 2.5 }], ['half a year', { years: 0.5 }], ['我想存5万三年期', { years: 3 }], ['存五万三年', { years: 3 }]])('%s', (text, value) => {
    expect(found(text, 'term').map(entity => entity.value)).toEqual([value])
  })
  it('names a product by its longest name', () => {
    expect(found('我想买澄湾现金宝', 'product')).toMatchObject([{ text: '澄湾现金宝', value: { id: 'cash', class: 'fund' } }])
  })
  it('gives positions of the text as written', () => {
    const text = 'ＡＢ 我昨天转了５万元给１３８００１３８０００'
    for (const entity of findEntities(text, products, now)) expect(text.slice(entity.start, entity.end)).toBe(entity.text)
    expect(found(text, 'phone')).toHaveLength(1)
  })
})
