import type { Language } from './understanding.ts'

/** A part of a message: a sentence, or what stands between "另外", "and also" and the like. */
export type Part = { text: string; /** Whether it is worded as a question or a request. */ asks: boolean }

const wordedAsQuestion: Record<Language, RegExp> = {
  zh: /[吗呢么嗎麼冇未]$|怎么|怎麼|怎样|怎樣|点样|點樣|如何|多少|幾多|多久|幾耐|多长|多長|几|幾|什么|什麼|甚麼|咩|哪|边|邊度|谁|誰|能不能|能否|可否|是不是|是否|可不可以|可唔可以|使唔使|得唔得|系咪|係咪|会不会|會不會|會唔會|有冇|有没有|有沒有|要不要|请问|請問|想(问|知道|了解|問|瞭解)|帮我|幫我|教我|话我知|話我知|我要|我想|查/,
  en: /^(?:(?:anyway|so|well|now|and|but|ok|okay|hi|hello|also),?\s+)*(how|what|when|where|which|who|why|can|could|do|does|did|is|are|will|would|should|may|please|tell me|i (want|need|would like)|i'd like)\b|\b(want to know|like to know|wondering|whether)\b/i,
}
/** Words by which a story comes to its question. */
const comesToThePoint: Record<Language, RegExp> = {
  zh: /想(问|問|知道|了解|瞭解)|请问|請問|問下|问下|问一下|問一下|其实|其實|淨係想|只想/,
  en: /\b(want to know|like to know|wondering|my question is|question:|what i (want|need))\b/i,
}
const boundary: Record<Language, RegExp> = {
  zh: /([。！？!?；;\n]+(?:还有|還有)?|[，,]?(?:另外|还有就是|以及|顺便|順便|同埋|再(?:问|問)一下|其次|第二)[，,：:]?|(?:^|[，,\s]+)(?:还有|還有)[，,：:]?)/,
  en: /([.!?;\n]+(?=\s|$)|,?\s+(?:and also|also|another question|by the way|secondly|plus)[,:]?\s)/i,
}
/** Where one question may end and the next begin, if both sides are worded as questions: 利息多少，中途取出来怎么算. */
const turn: Record<Language, RegExp> = { zh: /[，,](?:然后|然後|再|那|那么|那麼)?/, en: /,\s+(?:and\s+|or\s+)?|\s+and\s+(?=(?:how|what|when|where|which|who|can|could|do|does|is|are)\b)/i }
/** What joins two questions within a clause: not in 提前还有违约金吗, where what is before it asks nothing. */
const joint: Record<Language, RegExp> = { zh: /还有|還有/, en: /\s&\s/ }
const clauseEnd: Record<Language, RegExp> = { zh: /[。！？!?；;\n，,]+/, en: /[.!?;\n]+(?:\s|$)|,\s/ }
const least: Record<Language, number> = { zh: 3, en: 6 }
/** With a question mark behind it a word is enough: fees? */
const leastMarked = 2
/** In a longer sentence what stands before a question is a story, not the rest of it. */
const longestSentence: Record<Language, number> = { zh: 40, en: 120 }
const comma: Record<Language, string> = { zh: '，', en: ', ' }
const most = 8

/** The parts of a message in their order, at most eight; those too short to say anything are left out. */
export function partsOf(message: string, language: Language): Part[] {
  const parts: Part[] = []
  // The boundaries are kept between the parts, as String.split does with a group.
  const pieces = message.split(boundary[language])
  for (let at = 0; at < pieces.length && parts.length < most; at += 2) {
    const text = pieces[at]?.trim() ?? ''
    const turns = turnsOf(text, language)
    const marked = /[?？]/.test(pieces[at + 1] ?? '')
    if (turns.length > 1) parts.push(...turns.map(each => ({ text: each, asks: true })))
    else if (text.length >= (marked ? leastMarked : least[language])) parts.push({ text, asks: marked || wordedAsQuestion[language].test(text) })
  }
  return parts.slice(0, most)
}

/** The questions of one sentence, each with what stands before it; the sentence where it asks fewer than two. */
function turnsOf(sentence: string, language: Language): string[] {
  const isQuestion = (clause: string) => clause.length >= least[language] && wordedAsQuestion[language].test(clause)
  const clauses = sentence.split(turn[language]).map(clause => clause.trim()).flatMap(clause => {
    const joined = clause.split(joint[language]).map(each => each.trim())
    return joined.every(isQuestion) ? joined : [clause]
  })
  if (sentence.length > longestSentence[language]) return clauses.every(isQuestion) ? clauses : [sentence]
  const turns: string[] = []
  let before = ''
  for (const clause of clauses) {
    before += (before === '' ? '' : comma[language]) + clause
    if (!isQuestion(clause)) continue
    turns.push(before)
    before = ''
  }
  const last = turns.length - 1
  if (before !== '' && last >= 0) turns[last] += comma[language] + before
  return turns.length > 1 ? turns : [sentence]
}

/** What stands between a message's stops and commas, at most eight from its end. */
export const clausesOf = (message: string, language: Language): string[] => message.split(clauseEnd[language]).map(clause => clause.trim()).filter(clause => clause !== '').slice(-most)

/**
 * What a story asks, the last clause first: each clause that is worded as a question, with the one before it and by itself.
 * `point` tells that it says so itself ("what I want to know is …").
 */
export function askingClausesOf(story: string, language: Language): { texts: string[]; point: boolean }[] {
  const clauses = story.split(clauseEnd[language]).map(clause => clause.trim()).filter(clause => clause !== '')
  return clauses.flatMap((clause, at) => {
    if (!wordedAsQuestion[language].test(clause)) return []
    const before = clauses[at - 1]
    return [{ texts: [clause, ...before === undefined ? [] : [`${before}${comma[language]}${clause}`]], point: comesToThePoint[language].test(clause) }]
  }).reverse().slice(0, most)
}
