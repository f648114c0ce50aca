import type { Entity } from '../understanding.ts'
import { chineseNumeral, englishNumeral, numberOf } from './numbers.ts'

const scale = String.raw`(?:(?:个|個)?[万萬亿億](?:\d(?![\d.,年月日天号號个個%期]))?|千|仟|百|佰|[kw](?![a-z])|m(?:il)?(?![a-z])|(?:hundred|thousand|million|billion)\b)`
const inChinese = String.raw`[${chineseNumeral}]{1,24}(?:[点點][${chineseNumeral}]{1,24})?(?:[个個][万萬亿億])?`
const inWords = String.raw`\b(?:${englishNumeral})\s(?:hundred|thousand|million|billion)\b(?! per ?cent)`
const amount = String.raw`(?:(?:\d[\d,]{0,24})?\d(?:\.\d{1,24})?\s{0,3}${scale}?|${inChinese}|${inWords})`
const unit = String.raw`(?:元|块钱?|塊錢?|圆|圓|人民币|人民幣|rmb|cny|yuan|dollars?|usd|美元|美金|刀|港币|港幣|港元|蚊|hkd|欧元|歐元|euros?|eur|日元|日圓|yen|jpy|英镑|英鎊|pounds?|gbp)`
const sign = String.raw`(?:rmb|cny|usd|hkd|us\$|hk\$|[¥￥$€£])`
/** What is said behind 块: 三块五 is 3.5. */
const tail = String.raw`(?:([\d${chineseNumeral}])(?:毛|角)?(?![\d${chineseNumeral}个個年月日天周期次块塊元%]))?`
const withUnit = new RegExp(String.raw`(${sign})?\s{0,3}(${amount})\s{0,3}(?:多|来|來|余|餘)?\s{0,3}(${unit})(?:(?<=[块塊蚊])${tail})?`, 'gi')
const withSign = new RegExp(String.raw`(${sign})\s{0,3}(${amount})`, 'gi')
const small = new RegExp(String.raw`(?<![\d.${chineseNumeral}块塊])([\d${chineseNumeral}])(?:毛|角)(?:钱|錢)?(?!票)`, 'g')
const counts = '个個人次年月日天分种種位名家期股份岁歲克遍条條件万萬亿億'
/**
 * Without a unit a number with 万, k or million is an amount, and Chinese numerals with 万, 亿 or 千; what counts years after it does not
 * belong to it (五万三年).
 */
const bare = new RegExp([
  String.raw`(?<![\d.a-z])(?:\d[\d,]{0,24})?\d(?:\.\d{1,24})?\s{0,3}(?:(?:个|個)?[万萬亿億](?:\d(?![\d.,年月日天号號个個%期]))?|[kw](?![a-z])|(?:million|billion|mil)\b)`,
  String.raw`(?<![\d.a-z])\d{1,24}千(?![${counts}瓦米])`,
  String.raw`(?!千[万萬])(?:[${chineseNumeral}]{0,24}[一二两兩俩三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]|[${chineseNumeral}]{1,24}[点點][${chineseNumeral}]{1,24}?)(?:个|個|来|來|多)?[万萬亿億](?:[${chineseNumeral}]{1,24}(?![${chineseNumeral}]{0,24}(?:个|個)?[年月天日周週季]))?`,
  String.raw`(?<!百分之|[${chineseNumeral}])[一二两兩三四五六七八九壹贰叁肆伍陆柒捌玖][千仟](?:[${chineseNumeral}]{1,24})?(?![${counts}])`,
  inWords,
].join('|'), 'gi')

const currencies: readonly (readonly [RegExp, string])[] = [
  [/港|蚊|hk/i, 'HKD'], [/欧|歐|euro?|€/i, 'EUR'], [/日元|日圓|yen|jpy/i, 'JPY'], [/英镑|英鎊|pound|gbp|£/i, 'GBP'], [/美|刀|dollar|us|\$/i, 'USD'],
]
const currencyOf = (text: string) => currencies.find(([words]) => words.test(text))?.[1] ?? 'CNY'

/** Every wording of a number has one of these. */
const numeral = new RegExp(String.raw`[\d${chineseNumeral}]|\b(?:hundred|thousand|million|billion)\b`, 'i')

/** Amounts of money with their value in the currency's main unit: 5万, 伍万元, 50k, $3,000. */
export function findMoney(text: string): Entity[] {
  if (!numeral.test(text)) return []
  const found: Entity[] = []
  const add = (start: number, matched: string, number: string, currency: string, tenths = '') => {
    const whole = numberOf(number.replace(/[来來多](?=[万萬亿億])/, ''))
    const value = whole === undefined ? undefined : whole + (numberOf(tenths) ?? 0) / 10
    if (value !== undefined) found.push({ kind: 'money', start, end: start + matched.length, text: matched, value: { amount: value, currency }, personal: false })
  }
  for (const match of text.matchAll(withUnit)) add(match.index, match[0], match[2] ?? '', currencyOf(`${match[1] ?? ''}${match[3] ?? ''}`), match[4])
  for (const match of text.matchAll(withSign)) add(match.index, match[0], match[2] ?? '', currencyOf(match[1] ?? ''))
  for (const match of text.matchAll(small)) add(match.index, match[0], '0', 'CNY', match[1])
  for (const match of text.matchAll(bare)) add(match.index, match[0], match[0], 'CNY')
  return found
}

const cardinal = String.raw`(?:\d{1,24}(?:\.\d{1,24})?|[${chineseNumeral}]{1,24}(?:[点點][${chineseNumeral}]{1,24})?)`
const percent = new RegExp(String.raw`(\d{1,24}(?:\.\d{1,24})?)\s{0,3}(?:[%％]|个百分点|個百分點|个点|個點|per ?cent|percentage points?)|(百|千|万|萬)分之\s{0,3}(${cardinal})|(\d{1,24})\s{0,3}(?:bps?\b|个基点|個基點|basis points?)`, 'gi')
const partsOfHundred = new Map([['百', 1], ['千', 10], ['万', 100], ['萬', 100]])

/** Percentages: 3.5%, 百分之三点五, 千分之五, 20 bps. */
export function findPercents(text: string): Entity[] {
  if (!numeral.test(text)) return []
  return [...text.matchAll(percent)].flatMap(match => {
    const [matched, plain, of = '', share, points] = match
    const number = plain ?? points ?? share ?? ''
    const said = numberOf(number)
    const value = said === undefined ? undefined : Number((said / (plain !== undefined ? 1 : points !== undefined ? 100 : partsOfHundred.get(of) ?? 1)).toFixed(6))
    return value === undefined ? [] : [{ kind: 'percent' as const, start: match.index, end: match.index + matched.length, text: matched, value: { value }, personal: false }]
  })
}
