import simplifiedPairs from 'opencc-js/dict/TSCharacters'

/** Single characters are converted here, no phrases: the table alone does that, in a hundredth of the memory of OpenCC's converter. */
const simplified = new Map(simplifiedPairs.split('|').map(pair => {
  const [from = '', to = ''] = pair.split(' ')
  return [from, to]
}))

/** Letters and characters that stand for others: Cyrillic and Greek for Latin and rare forms for common ones, to get past a reader of words; Cantonese for Mandarin. */
const lookAlikes = new Map([...'аaеeоoрpсcуyхxіiѕsԁdгrкkαaοoρpνvιiκk卟不芣不夲本著着唔不冇没咗了嘅的哋们俾给畀给㗎的嚟来佢它'].reduce<[string, string][]>((pairs, char, at, all) => at % 2 ? pairs : [...pairs, [char, all[at + 1] ?? char]], []))

/** What each character is compared as, by its UTF-16 code; each is worked out once. */
const kept: (string | undefined)[] = []

function compared(char: string): string {
  const folded = /[\p{Cf}\p{Mn}\p{Me}\p{Cc}\uFE0F]/u.test(char) ? '' : [...char.normalize('NFKC').toLowerCase()].map(each => lookAlikes.get(each) ?? simplified.get(each) ?? each).join('').replace(/[’‘‛`´]/, '\'').replace(/[‐‑‒–−]/, '-')
  return folded
}

const entities: Record<string, string> = { '&nbsp;': ' ', '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&shy;': '', '&zwnj;': '', '&zwj;': '' }

/** A tag, bare or with attributes; words between angle brackets are none, and some channels show them. */
const tag = /<\/?[a-z][\w:-]{0,40}(?:\s[^<>]{0,200}=[^<>]{0,200}|\s{0,9}\/?)>/gi

/** Text without mark-up that a page or a voice renders away. */
export function withoutMarkup(text: string): string {
  if (!/[<&]/.test(text)) return text
  return text.replace(tag, '').replace(/&(?:[a-z]{2,6}|#\d{1,7}|#x[0-9a-f]{1,6});/gi, entity => {
    const code = /^&#(x?)([0-9a-f]+);$/i.exec(entity)
    if (!code?.[2]) return entities[entity.toLowerCase()] ?? entity
    const point = parseInt(code[2], code[1] ? 16 : 10)
    return point <= 0x10ffff ? String.fromCodePoint(point) : entity
  })
}

/** Taiwan's words that a pattern knows by the mainland's. */
const regional = /报酬|绩效/

const plainAscii = /^[\x09\x0a\x20-\x7e]*$/

/** Text as the gate compares it: NFKC, lower case, Traditional characters as Simplified, Hong Kong's and Taiwan's words as the mainland's, without invisible characters and mark-up. */
export function fold(text: string): string {
  const bare = withoutMarkup(text)
  if (plainAscii.test(bare)) return bare.toLowerCase()
  // Accents that stand apart join their letter first, so that a letter with its accent is one character.
  const composed = bare.normalize('NFC')
  let folded = ''
  for (let at = 0; at < composed.length; at += 1) {
    const code = composed.charCodeAt(at)
    if (code >= 0xd800 && code < 0xdc00 && at + 1 < composed.length) {
      folded += compared(composed.slice(at, at + 2))
      at += 1
    } else folded += kept[code] ??= code === 9 || code === 10 ? ' \n'[code - 9] : compared(composed.charAt(at))
  }
  return regional.test(folded) ? folded.replace(/报酬/g, '回报').replace(/绩效/g, '业绩') : folded
}

/** Text as it stands for the reader of one script: as `fold`, but a character of another script is another character. */
export function letters(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[\s\p{P}\p{Cf}]/gu, '')
}

const isHan = (code: number) => (code >= 0x3400 && code <= 0x9fff) || (code >= 0xf900 && code <= 0xfaff)
const isDigit = (code: number) => code >= 48 && code <= 57
const isSpace = (code: number) => code === 32 || code === 9 || code === 10
/** Letters, digits and Chinese characters carry words; what lies between them may be there to hide one. */
const carries = (code: number) => isHan(code) || (code >= 97 && code <= 122) || isDigit(code)
const spelt = /\b(?:[a-z][\s.\-_*|·~]{1,3}){3,60}[a-z]\b/g
const insideWord = /(?<=[a-z]{2})[*_·|~.](?=[a-z]{2})/g
const longestGap = 12

/**
 * Takes out what is put between characters to hide a word: marks around single characters, spaces in Chinese, spelt letters.
 * The folded text itself where nothing is hidden. It loses clause limits, so it is judged beside the folded text, not instead.
 */
export function tighten(folded: string): string {
  const parts: string[] = []
  let from = 0
  /** Where the run of Chinese characters began that ends before the gap. */
  let runStart = -1
  for (let at = 0; at < folded.length;) {
    const code = folded.charCodeAt(at)
    if (carries(code)) {
      if (isHan(code)) { if (runStart < 0) runStart = at } else runStart = -1
      at += 1
      continue
    }
    let end = at
    let spaces = true
    while (end < folded.length && !carries(folded.charCodeAt(end))) {
      spaces &&= isSpace(folded.charCodeAt(end)) && folded.charCodeAt(end) !== 10
      end += 1
    }
    const before = at > 0 && (isHan(folded.charCodeAt(at - 1)) || isDigit(folded.charCodeAt(at - 1)))
    const after = end < folded.length && (isHan(folded.charCodeAt(end)) || isDigit(folded.charCodeAt(end)))
    const oneHan = (before && isHan(folded.charCodeAt(at - 1))) || (after && isHan(folded.charCodeAt(end)))
    const singleBefore = runStart >= 0 && at - runStart === 1
    const singleAfter = after && isHan(folded.charCodeAt(end)) && !isHan(folded.charCodeAt(end + 1))
    // The limit of a clause is one even beside a spelt-out word: "不保本。稳·赚" denies nothing of the second.
    const single = /[。!?;,:\n]/.test(folded.slice(at, Math.min(end, at + longestGap))) ? singleBefore && singleAfter : singleBefore || singleAfter
    if (before && after && oneHan && end - at <= longestGap && (spaces || single)) {
      parts.push(folded.slice(from, at))
      from = end
    }
    runStart = -1
    at = end
  }
  const joined = from === 0 ? folded : parts.join('') + folded.slice(from)
  return /[a-z][\s.\-_*|·~]/.test(joined) ? joined.replace(spelt, word => word.replace(/[\s.\-_*|·~]/g, '')).replace(insideWord, '') : joined
}

const spacedAfterWord = /(?<=[\u3400-\u9fff]{2})[ \t]{1,4}(?=[\u3400-\u9fff][ \t]{1,4}[\u3400-\u9fff](?:[ \t]|$))/g

/** Folded text with the limit marked between words and a word spelt out in spaces after them: "不保本 稳 赚 不 赔" denies the first alone. */
export function parted(folded: string): string {
  return folded.replace(spacedAfterWord, ',')
}
