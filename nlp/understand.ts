import { type BroadQuestions, createBroadFinder } from './broad.ts'
import { decisionOf } from './decision.ts'
import type { KnownProduct } from './entities/entities.ts'
import { maskPersonalData } from './entities/personal.ts'
import { mostRead } from './features.ts'
import { createFollowUps, type Subject } from './follow-up.ts'
import { detectLanguage } from './language.ts'
import { foreignPartOf } from './mixed.ts'
import type { Model } from './model.ts'
import { askingClausesOf, clausesOf, partsOf } from './parts.ts'
import { createPipeline, type MeaningOf } from './pipeline.ts'
import { createSpelling } from './spelling.ts'
import type { Entity, Language, Understanding, UnderstandingContext } from './understanding.ts'

/** What is understood this surely needs no help: it is not read as a follow-up, and counts though it is not worded as a question. */
const plainFrom = 0.85
/** A passage this like the message says the same. */
const sameFrom = 0.8
/** The best topic's passage is this like the message: the words bear out what the classifier makes of it. */
const borneOutFrom = 0.45
/** Borne out by words, less confidence will do to answer. */
const sureIfBorneOutFrom = 0.45
/** Longer messages tell a story around their question, in characters. */
const storyFrom: Record<Language, number> = { zh: 40, en: 120 }

/** From this confidence on a message may ask for a person besides what else it is about. */
const aLittle = 0.05
/** A person is spoken of, and not wanted. */
const declined: Record<Language, RegExp> = { zh: /不[要用想必需]|[别別勿]/, en: /\b(?:no|not|without|never)\b|n['’]t\b/i }

export type UnderstandDeps = {
  model: Model
  products: readonly KnownProduct[]
  clock: { now(): Date }
  /** The subject of each topic. */
  subjects: ReadonlyMap<string, Subject>
  /** Topics by their nearest passage, best first; a likeness of 1 says the same. */
  retrieve(text: string, language: Language): readonly { topic: string; likeness: number }[]
  /** Questions that fit several topics. */
  broad: BroadQuestions
  /** Gives what finds the meanings of one message's texts, where an embedding model is at hand. */
  meanings?: (() => MeaningOf) | undefined
}

export type Understand = (text: string, context?: UnderstandingContext) => Promise<Understanding>

/** What was said before, and what finds the meaning of what is said now. */
type Setting = UnderstandingContext & { meaningOf?: MeaningOf | undefined }
type Intents = Understanding['intents']
type Reading = { intents: Intents; outOfScope: number; decision: Understanding['decision']; entities: Entity[]; followsUp: boolean }

/** Understands one message at a time; fast enough for the turn (well under a millisecond). */
export function createUnderstanding({ model, products, subjects, retrieve, broad, clock, meanings }: UnderstandDeps): Understand {
  const spelling = createSpelling(model.spelling)
  const classifyAndFind = createPipeline({ model, spelling, products, clock })
  const followUpOf = createFollowUps(subjects.values())
  const broadTopicsOf = createBroadFinder(broad)

  async function readIn(text: string, language: Language, { meaningOf }: Setting): Promise<Reading> {
    const { classified, entities, plain } = await classifyAndFind(language, text, meaningOf)
    const open = broadTopicsOf(plain, language)
    if (open) return { intents: open.map(intent => ({ intent, confidence: 1 / open.length })), outOfScope: 0, decision: 'clarify', entities, followsUp: false }
    const found = retrieve(plain, language)
    const intents = withFound(classified.intents, found)
    return { intents, outOfScope: classified.outOfScope, decision: decisionWith(found, intents, classified.rejected), entities, followsUp: false }
  }

  /** A message by itself. Where it mixes languages and says nothing sure, what is written in the other one may: what is 业绩比较基准. */
  async function readAlone(text: string, language: Language, setting: Setting): Promise<Reading> {
    const reading = await readIn(text, language, setting)
    const rest = reading.decision === 'answer' ? undefined : foreignPartOf(text, language)
    if (rest === undefined) return reading
    const other = await readIn(rest, language === 'zh' ? 'en' : 'zh', setting)
    return other.decision === 'answer' && sureness(other) >= plainFrom ? { ...other, entities: reading.entities } : reading
  }

  /** The same message with what it may be about before it, one way or another: the way that is plain, or what both mean together. */
  async function readExpanded(expanded: readonly string[], language: Language, setting: Setting): Promise<Reading | undefined> {
    const readings = await Promise.all(expanded.map(text => readAlone(text, language, setting)))
    const [first, second] = readings
    if (!first || !second) return first
    const plain = readings.find(each => each.decision === 'answer' && sureness(each) >= plainFrom)
    if (plain) return plain
    const confidences = new Map<string, number>()
    for (const { intents } of readings) for (const { intent, confidence } of intents) confidences.set(intent, (confidences.get(intent) ?? 0) + confidence / readings.length)
    const intents = [...confidences].map(([intent, confidence]) => ({ intent, confidence })).sort((a, b) => b.confidence - a.confidence).slice(0, 5)
    return { ...first, intents, outOfScope: Math.min(first.outOfScope, second.outOfScope), decision: decisionWith([], intents, readings.every(each => each.decision === 'out-of-scope')) }
  }

  /** What a message may be about that names nothing: the topic answered last, or the product in mind. */
  function subjectOf({ topic, product }: UnderstandingContext): Subject | undefined {
    const subject = topic === undefined ? undefined : subjects.get(topic)
    const names = products.find(each => each.id === product)?.names
    if (subject || !names) return subject
    const word = { zh: names.find(name => /\p{Script=Han}/u.test(name)) ?? '', en: names.find(name => /^[\p{Script=Latin}\d\s-]+$/u.test(name)) ?? '' }
    return { word, title: word }
  }

  /** Reads a text in the light of what was said before: 那手续费呢 after a fund question asks for the fund's fees. */
  async function read(text: string, language: Language, context: Setting): Promise<Reading> {
    const alone = await readAlone(text, language, context)
    const subject = subjectOf(context)
    const followUp = subject && !isFlow(alone) ? followUpOf(text, language, subject) : undefined
    if (!followUp || (!followUp.worded && sureness(alone) >= plainFrom)) return alone
    const together = await readExpanded(followUp.expanded, language, context)
    if (!together) return alone
    const better = sureness(together) > sureness(alone) || (followUp.worded && together.decision !== 'out-of-scope')
    return better ? { ...together, entities: alone.entities, followsUp: true } : alone
  }

  /**
   * The questions of a message with several parts, as far as each is understood surely, and the first that is not; a part may follow
   * on the one before.
   */
  async function questionsOf(text: string, language: Language, context: Setting): Promise<Pick<Understanding, 'questions' | 'open'>> {
    const parts = partsOf(text, language)
    const questions: Understanding['questions'] = []
    let open: Understanding['open']
    if (parts.length < 2 && text.length <= storyFrom[language]) return { questions }
    let topic = context.topic
    for (const part of parts) {
      const reading = await read(part.text, language, { ...context, topic })
      const [best] = reading.intents
      if (!best || best.intent.startsWith('dialog.')) continue
      if (reading.decision === 'answer' && sureness(reading) >= (part.asks ? 0 : plainFrom)) {
        topic = best.intent
        if (!questions.some(each => each.intent === best.intent)) questions.push({ ...best, text: part.text })
      } else if (reading.decision === 'clarify' && part.asks) {
        open ??= { intents: reading.intents, text: part.text }
      }
    }
    return { questions, open }
  }

  /** What a story comes to: its last clause that asks and is understood surely. `point` where the clause says that it is the question. */
  async function pointOf(story: string, language: Language, context: Setting): Promise<{ reading: Reading; point: boolean } | undefined> {
    for (const { texts, point } of askingClausesOf(story, language)) {
      const readings = await Promise.all(texts.map(text => read(text, language, context)))
      const reading = readings.sort((a, b) => sureness(b) - sureness(a))[0]
      if (reading && reading.decision === 'answer' && !isFlow(reading)) return { reading, point }
    }
    return undefined
  }

  /** A person asked for beside something else: 卡丢了，转人工. Looked for only where the whole message has a little of it. */
  async function personAskedFor(text: string, language: Language, whole: Reading, context: Setting): Promise<Intents[number] | undefined> {
    if (!whole.intents.some(({ intent, confidence }) => intent === 'dialog.agent' && confidence >= aLittle)) return undefined
    for (const clause of clausesOf(text, language)) {
      if (declined[language].test(clause)) continue
      const reading = await readAlone(clause, language, context)
      if (reading.intents[0]?.intent === 'dialog.agent' && sureness(reading) >= plainFrom) return reading.intents[0]
    }
    return undefined
  }

  async function readMessage(text: string, language: Language, context: Setting): Promise<{ reading: Reading } & Pick<Understanding, 'questions' | 'open'>> {
    const whole = await read(text, language, context)
    if (isFlow(whole)) return { reading: whole, questions: [] }
    const person = await personAskedFor(text, language, whole, context)
    if (person) return { reading: { ...whole, intents: leading(person, whole.intents), decision: 'answer' }, questions: [] }
    const { questions, open } = await questionsOf(text, language, context)
    const [first] = questions
    const story = text.length > storyFrom[language]
    if (first && (questions.length > 1 || (open && !story))) return { reading: { ...whole, intents: leading(first, whole.intents), decision: 'answer' }, questions, open: story ? undefined : open }
    // In a story the question tells more than all that stands around it, and its end is seen there only.
    if (story) {
      const found = await pointOf(text, language, context)
      if (found && (found.point || whole.decision !== 'answer' || (text.length > mostRead && sureness(found.reading) >= plainFrom))) return { reading: { ...found.reading, entities: whole.entities }, questions: [] }
    }
    if (first && whole.decision !== 'answer') return { reading: { ...whole, intents: leading(first, whole.intents), decision: 'answer' }, questions: [] }
    return { reading: whole, questions: [] }
  }

  return async (text, context = {}) => {
    const detected = detectLanguage(text, spelling.isPinyin, context.fallback)
    const { reading, questions, open } = await readMessage(text, detected.language, meanings ? { ...context, meaningOf: meanings() } : context)
    return {
      ...detected, intents: reading.intents.map(({ intent, confidence }) => ({ intent, confidence })), outOfScope: reading.outOfScope, decision: reading.decision,
      questions, open, followsUp: reading.followsUp, entities: reading.entities, maskedText: maskPersonalData(text),
    }
  }
}

/** The intents with this one at their head. */
const leading = ({ intent, confidence }: Intents[number], intents: Intents): Intents => [{ intent, confidence }, ...intents.filter(each => each.intent !== intent)]

/** The decision, with what retrieval says to it: words that bear the best topic out make up for doubt. */
function decisionWith(found: readonly { topic: string; likeness: number }[], intents: Intents, rejected: boolean): Understanding['decision'] {
  const { intent, confidence } = intents[0] ?? { intent: '', confidence: 0 }
  const [nearest] = found
  const borneOut = nearest !== undefined && nearest.topic === intent && nearest.likeness >= borneOutFrom
  const decision = decisionOf(confidence, rejected && !borneOut && !found.some(each => each.likeness >= sameFrom))
  return decision === 'clarify' && borneOut && confidence >= sureIfBorneOutFrom ? 'answer' : decision
}

const sureness = (reading: Reading) => reading.decision === 'out-of-scope' ? 0 : reading.intents[0]?.confidence ?? 0

/** Whether it was surely said to a flow (a greeting, an emergency, a complaint …) and not asked of an article. */
const isFlow = (reading: Reading) => reading.decision === 'answer' && reading.intents[0]?.intent.startsWith('dialog.') === true

/** A topic with a passage that says the same is that sure, whatever the classifier makes of it: it may be newer than the model. */
function withFound(intents: Intents, found: readonly { topic: string; likeness: number }[]): Intents {
  const merged = new Map(intents.map(({ intent, confidence }) => [intent, confidence]))
  for (const { topic, likeness } of found) if (likeness >= sameFrom) merged.set(topic, Math.max(merged.get(topic) ?? 0, likeness))
  return [...merged].map(([intent, confidence]) => ({ intent, confidence })).sort((a, b) => b.confidence - a.confidence).slice(0, 5)
}
