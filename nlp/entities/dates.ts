import type { Entity } from '../understanding.ts'
import { chineseNumeral, numberOf } from './numbers.ts'
import { createPlaces } from './stretches.ts'

/** A day of the calendar, without a time or a zone, as UTC midnight. */
type Day = Date

const day = 86_400_000
const shanghai = 8 * 3_600_000

const plus = (from: Day, days: number): Day => new Date(from.getTime() + days * day)
const make = (year: number, month: number, date: number): Day => new Date(Date.UTC(year, month, date))
const iso = (of: Day): string => of.toISOString().slice(0, 10)
const monday = (of: Day): Day => plus(of, -((of.getUTCDay() + 6) % 7))
const month = (of: Day, shift: number): Day => make(of.getUTCFullYear(), of.getUTCMonth() + shift, 1)
const endOfMonth = (of: Day): Day => make(of.getUTCFullYear(), of.getUTCMonth() + 1, 0)

/** The same date some months away; the last of the month where it has no such date. */
function monthsAway(of: Day, months: number): Day {
  const first = month(of, months)
  return make(first.getUTCFullYear(), first.getUTCMonth(), Math.min(of.getUTCDate(), endOfMonth(first).getUTCDate()))
}

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year'
function unitOf(word: string): Unit {
  return /天|日|day/i.test(word) ? 'day' : /周|週|星期|礼拜|禮拜|week/i.test(word) ? 'week' : /季|quarter/i.test(word) ? 'quarter' : /月|month/i.test(word) ? 'month' : 'year'
}
function away(of: Day, count: number, unit: Unit): Day {
  if (unit === 'day') return plus(of, Math.round(count))
  if (unit === 'week') return plus(of, Math.round(count * 7))
  return monthsAway(of, Math.round(count * (unit === 'month' ? 1 : unit === 'quarter' ? 3 : 12)))
}
/** The whole week, month, quarter or year that lies `shift` away from today's. */
function whole(today: Day, shift: number, unit: Unit): [Day, Day] {
  if (unit === 'day') return [plus(today, shift), plus(today, shift)]
  if (unit === 'week') return [plus(monday(today), shift * 7), plus(monday(today), shift * 7 + 6)]
  if (unit === 'month') return [month(today, shift), endOfMonth(month(today, shift))]
  if (unit === 'quarter') {
    const first = make(today.getUTCFullYear(), Math.floor(today.getUTCMonth() / 3) * 3 + shift * 3, 1)
    return [first, endOfMonth(month(first, 2))]
  }
  return [make(today.getUTCFullYear() + shift, 0, 1), make(today.getUTCFullYear() + shift, 11, 31)]
}

/** Nobody counts days by ten thousands: 5万三年期 is an amount and a term. */
const counting = chineseNumeral.replace(/[万萬亿億]/g, '')
const number = String.raw`(\d+(?:\.\d+)?|[${counting}半几幾数數]{1,24}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|few|couple of)`
const englishNumbers = new Map([['a', 1], ['an', 1], ['one', 1], ['two', 2], ['three', 3], ['four', 4], ['five', 5], ['six', 6], ['seven', 7], ['eight', 8], ['nine', 9], ['ten', 10], ['twelve', 12], ['few', 3], ['couple of', 2]])
function countOf(word: string): number {
  const lower = word.toLowerCase()
  if (word === '半') return 0.5
  // "A few" is read as three: a span to look into, not a promise.
  if (/[几幾数數]/.test(word)) return 3
  return englishNumbers.get(lower) ?? numberOf(lower) ?? 1
}

const weekdays = new Map([['一', 0], ['二', 1], ['三', 2], ['四', 3], ['五', 4], ['六', 5], ['日', 6], ['天', 6], ['末', 5]])
const englishWeekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const englishMonths = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const monthName = String.raw`(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`

function shiftOf(word: string): number {
  if (/^(上上|前)/.test(word)) return -2
  if (/^(上|去|last|past|previous)/i.test(word)) return -1
  if (/^(下下|后|後)/.test(word)) return 2
  if (/^(下|明|next|coming)/i.test(word)) return 1
  return 0
}

/** A real day, or undefined: there is no 31 February. Two-digit years are of this century. */
function dated(year: number, monthNumber: number, date: number): [Day, Day] | undefined {
  const full = year < 100 ? 2000 + year : year
  const made = make(full, monthNumber - 1, date)
  return made.getUTCMonth() === monthNumber - 1 && made.getUTCDate() === date ? [made, made] : undefined
}

/** Its first ten days, the ten in its middle, or its last ten. */
function partOfMonth(first: Day, side: string): [Day, Day] {
  const last = endOfMonth(first)
  return side === '初' ? [first, plus(first, 9)] : side === '中旬' ? [plus(first, 10), plus(first, 19)] : [plus(last, -9), last]
}

type Rule = { pattern: RegExp; read(match: RegExpMatchArray, today: Day): [Day, Day] | undefined }

const dayWords = new Map([['大前', -3], ['前', -2], ['昨', -1], ['今', 0], ['当', 0], ['明', 1], ['后', 2], ['後', 2], ['大后', 3], ['大後', 3]])

/** Longer and more exact wordings come first; what one has read the next leaves alone. */
const rules: readonly Rule[] = [
  { pattern: /(\d{4})\s{0,3}[-/.年]\s{0,3}(\d{1,2})\s{0,3}[-/.月]\s{0,3}(\d{1,2})\s{0,3}[日号號]?/g, read: ([, y, m, d]) => dated(Number(y), Number(m), Number(d)) },
  {
    pattern: new RegExp(String.raw`([零〇一二三四五六七八九]{4})年([${chineseNumeral}]{1,3})月([${chineseNumeral}]{1,3})[日号號]`, 'g'),
    read: ([, y = '', m = '', d = '']) => dated(numberOf(y) ?? 0, numberOf(m) ?? 0, numberOf(d) ?? 0),
  },
  {
    pattern: /(\d{4})\s{0,3}年\s{0,3}(\d{1,2})\s{0,3}月(?:份)?/g,
    read: ([, y, m]) => Number(m) >= 1 && Number(m) <= 12 ? [make(Number(y), Number(m) - 1, 1), endOfMonth(make(Number(y), Number(m) - 1, 1))] : undefined,
  },
  {
    pattern: /(?<!\d)(20\d{2}|(?<!\d)2\d(?=年\s{0,3}\d{1,2}\s{0,3}月))年(?![期后後前])(?:\s{0,3}(\d{1,2})\s{0,3}月(?:份)?)?/g,
    read: ([, y, m]) => m === undefined ? [make(Number(y), 0, 1), make(Number(y), 11, 31)] : Number(m) >= 1 && Number(m) <= 12 ? whole(make((Number(y) < 100 ? 2000 : 0) + Number(y), Number(m) - 1, 1), 0, 'month') : undefined,
  },
  {
    pattern: new RegExp(String.raw`\b${monthName}\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?\b|\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?${monthName}(?:,?\s+(\d{4}))?\b`, 'gi'),
    read: ([, m1, d1, y1, d2, m2, y2], today) => dated(Number(y1 ?? y2 ?? today.getUTCFullYear()), englishMonths.indexOf((m1 ?? m2 ?? '').slice(0, 3).toLowerCase()) + 1, Number(d1 ?? d2)),
  },
  {
    pattern: new RegExp(String.raw`(去年|今年|本年|明年|前年|后年|後年)\s{0,3}(?:(\d{1,2}|[一二三四五六七八九十]{1,2})\s{0,3}月(?:份)?\s{0,3}(?:(\d{1,2}|[一二三四五六七八九十]{1,3})\s{0,3}[日号號])?)?`, 'g'),
    read([, word = '', m, d], today) {
      const year = today.getUTCFullYear() + shiftOf(word)
      if (m === undefined) return [make(year, 0, 1), make(year, 11, 31)]
      const at = numberOf(m) ?? 1
      return d === undefined ? [make(year, at - 1, 1), endOfMonth(make(year, at - 1, 1))] : dated(year, at, numberOf(d) ?? 1)
    },
  },
  {
    pattern: /(上上|下下|上|下|这|這|本|当|當)(?:个|個)?月(?:份)?(初|中旬|底|末)/g,
    read: ([, word = '', side = ''], today) => partOfMonth(month(today, shiftOf(word)), side),
  },
  {
    pattern: /(上上|下下|上|下|这|這|本|当|當)(?:个|個)?月(?:份)?\s{0,3}(?:(\d{1,2}|[一二三四五六七八九十]{1,3})\s{0,3}[日号號])?/g,
    read([, word = '', d], today) {
      const first = month(today, shiftOf(word))
      return d === undefined ? [first, endOfMonth(first)] : dated(first.getUTCFullYear(), first.getUTCMonth() + 1, numberOf(d) ?? 1)
    },
  },
  {
    pattern: /(上上|下下|上|下|这|這|本)?(?:个|個)?(?:周|週|星期|礼拜|禮拜)([一二三四五六日天末])/g,
    read([, word = '', weekday = ''], today) {
      const at = plus(monday(today), shiftOf(word) * 7 + (weekdays.get(weekday) ?? 0))
      return [at, weekday === '末' ? plus(at, 1) : at]
    },
  },
  { pattern: /(上上|下下|上|下|这|這|本)(?:一)?(?:个|個)?(周|週|星期|礼拜|禮拜|季度|季)/g, read: ([, word = '', unit = ''], today) => whole(today, shiftOf(word), unitOf(unit)) },
  { pattern: /(上|下)半年/g, read: ([, half], today) => half === '上' ? [make(today.getUTCFullYear(), 0, 1), make(today.getUTCFullYear(), 5, 30)] : [make(today.getUTCFullYear(), 6, 1), make(today.getUTCFullYear(), 11, 31)] },
  { pattern: /(大前|大后|大後|前|昨|今|当|明|后|後)(?:天|日|早|晚|儿|兒)/g, read: ([, word = ''], today) => { const at = plus(today, dayWords.get(word) ?? 0); return [at, at] } },
  {
    pattern: new RegExp(String.raw`(?:近|最近|过去|過去|这|這)\s{0,3}${number}\s{0,3}(?:个|個)?(天|日|周|週|星期|礼拜|禮拜|月|季度|年)`, 'g'),
    read: ([, count = '', unit = ''], today) => [away(today, -countOf(count), unitOf(unit)), today],
  },
  {
    pattern: new RegExp(String.raw`${number}\s{0,3}(?:个|個)?(天|日|周|週|星期|礼拜|禮拜|月|年)(?:之)?(前|以前|后|後|以后|以後)`, 'g'),
    read: ([, count = '', unit = '', side = ''], today) => { const at = away(today, (/前/.test(side) ? -1 : 1) * countOf(count), unitOf(unit)); return [at, at] },
  },
  {
    pattern: /(?<![\d.])(\d{1,2})\s{0,3}月\s{0,3}(\d{1,2})\s{0,3}[日号號]/g,
    read: ([, m, d], today) => dated(today.getUTCFullYear(), Number(m), Number(d)),
  },
  {
    pattern: /(?<![一二三四五六七八九十])([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号號]/g,
    read: ([, m = '', d = ''], today) => dated(today.getUTCFullYear(), numberOf(m) ?? 0, numberOf(d) ?? 0),
  },
  { pattern: /(?<![\d.个個])(\d{1,2})\s{0,3}月份/g, read: ([, m], today) => whole(make(today.getUTCFullYear(), Number(m) - 1, 1), 0, 'month') },
  { pattern: /(?<![\d.])(\d{1,2})\s{0,3}[号號](?![码碼线線楼樓])/g, read: ([, d], today) => dated(today.getUTCFullYear(), today.getUTCMonth() + 1, Number(d)) },
  { pattern: /(?:第)?([一二三四1-4])季度|\bQ([1-4])\b/gi, read([, chinese, latin], today) {
    const first = make(today.getUTCFullYear(), (Number(latin ?? numberOf(chinese ?? '')) - 1) * 3, 1)
    return [first, endOfMonth(month(first, 2))]
  } },
  { pattern: /(?<![\d.])(\d{1,2})月(\d{1,2})(?![\d个個月.])/g, read: ([, m, d], today) => dated(today.getUTCFullYear(), Number(m), Number(d)) },
  { pattern: /\b(?:(?:the )?end of (?:the|this) |(?:at )?the )?(month|year)[ -]?end\b|\b(?:the )?end of (?:the|this) (month|year)\b/gi, read([, a, b], today) {
    const [, last] = whole(today, 0, unitOf(a ?? b ?? ''))
    return [plus(last, /month/i.test(a ?? b ?? '') ? -9 : -30), last]
  } },
  { pattern: /\b(?:on )?the (\d{1,2})(?:st|nd|rd|th)\b(?! of)/gi, read: ([, d], today) => dated(today.getUTCFullYear(), today.getUTCMonth() + 1, Number(d)) },
  { pattern: /(年|月)(初|底|末)/g, read([, unit, side], today) {
    const [first, last] = whole(today, 0, unit === '年' ? 'year' : 'month')
    const span = unit === '年' ? 30 : 9
    return side === '初' ? [first, plus(first, span)] : [plus(last, -span), last]
  } },
  { pattern: /\b(day before yesterday|yesterday|today|tonight|tomorrow|day after tomorrow)\b/gi, read([, word = ''], today) {
    const at = plus(today, new Map([['day before yesterday', -2], ['yesterday', -1], ['tomorrow', 1], ['day after tomorrow', 2]]).get(word.toLowerCase()) ?? 0)
    return [at, at]
  } },
  {
    pattern: new RegExp(String.raw`\b(?:in the )?(?:last|past|previous)\s+${number}\s+(days?|weeks?|months?|quarters?|years?)\b`, 'gi'),
    read: ([, count = '', unit = ''], today) => [away(today, -countOf(count), unitOf(unit)), today],
  },
  {
    pattern: new RegExp(String.raw`\b${number}\s+(days?|weeks?|months?|years?)\s+(ago|from now|later)\b|\bin\s+${number}\s+(days?|weeks?|months?|years?)\b`, 'gi'),
    read([, count, unit, side, count2, unit2], today) {
      const at = away(today, (side?.toLowerCase() === 'ago' ? -1 : 1) * countOf(count ?? count2 ?? ''), unitOf(unit ?? unit2 ?? ''))
      return [at, at]
    },
  },
  { pattern: /\b(last|this|next|coming)\s+(week|month|quarter|year)\b/gi, read: ([, word = '', unit = ''], today) => whole(today, shiftOf(word), unitOf(unit)) },
  {
    pattern: /\b(?:(last|this|next|coming|on)\s+)?(monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b/gi,
    read([, word = '', name = ''], today) {
      const at = plus(monday(today), (/next/i.test(word) ? 7 : /last/i.test(word) ? -7 : 0) + englishWeekdays.indexOf(name.toLowerCase()))
      return [at, at]
    },
  },
]

/** What each wording of a date or a length of time has something of: most messages have nothing, and are not read by every rule. */
const telling = /\d{4}|[年月日号號周週期拜季天早晚儿兒]|q[1-4]|\d(?:st|nd|rd|th)|day|week|month|quarter|year|tonight|tomorrow|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/i

/** Dates and spans, relative ones to `now`, as ISO days in Asia/Shanghai: 下周三, 近三个月, last Friday, 2026年3月1日. */
export function findDates(text: string, now: Date): Entity[] {
  if (!telling.test(text)) return []
  const today = new Date(Math.floor((now.getTime() + shanghai) / day) * day)
  const found: Entity[] = []
  const isFree = createPlaces(text.length)
  for (const { pattern, read } of rules) {
    for (const match of text.matchAll(pattern)) {
      const start = match.index
      const end = start + match[0].trimEnd().length
      const span = read(match, today)
      if (span && isFree({ start, end })) found.push({ kind: 'date', start, end, text: text.slice(start, end), value: { from: iso(span[0]), to: iso(span[1]) }, personal: false })
    }
  }
  return found
}

const term = new RegExp(String.raw`(?<!\d)${number}\s{0,3}(?:(个半月|個半月|年半)(?!前|后|後)|(个月|個月|年期|年|天|日|(?:个|個)?(?:[周週](?![期年末一二三四五六日])|星期|礼拜|禮拜)|months?|years?|days?|weeks?|-month|-year|-day)(?!前|后|後|以|之|内|內|ago|初|底|末))`, 'gi')
const halves = /\b(half a year)\b|\b(?:(an?|one|two|three|four|five) and a half|(an?|one)) years?(?: and a half)?\b/gi

/** Lengths of time: 三个月, 5年期, 一年半, 365天, 12-month, two and a half years. */
export function findTerms(text: string): Entity[] {
  if (!telling.test(text)) return []
  const found = [...text.matchAll(term)].flatMap(match => {
    const [matched, count = '', andHalf, word = ''] = match
    const unit = unitOf(andHalf ?? word)
    const said = countOf(count) + (andHalf === undefined ? 0 : 0.5)
    return { start: match.index, matched, value: unit === 'week' ? { days: said * 7 } : { [`${unit}s`]: said } }
  })
  for (const match of text.matchAll(halves)) {
    const [matched, half, andHalf] = match
    if (half !== undefined) found.push({ start: match.index, matched, value: { years: 0.5 } })
    else if (/half/i.test(matched)) found.push({ start: match.index, matched, value: { years: countOf(andHalf ?? 'one') + 0.5 } })
  }
  return found.map(({ start, matched, value }) => ({ kind: 'term' as const, start, end: start + matched.length, text: matched, value, personal: false }))
}
