import { pinyin } from 'pinyin-pro'
import { createWordMender, learnWords, type WordTable } from './english-spelling.ts'
import { normalise } from './normalise.ts'
import type { Language } from './understanding.ts'

/** How customers write; learned from a corpus, kept with the model. */
export type SpellingTable = {
  /** Sound (syllables without tones, joined by spaces) → the run written most often for it, and how often. */
  sounds: [sound: string, run: string, count: number][]
  /** Pairs of characters that stand side by side in the corpus and are no slip, one after the other. */
  pairs: string
  /** Words of the corpus's English that could be read as pinyin: balance, date, change. */
  english: string[]
  words: WordTable
}

export type Spelling = {
  /** The text with homophones and pinyin written as the corpus writes them: 理才 → 理财, zhuan zhang xian e → 转账限额. */
  mend(normalised: string): string
  /** The same for English: acount → account. */
  mendEnglish(normalised: string): string
  /** Whether Latin letters are Chinese in pinyin rather than a word of another language. */
  isPinyin(text: string): boolean
}

/** A customer's message as the classifier reads it: with its spelling mended. */
export const readable = (text: string, language: Language, { mend, mendEnglish }: Spelling): string => (language === 'zh' ? mend : mendEnglish)(normalise(text))

const longest = 4

const spoken = (text: string) => pinyin(text, { toneType: 'none', type: 'array', v: true })
/** Usual readings, where a bank's differ from the usual one elsewhere (还款). */
const readings = new Map([['还', 'huan']])
function readingOf(char: string): string {
  const reading = readings.get(char) ?? spoken(char)[0] ?? ''
  readings.set(char, reading)
  return reading
}

const diaeresis = /u\u0308/g
const marks = /\p{M}+/gu
/** Latin letters without the marks above them, as pinyin is typed: xìn yòng kǎ → xin yong ka, nǚ → nv. */
const withoutMarks = (text: string) => /[\u00c0-\u024f\u0300-\u036f]/.test(text) ? text.normalize('NFC').replace(/[\u00c0-\u024f]/g, letter => letter.normalize('NFD').replace(diaeresis, 'v').replace(marks, '')) : text
/** The same, and without the numbers of tones: xin4 yong4 ka3. */
const withoutTones = (text: string) => withoutMarks(text).replace(/(?<=[a-z])[1-5](?=[a-z\s']|$)/g, ' ')

const isSound = (syllables: readonly string[]) => syllables.every(syllable => /^[a-z]+$/.test(syllable))
const soundOf = (syllables: readonly string[]): string[] => isSound(syllables) ? [syllables.join(' ')] : []

/** How a run sounds: read as words (银行 yin hang), and each character by itself (yin xing). Rare readings would make homophones of what is none (快 of 会). */
const soundsOf = (run: string): string[] => [...new Set([...soundOf(spoken(run)), ...soundOf([...run].map(readingOf))])]

function* runsOf(text: string): Generator<string> {
  for (const [han] of text.matchAll(/\p{Script=Han}+/gu)) {
    for (let from = 0; from < han.length; from++) {
      for (let length = 1; length <= longest && from + length <= han.length; length++) yield han.slice(from, from + length)
    }
  }
}

/** The longest syllables are zhuang, chuang and shuang. */
const longestSyllable = 6

/** The syllables of a word in pinyin, longest first; undefined where it is none. From each place on they are looked for once: anananan may be read in thousands of ways. */
function syllablesOf(word: string, syllables: ReadonlySet<string>): string[] | undefined {
  const lengthAt = new Uint8Array(word.length)
  const isRead = (at: number) => at === word.length || lengthAt[at]! > 0
  for (let from = word.length - 1; from >= 0; from--) {
    for (let length = Math.min(longestSyllable, word.length - from); length > 0 && lengthAt[from] === 0; length--) {
      if (isRead(from + length) && syllables.has(word.slice(from, from + length))) lengthAt[from] = length
    }
  }
  if (!isRead(0)) return undefined
  const found: string[] = []
  for (let at = 0; at < word.length; at += lengthAt[at]!) found.push(word.slice(at, at + lengthAt[at]!))
  return found
}

const syllablesIn = (sounds: SpellingTable['sounds']): ReadonlySet<string> => new Set(sounds.flatMap(([sound]) => sound.split(' ')))

/** So many pairs are kept with their sounds. */
const mostStrange = 5_000

/** A pair is a slip where the corpus writes a homophone more than so many times as often. */
const slipBelow = 100

/** Learns how customers write what they say; a run must occur in three texts, and so must a word of one syllable to count as English. */
export function learnSpelling(chinese: readonly string[], english: readonly string[]): SpellingTable {
  const counts = new Map<string, number>()
  for (const text of chinese.map(normalise)) for (const run of new Set(runsOf(text))) counts.set(run, (counts.get(run) ?? 0) + 1)
  const best = new Map<string, { run: string; count: number }>()
  for (const [run, count] of counts) {
    if (count < 3) continue
    for (const sound of soundsOf(run)) if (count > (best.get(sound)?.count ?? 0)) best.set(sound, { run, count })
  }
  const isSlip = (pair: string, count: number) => soundsOf(pair).some(sound => (best.get(sound)?.count ?? 0) > slipBelow * count)
  const pairs = [...counts].filter(([run, count]) => /^[^\ud800-\udfff]{2}$/.test(run) && !isSlip(run, count)).map(([pair]) => pair).join('')
  const sounds = [...best].map(([sound, { run, count }]): [string, string, number] => [sound, run, count])
  const syllables = syllablesIn(sounds)
  const words = new Map<string, number>()
  for (const text of english) for (const word of new Set(text.toLowerCase().match(/[a-z]+/g) ?? [])) words.set(word, (words.get(word) ?? 0) + 1)
  return {
    sounds,
    pairs,
    english: [...words].filter(([word, count]) => {
      const spoken = syllablesOf(word, syllables)
      return spoken !== undefined && (spoken.length > 1 || count >= 3)
    }).map(([word]) => word).sort(),
    words: learnWords(english),
  }
}

/** Usual English words that could be read as pinyin, beside those that the corpus knows. */
const alsoEnglish = `a an ban bang bin can chat die fan fee gang gun hang he hen long man me men mine pan pen pie pin ran run sang she so song sun sung
tan tang tie to ten wan you change fine mien zone once are like take make time name see made more date here sure meeting due machine waiting paying mean came
delete share age male mode language longer late buying june house human aware line nice needing anyone area mobile case page ate care tune release side
wanting ride eating decide future guide along landing police wake face chance range realize manage data remote piece reduce site nine pure refuse rise measure
size damage danger base suite canceling rename taxi easier woman women fare relating guidance agenda lane licence license reading aside relate awaiting timeline
mailing citizen lance fake bike anti cashier mate mandate binding dealing tea rule nature woke editing anticipate rebate generating keeping huge defense
wage wore shake media mouse sea tile mile niece cage pace adequate chime dance leisure marine eliminate mute bare sean maria linda marie sue mike china taiwan
beijing shanghai canada chinese america american dubai asia asian`.split(/\s+/)

export function createSpelling({ sounds, pairs, english, words }: SpellingTable): Spelling {
  const bySound = new Map(sounds.map(([sound, run, count]) => [sound, { run, count }]))
  const known = new Set(pairs.match(/../gu))
  const syllables = syllablesIn(sounds)
  const isEnglish = new Set([...alsoEnglish, ...english])

  /** The likeliest characters for syllables: few, long and frequent runs; `inRuns` counts the syllables that are part of a longer run. */
  function written(spoken: readonly string[]): { text: string; inRuns: number } {
    const best: { text: string; cost: number; inRuns: number }[] = [{ text: '', cost: 0, inRuns: 0 }]
    for (let end = 1; end <= spoken.length; end++) {
      for (let length = Math.min(longest, end); length > 0; length--) {
        const before = best[end - length]
        const run = bySound.get(spoken.slice(end - length, end).join(' '))
        if (!before || !run) continue
        const cost = before.cost + 12 - Math.log(run.count)
        if (cost < (best[end]?.cost ?? Infinity)) best[end] = { text: before.text + run.run, cost, inRuns: before.inRuns + (length > 1 ? length : 0) }
      }
      best[end] ??= { text: `${best[end - 1]?.text ?? ''}${spoken[end - 1] ?? ''}`, cost: (best[end - 1]?.cost ?? 0) + 20, inRuns: best[end - 1]?.inRuns ?? 0 }
    }
    return best.at(-1) ?? { text: '', inRuns: 0 }
  }

  /** How pairs sound that nobody writes: the same ones stand in one message after another. */
  const strange = new Map<string, string[]>()
  function soundsOfPair(pair: string): string[] {
    const sounds = strange.get(pair) ?? soundsOf(pair)
    if (strange.size >= mostStrange) strange.clear()
    strange.set(pair, sounds)
    return sounds
  }

  /** A pair that nobody writes is a homophone of one that many do. */
  function mendPairs(han: string): string {
    let mended = han
    for (let at = 0; at + 1 < mended.length; at++) {
      const pair = mended.slice(at, at + 2)
      if (known.has(pair)) continue
      for (const sound of soundsOfPair(pair)) {
        const better = bySound.get(sound)
        if (!better || better.count < 5 || better.run === pair) continue
        // What stands on either side must not be right as it is: 明天才 is no misspelt 天财.
        const left = at > 0 ? mended.slice(at - 1, at + 1) : undefined
        const right = at + 2 < mended.length ? mended.slice(at + 1, at + 3) : undefined
        if (better.run[0] !== pair[0] && left !== undefined && known.has(left)) continue
        if (better.run[1] !== pair[1] && right !== undefined && known.has(right)) continue
        mended = mended.slice(0, at) + better.run + mended.slice(at + 2)
        break
      }
    }
    return mended
  }

  function pinyinOf(words: readonly string[]): string[] | undefined {
    const spoken = words.map(word => syllablesOf(word, syllables))
    return spoken.every(each => each !== undefined) ? spoken.flat() : undefined
  }
  const latin = /[a-z](?:[a-z\s']|[1-5](?=[a-z\s']|$))*/g

  function isPinyin(text: string): boolean {
    const words = withoutTones(text.toLowerCase()).match(/[a-z]+/g) ?? []
    const telling = words.filter(word => !isEnglish.has(word))
    const spoken = pinyinOf(words)
    if (spoken === undefined || spoken.length < 2 || telling.length * 2 < words.length) return false
    // What customers say is made of words that the corpus knows; a word by chance (Lianjing) falls into single syllables.
    const { text: han, inRuns } = written(spoken)
    return han.length < 2 * spoken.length && (words.length === 1 ? inRuns === spoken.length : inRuns * 2 >= spoken.length)
  }

  return {
    isPinyin,
    mendEnglish: createWordMender(words),
    mend: text => withoutMarks(text)
      .replace(latin, words => isPinyin(words) ? written(pinyinOf(withoutTones(words).match(/[a-z]+/g) ?? []) ?? []).text : words)
      .replace(/\p{Script=Han}{2,}/gu, mendPairs),
  }
}
