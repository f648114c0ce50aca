import { type KnownProduct, maskPersonalData } from './entities.ts'
import { detectLanguage } from './language.ts'
import type { Model } from './model.ts'
import { normalise } from './normalise.ts'
import { createPipeline } from './pipeline.ts'
import { questionsIn } from './questions.ts'
import { createSpelling } from './spelling.ts'
import type { Language, Understanding, UnderstandingContext } from './understanding.ts'

/** From this confidence on the bot answers; below it, it asks which of the likeliest was meant (M2.2a). */
const sureFrom = 0.6
/** An intent below this is not worth a question back. */
const likelyFrom = 0.12
/** What is understood this surely is not read again as a follow-up. */
const plainFrom = 0.85
/** Longer messages tell a story around their question, in characters. */
const storyFrom: Record<Language, number> = { zh: 60, en: 160 }

/** What a topic is about, in the customer's word: 基金, fund. */
export type Subject = Record<Language, string>

export type UnderstandDeps = {
  model: Model
  products: readonly KnownProduct[]
  /** The subject of each topic. */
  subjects: ReadonlyMap<string, Subject>
  /** Topics by their nearest passage, best first; a likeness of 1 says the same. */
  retrieve(text: string, language: Language): readonly { topic: string; likeness: number }[]
}

export type Understand = (text: string, context?: UnderstandingContext) => Promise<Understanding>

type Intents = Understanding['intents']
type Reading = { intents: Intents; outOfScope: number; decision: Understanding['decision'] }

/** Understands one message at a time; fast enough for the turn (well under a millisecond). */
export function createUnderstanding({ model, products, subjects, retrieve }: UnderstandDeps): Understand {
  const spelling = createSpelling(model.spelling)
  const read = createPipeline({ model, spelling, products })
  const words: Record<Language, string[]> = { zh: [], en: [] }
  for (const language of ['zh', 'en'] as const) words[language] = [...new Set([...subjects.values()].map(subject => normalise(subject[language])))]
  const namesSubject = (text: string, language: Language) => {
    const plain = normalise(text)
    return words[language].some(word => plain.includes(word))
  }

  function decide(intents: Intents, rejected: boolean): Understanding['decision'] {
    const confidence = intents[0]?.confidence ?? 0
    return rejected || confidence < likelyFrom ? 'out-of-scope' : confidence >= sureFrom ? 'answer' : 'clarify'
  }
  async function readText(text: string, language: Language): Promise<Reading & { entities: Understanding['entities'] }> {
    const { classified, entities } = await read(language, text)
    const found = retrieve(text, language)
    const intents = withFound(classified.intents, found)
    return { intents, outOfScope: classified.outOfScope, decision: decide(intents, classified.rejected && (found[0]?.likeness ?? 0) < foundFrom), entities }
  }

  /** A follow-up that names no subject is about the one before: 那手续费呢 after a fund question asks for the fund's fees. */
  async function followUp(text: string, language: Language, plain: Reading, context: UnderstandingContext): Promise<Reading> {
    const subject = context.topic === undefined ? undefined : subjects.get(context.topic)
    if (!subject || namesSubject(text, language) || isDialog(plain)) return plain
    const continues = followsOn[language].test(text.trim())
    if (!continues && sureness(plain) >= plainFrom) return plain
    if (!continues && text.length > shortBelow[language]) return plain
    const expanded = await readText(language === 'zh' ? `${subject.zh}${text.trim().replace(lead.zh, '')}` : `${subject.en} ${text.trim().replace(lead.en, '')}`, language)
    return sureness(expanded) > sureness(plain) || (continues && expanded.decision !== 'out-of-scope') ? expanded : plain
  }

  /** Each question of a message that asks several, as far as it is understood surely; a part may follow on the one before. */
  async function readParts(parts: readonly string[], language: Language, context: UnderstandingContext): Promise<Understanding['questions']> {
    const questions: Understanding['questions'] = []
    let topic = context.topic
    for (const text of parts) {
      const reading = await followUp(text, language, await readText(text, language), { ...context, topic })
      const [best] = reading.intents
      if (!best || reading.decision !== 'answer' || best.intent.startsWith('dialog.') || questions.some(each => each.intent === best.intent)) continue
      questions.push({ ...best, text })
      topic = best.intent
    }
    return questions
  }

  return async (text, context = {}) => {
    const detected = detectLanguage(text, spelling.isPinyin, context.fallback)
    const { language } = detected
    const whole = await readText(text, language)
    let reading: Reading = await followUp(text, language, whole, context)
    const parts = isDialog(reading) && reading.decision === 'answer' ? [] : questionsIn(text, language)
    const questions = parts.length > 1 || (parts.length === 1 && text.length > storyFrom[language]) ? await readParts(parts, language, context) : []
    // In a story the question tells more than all around it.
    const [only] = questions
    if (only && questions.length === 1 && reading.decision !== 'answer') reading = { ...reading, intents: [only, ...reading.intents.filter(each => each.intent !== only.intent)], decision: 'answer' }
    return {
      ...detected, intents: reading.intents, outOfScope: reading.outOfScope, decision: reading.decision,
      questions: questions.length > 1 ? questions : [], entities: whole.entities, maskedText: maskPersonalData(text),
    }
  }
}

/** A passage this near says the same as the message. */
const foundFrom = 0.8
const followsOn: Record<Language, RegExp> = { zh: /^(那|那么|那麼|还有|還有|它|这个|這個|该产品)|(呢|呢[?？])$/, en: /^(and|what about|how about|so|its?|that one)\b/i }
const lead: Record<Language, RegExp> = { zh: /^(那么|那麼|那|还有|還有)[，,]?/, en: /^(and what about|and how about|and|what about|how about|so)\b[\s,]*/i }
const shortBelow: Record<Language, number> = { zh: 12, en: 30 }

const sureness = (reading: Reading) => reading.decision === 'out-of-scope' ? 0 : reading.intents[0]?.confidence ?? 0
const isDialog = (reading: Reading) => reading.intents[0]?.intent.startsWith('dialog.') === true && reading.decision === 'answer'

/** A topic whose passage says the same is that sure, whatever the classifier makes of it: it may be newer than the model. */
function withFound(intents: Intents, found: readonly { topic: string; likeness: number }[]): Intents {
  const merged = new Map(intents.map(({ intent, confidence }) => [intent, confidence]))
  for (const { topic, likeness } of found) if (likeness >= foundFrom) merged.set(topic, Math.max(merged.get(topic) ?? 0, likeness))
  return [...merged].map(([intent, confidence]) => ({ intent, confidence })).sort((a, b) => b.confidence - a.confidence).slice(0, 5)
}
