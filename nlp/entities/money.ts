import type { Entity } from '../understanding.ts'
import { chineseNumeral, numberOf } from './numbers.ts'

const amount = String.raw`(?:[\d,]*\d(?:\.\d+)?\s*(?:万|萬|亿|億|千|仟|百|佰|[kwm](?![a-z]))?|[${chineseNumeral}]+)`
const unit = String.raw`(?:元|块钱?|塊錢?|圆|圓|人民币|人民幣|rmb|cny|yuan|dollars?|usd|美元|美金|刀|港币|港幣|港元|蚊|hkd|欧元|歐元|euros?|eur|日元|日圓|yen|jpy|英镑|英鎊|pounds?|gbp)`
const sign = String.raw`(?:rmb|cny|usd|hkd|us\$|hk\$|[¥￥$€£])`
const withUnit = new RegExp(String.raw`(${sign})?\s*(${amount})\s*(?:多|来|來|余|餘)?\s*(${unit})`, 'gi')
const withSign = new RegExp(String.raw`(${sign})\s*(${amount})`, 'gi')
/** Without a unit a number with 万 or k is an amount, and Chinese numerals with 万 or 亿; what counts years after it does not belong to it (五万三年). */
const bare = new RegExp(String.raw`(?<![\d.a-z])(?:[\d,]*\d(?:\.\d+)?\s*(?:万|萬|亿|億|[kw](?![a-z]))|(?!千[万萬])[${chineseNumeral}]*[一二两兩三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟][万萬亿億](?:[${chineseNumeral}]+(?![${chineseNumeral}]*(?:个|個)?[年月天日周週季]))?)`, 'gi')

const currencies: readonly (readonly [RegExp, string])[] = [
  [/港|蚊|hk/i, 'HKD'], [/欧|歐|euro?|€/i, 'EUR'], [/日元|日圓|yen|jpy/i, 'JPY'], [/英镑|英鎊|pound|gbp|£/i, 'GBP'], [/美|刀|dollar|us|\$/i, 'USD'],
]
const currencyOf = (text: string) => currencies.find(([words]) => words.test(text))?.[1] ?? 'CNY'

/** Every wording of a number has one of these. */
const numeral = new RegExp(String.raw`[\d${chineseNumeral}]`)

/** Amounts of money with their value in the currency's main unit: 5万, 伍万元, 50k, $3,000. */
export function findMoney(text: string): Entity[] {
  if (!numeral.test(text)) return []
  const found: Entity[] = []
  const add = (start: number, matched: string, number: string, currency: string) => {
    const value = numberOf(number.trim())
    if (value !== undefined) found.push({ kind: 'money', start, end: start + matched.length, text: matched, value: { amount: value, currency }, personal: false })
  }
  for (const match of text.matchAll(withUnit)) add(match.index, match[0], match[2] ?? '', currencyOf(`${match[1] ?? ''}${match[3] ?? ''}`))
  for (const match of text.matchAll(withSign)) add(match.index, match[0], match[2] ?? '', currencyOf(match[1] ?? ''))
  for (const match of text.matchAll(bare)) add(match.index, match[0], match[0], 'CNY')
  return found
}

const cardinal = String.raw`(?:\d+(?:\.\d+)?|[${chineseNumeral}]+)`
const percent = new RegExp(String.raw`(\d+(?:\.\d+)?)\s*(?:[%％]|个点|個點|per ?cent)|百分之\s*(${cardinal}(?:点[${chineseNumeral}]+)?)|千分之\s*(${cardinal})`, 'gi')

function decimalOf(text: string): number | undefined {
  const [whole = '', fraction] = text.split('点')
  const value = numberOf(whole)
  if (value === undefined || fraction === undefined) return value
  const digits = [...fraction].map(char => numberOf(char))
  return digits.includes(undefined) ? undefined : Number(`${value}.${digits.join('')}`)
}

/** Percentages: 3.5%, 百分之三点五, 千分之五. */
export function findPercents(text: string): Entity[] {
  if (!numeral.test(text)) return []
  return [...text.matchAll(percent)].flatMap(match => {
    const value = match[1] !== undefined ? Number(match[1]) : match[2] !== undefined ? decimalOf(match[2]) : (numberOf(match[3] ?? '') ?? 0) / 10
    return value === undefined ? [] : [{ kind: 'percent' as const, start: match.index, end: match.index + match[0].length, text: match[0], value: { value }, personal: false }]
  })
}
