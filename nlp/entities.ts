import type { Entity } from './understanding.ts'

export type KnownProduct = { id: string; class: string; names: readonly string[] }

const wide = (text: string) => text.replace(/[\uFF01-\uFF5E]/g, char => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replace(/[〇零一二三四五六七八九]/g, char => String('〇一二三四五六七八九'.indexOf(char === '零' ? '〇' : char)))

function luhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    let digit = Number(digits[digits.length - 1 - index])
    if (index % 2 === 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2
    sum += digit
  }
  return sum % 10 === 0
}

function idCardHolds(id: string): boolean {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, index) => total + weight * Number(id[index]), 0)
  return '10X98765432'[sum % 11] === id[17]?.toUpperCase()
}

const chineseDigits: Record<string, number> = { 零: 0, 〇: 0, 一: 1, 壹: 1, 二: 2, 两: 2, 兩: 2, 贰: 2, 三: 3, 叁: 3, 四: 4, 肆: 4, 五: 5, 伍: 5, 六: 6, 陆: 6, 七: 7, 柒: 7, 八: 8, 捌: 8, 九: 9, 玖: 9 }
const chineseUnits: Record<string, number> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000, 万: 1e4, 萬: 1e4, 亿: 1e8, 億: 1e8 }

/** The number that Chinese numerals or digits with 万/亿/k/m say; undefined when they say none. */
export function numberOf(text: string): number | undefined {
  const plain = /^([\d,]+(?:\.\d+)?)\s*(万|萬|亿|億|千|百|k|m)?$/i.exec(text.trim())
  if (plain) {
    const scale: Record<string, number> = { ...chineseUnits, k: 1e3, m: 1e6 }
    return Number(plain[1]?.replaceAll(',', '')) * (plain[2] ? scale[plain[2].toLowerCase()] ?? 1 : 1)
  }
  let total = 0
  let section = 0
  let digit = 0
  for (const char of text) {
    const value = chineseDigits[char]
    const unit = chineseUnits[char]
    if (value !== undefined) digit = value
    else if (unit === undefined) return undefined
    else if (unit >= 1e4) {
      total += (section + digit) * unit
      section = digit = 0
    } else {
      section += (digit || 1) * unit
      digit = 0
    }
  }
  return total + section + digit
}

/** Finds entities with their positions; personal ones are marked. Overlaps are settled in favour of the personal, then the longer. */
export function findEntities(text: string, products: readonly KnownProduct[] = []): Entity[] {
  const found: Entity[] = []
  const folded = wide(text)
  const add = (kind: Entity['kind'], start: number, length: number, value: Entity['value'], personal: boolean) =>
    found.push({ kind, start, end: start + length, text: text.slice(start, start + length), value, personal })

  // Digits with spaces, dashes or dots between them: id card, bank card, phone.
  for (const match of folded.matchAll(/(?<![\dA-Za-z])\+?\d(?:[\s\-.·_]{0,2}[\dXx]){6,24}(?![\dA-Za-z])/g)) {
    const digits = match[0].replace(/[^\dXx]/g, '')
    const local = digits.replace(/^(00)?86(?=1[3-9]\d{9}$)/, '')
    if (/^\d{17}[\dXx]$/.test(digits) && idCardHolds(digits)) add('id-card', match.index, match[0].length, {}, true)
    else if (/^1[3-9]\d{9}$/.test(local)) add('phone', match.index, match[0].length, {}, true)
    else if (/^\d{13,19}$/.test(digits) && luhn(digits)) add('bank-card', match.index, match[0].length, {}, true)
    else if (/^\d{15,19}$/.test(digits)) add('bank-card', match.index, match[0].length, {}, true)
  }
  for (const match of text.matchAll(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g)) add('email', match.index, match[0].length, {}, true)
  for (const match of folded.matchAll(/(?:验证码|驗證碼|校验码|密码|密碼|code|otp|pin|password)[^\d\n]{0,8}(\d{4,8})(?!\d)/gi)) {
    const code = match[1] ?? ''
    add('code', match.index + match[0].length - code.length, code.length, {}, true)
  }
  for (const match of text.matchAll(/TS\d{8}-[0-9A-Z]{5}/g)) add('case-number', match.index, match[0].length, {}, false)
  for (const match of text.matchAll(/(?:[¥￥$]\s*)?([\d,]+(?:\.\d+)?\s*(?:万|萬|亿|億|千|百|k|m)?|[零〇一壹二贰两兩三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万萬亿億]+)\s*(元|块钱?|塊|人民币|人民幣|rmb|cny|yuan|dollars?|usd|美元|港币|港幣|hkd)/gi)) {
    const amount = numberOf(match[1]?.trim() ?? '')
    if (amount !== undefined) add('money', match.index, match[0].length, { amount, currency: /dollar|usd|美元|\$/i.test(match[0]) ? 'USD' : /港|hkd/i.test(match[0]) ? 'HKD' : 'CNY' }, false)
  }
  for (const match of text.matchAll(/(?<![\d.])[\d.]+\s*(?:万|萬)(?![元\d])|(?<![\w.])\d+k\b|[¥￥]\s*[\d,]+(?:\.\d+)?/gi)) {
    const amount = numberOf(match[0].replace(/[¥￥]/g, '').trim())
    if (amount !== undefined) add('money', match.index, match[0].length, { amount, currency: 'CNY' }, false)
  }
  for (const match of text.matchAll(/(\d+(?:\.\d+)?)\s*[%％]/g)) add('percent', match.index, match[0].length, { value: Number(match[1]) }, false)
  for (const match of text.matchAll(/(\d+|[一二三四五六七八九十两半]+)\s*(个月|個月|年期|年|天|months?|years?|days?)/gi)) {
    const count = match[1] === '半' ? 0.5 : numberOf(match[1] ?? '')
    const unit = /天|day/i.test(match[2] ?? '') ? 'days' : /月|month/i.test(match[2] ?? '') ? 'months' : 'years'
    if (count !== undefined) add('term', match.index, match[0].length, { [unit]: count }, false)
  }
  for (const match of text.matchAll(/\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?/g)) {
    const [year, month, day] = match[0].match(/\d+/g) ?? []
    const date = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
    add('date', match.index, match[0].length, { from: date, to: date }, false)
  }
  const lower = text.toLowerCase()
  for (const product of products) {
    for (const name of product.names) {
      const start = lower.indexOf(name.toLowerCase())
      if (start >= 0) add('product', start, name.length, { id: product.id, class: product.class }, false)
    }
  }
  found.sort((a, b) => Number(b.personal) - Number(a.personal) || (b.end - b.start) - (a.end - a.start))
  const kept: Entity[] = []
  for (const entity of found) if (kept.every(other => entity.end <= other.start || entity.start >= other.end)) kept.push(entity)
  return kept.sort((a, b) => a.start - b.start)
}

const maskNames: Partial<Record<Entity['kind'], string>> = { phone: '手机号', 'id-card': '证件号', 'bank-card': '卡号', email: '邮箱', code: '验证码' }

/** The text with personal data replaced by its kind and, where it helps to recognise it, the last four digits (M3.1a). */
export function maskPersonalData(text: string): string {
  let masked = ''
  let from = 0
  for (const entity of findEntities(text)) {
    if (!entity.personal) continue
    const tail = entity.kind === 'phone' || entity.kind === 'bank-card' ? ` *${wide(entity.text).replace(/\D/g, '').slice(-4)}` : ''
    masked += `${text.slice(from, entity.start)}［${maskNames[entity.kind] ?? ''}${tail}］`
    from = entity.end
  }
  return masked + text.slice(from)
}
