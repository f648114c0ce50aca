import type { Entity } from '../understanding.ts'
import { foldDigits } from './numbers.ts'
import { createPlaces, foundIn } from './stretches.ts'

export type PersonalKind = Extract<Entity['kind'], 'phone' | 'id-card' | 'bank-card' | 'email' | 'code'>
export type Span = { kind: PersonalKind; start: number; end: number }

/** Luhn's check digit (ISO/IEC 7812-1), as bank cards have it. */
function luhnHolds(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at])
    sum += at % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

function isBirthday(digits: string): boolean {
  const [year, month, day] = [Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6, 8))]
  return year >= 1900 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31
}

/**
 * A resident identity card (GB 11643), or a residence permit for those of Hong Kong, Macao and Taiwan (81 to 83): region, birthday,
 * serial number and check digit. A wrong check digit is a slip of the finger, and the number personal all the same; a right one
 * without a birthday is chance. A foreigner's permanent residence card begins with 9 and goes by its check digit. The older
 * form has 15 digits.
 */
function isIdCard(digits: string): boolean {
  const permanent = digits.startsWith('9')
  const region = Number(digits.slice(permanent ? 1 : 0, permanent ? 3 : 2))
  if (region < 11 || region > 83) return false
  if (/^\d{15}$/.test(digits)) return !permanent && isBirthday(`19${digits.slice(6, 12)}`)
  if (!/^\d{17}[\dX]$/.test(digits) || !isBirthday(digits.slice(6, 14))) return false
  const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
  return !permanent || '10X98765432'[sum % 11] === digits[17]
}

/**
 * Issuers whose cards customers here hold, and how long their numbers are: UnionPay and older domestic ones, Visa, Mastercard,
 * Maestro, JCB, Amex, Diners.
 */
const cardForm = /^(?:(?:6[0-9]|8[18]|9[0-9]|50|5[6-9]|35)\d{14,17}|(?:4\d|5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3[0689]\d{12})$/

const isBankCard = (digits: string) => cardForm.test(digits) && luhnHolds(digits)

const isMobile = (digits: string) => /^(?:(?:00)?86)?1[3-9]\d{9}$/.test(digits)
/** Service numbers are nobody's own. */
const isServiceNumber = (digits: string) => /^(400|800)\d{7}$|^(?:0\d{2,3})?95\d{3,4}$|^1[01]\d$|^12\d{3}$/.test(digits)

type Group = { digits: string; start: number; end: number }

/** Characters that people put between the digits of one number. */
const between = String.raw`[\s\-_.·•,，、/()（）\[\]【】"“”'‘’<>—–―~*#|:：;；=+＋…\\空杠横橫\u00ad\u200b-\u200d\ufeff\ufe0f\u20e3]{0,5}`
const numberLike = new RegExp(String.raw`(?<!\d)\+?\d(?:${between}[\dXx])*`, 'g')
/** Letters and few digits by turns, before or after, make a number part of a code (a commit, a UUID), not one that is written onto a word (card6222…). */
const codeBefore = /(?<!\d)\d{1,5}[A-Za-z]{1,4}$/
const codeAfter = /^[A-WYZa-wyz][A-Za-z]{0,3}\d{1,5}(?!\d)/
const isInCode = (text: string, start: number, end: number) => codeBefore.test(text.slice(Math.max(0, start - 10), start)) || codeAfter.test(text.slice(end, end + 10))

/** Two numbers written onto one another: more digits than any one has. */
const joined = /^(\d{17}[\dX]|1\d{10})(1\d{10}|\d{17}[\dX])$/

function groupsOf(run: string, offset: number): Group[] {
  return [...run.matchAll(/\d{28}[Xx]|\d+|[Xx]/g)].flatMap(match => {
    const start = offset + match.index
    const digits = match[0].toUpperCase()
    const [, first = '', second = ''] = joined.exec(digits) ?? []
    const seam = start + first.length
    const end = start + digits.length
    if (kindOfDigits(first) && kindOfDigits(second)) return [{ digits: first, start, end: seam }, { digits: second, start: seam, end }]
    return [{ digits, start, end }]
  })
}

function kindOfDigits(digits: string): 'phone' | 'id-card' | undefined {
  if (isMobile(digits)) return 'phone'
  return isIdCard(digits) ? 'id-card' : undefined
}

/** The personal number that groups of digits make together, whichever it is. */
function kindOf(groups: readonly Group[]): PersonalKind | undefined {
  // 1500 7100 900 are amounts.
  if (groups.length > 2 && groups.every(group => group.digits.endsWith('00'))) return undefined
  const digits = groups.map(group => group.digits).join('')
  const plain = kindOfDigits(digits)
  if (plain) return plain
  // Amounts in a row are no card: its digits stand alone, in pairs, or in groups of three and more with one slip at most.
  const short = groups.filter(group => group.digits.length < 3).length
  const alike = (length: number) => groups.slice(0, -1).every(group => group.digits.length === length)
  const cardLike = short <= 1 || alike(1) || alike(2)
  return cardLike && isBankCard(digits) ? 'bank-card' : undefined
}

const mostDigits = 20

/** Numbers with their places marked, addresses of computers, and decimals in a row: ¥198,278,213.40, 156.130.35.218, 70.23 62.41 19.03. */
const counted = /^(?:\d{1,3}(?:,\d{3})+\.\d{1,2}|(?:25[0-5]|2[0-4]\d|1?\d{1,2})(?:\.(?:25[0-5]|2[0-4]\d|1?\d{1,2})){3}|\d+\.\d{1,4}(?:[\s、，]+\d+\.\d{1,4}){2,})$/

function personalNumbers(folded: string): Span[] {
  const spans: Span[] = []
  for (const match of folded.matchAll(numberLike)) {
    if (isInCode(folded, match.index, match.index + match[0].length) || counted.test(match[0].replace(/\D+$/, ''))) continue
    const groups = groupsOf(match[0], match.index)
    const candidates: { kind: PersonalKind; from: number; last: number; length: number }[] = []
    for (let from = 0; from < groups.length; from++) {
      let length = 0
      for (let last = from; last < groups.length; last++) {
        length += groups[last]?.digits.length ?? 0
        if (length > mostDigits) break
        const kind = length >= 11 ? kindOf(groups.slice(from, last + 1)) : undefined
        if (kind) candidates.push({ kind, from, last, length })
      }
    }
    // The longest goes first: in card1: 6 2 2 2 … the 1 begins no telephone number.
    const taken = new Set<number>()
    for (const { kind, from, last } of candidates.sort((one, other) => other.length - one.length || one.from - other.from)) {
      const members = Array.from({ length: last - from + 1 }, (_, at) => from + at)
      if (members.some(at => taken.has(at))) continue
      for (const at of members) taken.add(at)
      const start = groups[from]?.start ?? 0
      spans.push({ kind, start: folded[start - 1] === '+' ? start - 1 : start, end: groups[last]?.end ?? 0 })
    }
  }
  return spans
}

/** What a word before it makes personal, though it has no check digit of its own. */
const named: readonly { kind: PersonalKind; pattern: RegExp; holds?: (value: string) => boolean }[] = [
  { kind: 'code', pattern: /(?:验证码|驗證碼|校验码|校驗碼|动态码|動態碼|短信码|短訊碼|简讯码|簡訊碼|安全码|安全碼|口令|密码|密碼|背面的?[后後]?3位[数數]?(?:字|码|碼)?|(?<!(?:error|err|swift|branch|sort|product|fund|bank|area|country|post|postal|zip|promo|qr)[ -]?)\bcode|otp|\bpin|passcode|password|cv[vcn]2?)(?:[^\d\n]{0,8}|[^\d\n]{0,30}(?:[:：是]|\b(?:is|was)\b)\s?)(\d(?:[ -]?\d){2,7})(?![\dkw])(?!\s*(?:[年月日位次个個分秒天元块塊]|开头|開頭|years?|minutes?|times|digits?|characters))/gi },
  { kind: 'id-card', pattern: /(?:身[份分][证證]|证件|證件|护照|護照|通行[证證]|[回台臺][乡鄉胞]?[证證卡]|居留[身份]{0,2}[证證]|永居[证證]|[军軍警]官[证證]|出生[证證]明|[驾駕](?:[驶駛][证證]|照)|passport|(?<!(?:tx|trade|order|transaction|payment|request|session|device|user|login|case|ticket|product|apple|reference|customer)[ -]?|[单單易水品户戶备備])\bid\b|identity|hkid)[^A-Za-z\d\n]{0,8}(?:no\.?|number|is|号码?|號碼?|是|[:：\s]){0,4}\s*([A-Za-z]{0,3} ?\d(?: ?\d){5,16}(?:[(（]?[\dAa][)）])?[\dXx]?)(?![A-Za-z\d])/gi },
  { kind: 'bank-card', pattern: /(?:卡号|卡號|账号|賬號|帳號|[户戶]口|card (?:no\.?|number)|account (?:no\.?|number))[^\d\n]{0,8}(\d(?:[ -]?\d){8,18})(?!\d)/gi },
  { kind: 'phone', pattern: /(?:手机|手機|电话(?!费)|電話(?!費)|传真|傳真|号码|號碼|联系方式|聯絡|致电|致電|座机|打[给給俾畀]我|phone|mobile|whatsapp|\bcall\b(?: me)?|\btext me\b|\bfax\b|\btel\b)[^\d\n+]{0,8}(\+?\d(?:[ -]?\d){6,13})(?!\d)/gi, holds: value => !isServiceNumber(value.replace(/\D/g, '')) },
  { kind: 'phone', pattern: /(\+[1-9](?:[ -]?\d){9,13})(?!\d)/g },
  // Mobiles of Hong Kong and Macao behind their code in brackets, and of Taiwan.
  { kind: 'phone', pattern: /([(（]\+?85[23][)）] ?[4-9]\d{3}[ -]?\d{4})(?!\d)/g },
  { kind: 'phone', pattern: /(?<!\d)((?:886[ -]?|0)9\d{2}[ -]?\d{3}[ -]?\d{3})(?!\d)/g },
  // Fixed lines, with their place's code apart; without a gap only where it is a big city's.
  { kind: 'phone', pattern: /(?<!\d)([(（]0\d{1,3}[)）] ?\d{3,4}[ -]?\d{4}|0[2-8]-\d{3,4}-\d{4}|0\d{2,3}[- ]\d{7,8}|0(?:10|2\d|[3-9]\d{2})[- ][2-8]\d{2,3}[- ]\d{4}|0(?:10|2\d)[2-8]\d{7})(?!\d)/g, holds: value => !isServiceNumber(value.replace(/\D/g, '')) },
  { kind: 'id-card', pattern: /(?<![A-Za-z\d])([A-Z]{1,2}\d{6}[(（][\dA][)）])/g },
]

/** E-mail addresses, also where @ and dots are spaced out or written as words: zs (at) qq.com, zs at qq dot com. */
const emails = [
  /[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/g,
  /[\w.+-]{1,64} ?(?:@|[([【] ?(?:at|@) ?[)\]】]) ?[\w-]{1,63}(?: ?(?:[.。点點]|[([【] ?dot ?[)\]】]) ?[A-Za-z][\w-]{0,62}){1,4}/gi,
  /[\w.+-]{1,64} at [\w-]{1,63}(?: dot [a-z][\w-]{0,62}){1,4}/gi,
]

function spansIn(folded: string): Span[] {
  const spans = personalNumbers(folded)
  for (const pattern of emails) {
    for (const match of folded.matchAll(pattern)) spans.push({ kind: 'email', start: match.index, end: match.index + match[0].length })
  }
  for (const { kind, pattern, holds } of named) {
    for (const match of folded.matchAll(pattern)) {
      const value = match[1] ?? ''
      const start = match.index + match[0].lastIndexOf(value)
      if (!holds || holds(value)) spans.push({ kind, start, end: start + value.length })
    }
  }
  // A number with a check digit goes before one that a word names; then the longer.
  return spans.filter(createPlaces(folded.length))
}

/** Where personal data stands in a text (M3.1a): phones, identity and bank cards, e-mail addresses, codes. Positions are of the text as given. */
export function personalSpans(text: string): Span[] {
  const folded = foldDigits(text)
  // Everything personal that is looked for has a digit, an @ or a word for it, and most messages have none.
  if (!/[\d@]|\bdot\b|\bat ?[)\]】]/i.test(folded)) return []
  return foundIn(folded, spansIn).filter(createPlaces(text.length)).sort((a, b) => a.start - b.start)
}

const names: Record<PersonalKind, string> = { phone: '手机号', 'id-card': '证件号', 'bank-card': '卡号', email: '邮箱', code: '验证码' }

/** The text with personal data replaced by its kind and, where it helps to recognise it, the last four digits. */
export function maskPersonalData(text: string): string {
  let masked = ''
  let from = 0
  for (const { kind, start, end } of personalSpans(text)) {
    const tail = kind === 'phone' || kind === 'bank-card' ? ` *${foldDigits(text.slice(start, end)).replace(/\D/g, '').slice(-4)}` : ''
    masked += `${text.slice(from, start)}［${names[kind]}${tail}］`
    from = end
  }
  return masked + text.slice(from)
}
