const digitOf = new Map<string, number>()
for (const [digit, chars] of ['零〇０⓪', '一壹幺１①', '二贰貳两兩俩２②', '三叁參３③', '四肆４④', '五伍５⑤', '六陆陸６⑥', '七柒７⑦', '八捌８⑧', '九玖９⑨'].entries()) {
  for (const char of chars) digitOf.set(char, digit)
}
const unitOf = new Map<string, number>(Object.entries({ 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000, 万: 1e4, 萬: 1e4, 亿: 1e8, 億: 1e8 }))
const scaleOf = new Map<string, number>([
  ...unitOf, ['k', 1e3], ['w', 1e4], ['m', 1e6], ['mil', 1e6], ['hundred', 100], ['thousand', 1e3], ['million', 1e6], ['billion', 1e9],
])
const englishOf = new Map([['half a', 0.5], ['a', 1], ['an', 1], ['one', 1], ['two', 2], ['three', 3], ['four', 4], ['five', 5], ['six', 6], ['seven', 7], ['eight', 8], ['nine', 9], ['ten', 10]])
/** Numbers in English words, for patterns. */
export const englishNumeral = [...englishOf.keys()].join('|')

/** A character class of Chinese numerals, for patterns. */
export const chineseNumeral = '零〇一壹二贰貳两兩俩三叁參四肆五伍六陆陸七柒八捌九玖十拾百佰千仟万萬亿億'

const isDigit = /^\p{Nd}$/u

/** The value of a digit in whatever script or ornament (٣, 𝟑, ₃, ⑶); undefined for any other character. */
function valueOf(char: string): number | undefined {
  const known = digitOf.get(char)
  if (known !== undefined || char < '\u00b2') return known
  const plain = /^\(?(\d)\)?$/.exec(char.normalize('NFKC'))?.[1]
  if (plain !== undefined) return Number(plain)
  if (!isDigit.test(char)) return undefined
  // A script's digits stand in a row, from its zero on.
  const point = char.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && isDigit.test(String.fromCodePoint(point - value - 1))) value += 1
  return value
}

/** Every character that is a digit in some script as the ASCII digit, full-width Latin as ASCII; length and positions stay. */
export function foldDigits(text: string): string {
  let folded = ''
  for (const char of text) {
    const digit = /[\p{N}零壹幺贰貳两兩叁參肆伍陆陸柒捌玖一二三四五六七八九]/u.test(char) ? valueOf(char) : undefined
    if (digit !== undefined) folded += char.length === 1 ? String(digit) : `${digit}\u200b`
    else folded += char >= '\uFF01' && char <= '\uFF5E' ? String.fromCharCode(char.charCodeAt(0) - 0xfee0) : char
  }
  return folded
}

const places = (digits: string) => [...digits].map(char => digitOf.get(char) ?? Number(char)).join('')

/**
 * The number that Chinese numerals (三万五, 三点五万, 伍拾万), digits with 万, 亿, k, w or m (1.5个亿, 1万5), or English words (half a
 * million) say; undefined where they say none.
 */
export function numberOf(text: string): number | undefined {
  const said = text.trim().toLowerCase().replace(/[个個](?=[万萬亿億])/g, '')
  const plain = /^([\d,]*\d(?:\.\d+)?)\s*(万|萬|亿|億|千|仟|百|佰|k|w|mil|m|hundred|thousand|million|billion)?(\d)?$/.exec(said)
  if (plain) {
    const scale = scaleOf.get(plain[2] ?? '') ?? 1
    return Math.round(Number(plain[1]?.replaceAll(',', '')) * scale * 100) / 100 + Number(plain[3] ?? 0) * scale / 10
  }
  const words = /^(.+) (hundred|thousand|million|billion)$/.exec(said)
  if (words) {
    const count = englishOf.get(words[1] ?? '')
    return count === undefined ? undefined : count * (scaleOf.get(words[2] ?? '') ?? 1)
  }
  const [whole = '', fraction] = said.split(/[点點]/)
  if (fraction === undefined) return chineseNumber(said)
  const [, digits = '', scale = ''] = /^([^十拾百佰千仟万萬亿億]+)(.*)$/.exec(fraction) ?? []
  const value = chineseNumber(whole)
  return value === undefined || digits === '' ? undefined : Math.round(Number(`${value}.${places(digits)}`) * (scale === '' ? 1 : chineseNumber(`一${scale}`) ?? 1) * 100) / 100
}

function chineseNumber(text: string): number | undefined {
  let total = 0
  let section = 0
  let digit: number | undefined
  let lastUnit = 1
  for (const char of text) {
    const value = digitOf.get(char)
    const unit = unitOf.get(char)
    if (value !== undefined) {
      // Digits in a row without units (二〇二六) are read as written.
      digit = digit === undefined || digit === 0 ? value : digit * 10 + value
      if (value === 0) lastUnit = 1
    } else if (unit === undefined) return undefined
    else if (unit >= 1e4) {
      // 亿 counts all before it, 万 only what came after the last 亿.
      const counted = section + (digit ?? 0)
      total = unit === 1e8 ? (total + counted) * unit : total + counted * unit
      section = 0
      digit = undefined
      lastUnit = unit
    } else {
      section += (digit ?? 1) * unit
      digit = undefined
      lastUnit = unit
    }
  }
  // 三万五 is 35,000: a last digit counts in the place below the last unit.
  return total + section + (digit === undefined ? 0 : lastUnit >= 100 && digit < 10 ? digit * lastUnit / 10 : digit)
}
