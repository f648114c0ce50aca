import { decisionOf, sureFrom } from './decision.ts'
import type { KnownProduct } from './entities/entities.ts'
import { maskPersonalData } from './entities/personal.ts'
import { createFollowUps, type Subject } from './follow-up.ts'
import { detectLanguage } from './language.ts'
import type { Model } from './model.ts'
import { partsOf } from './parts.ts'
import { createPipeline } from './pipeline.ts'
import { createSpelling } from './spelling.ts'
import type { Entity, Language, Understanding, UnderstandingContext } from './understanding.ts'

/** What is understood this surely needs no help: it is not read as a follow-up, and counts though it is not worded as a question. */
const plainFrom = 0.85
/** A passage this like the message says the same. */
const sameFrom = 0.8
/** Longer messages tell a story around their question, in characters. */
const storyFrom: Record<Language, number> = { zh: 40, en: 120 }

export type UnderstandDeps = {
  model: Model
  products: readonly KnownProduct[]
  clock: { now(): Date }
  /** The subject of each topic. */
  subjects: ReadonlyMap<string, Subject>
  /** Topics by their nearest passage, best first; a likeness of 1 says the same. */
  retrieve(text: string, language: Language): readonly { topic: string; likeness: number }[]
}

export type Understand = (text: string, context?: UnderstandingContext) => Promise<Understanding>

type Intents = Understanding['intents']
type Reading = { intents: Intents; outOfScope: number; decision: Understanding['decision']; entities: Entity[] }

/** Understands one message at a time; fast enough for the turn (well under a millisecond). */
export function createUnderstanding({ model, products, subjects, retrieve, clock }: UnderstandDeps): Understand {
  const spelling = createSpelling(model.spelling)
  const classifyAndFind = createPipeline({ model, spelling, products, clock })
  const followUpOf = createFollowUps(subjects.values())

  async function readAlone(text: string, language: Language): Promise<Reading> {
    const { classified, entities } = await classifyAndFind(language, text)
    const found = retrieve(text, language)
    const same = found.some(each => each.likeness >= sameFrom)
    const intents = withFound(classified.intents, found)
    return { intents, outOfScope: classified.outOfScope, decision: decisionOf(intents[0]?.confidence ?? 0, classified.rejected && !same), entities }
  }

  /** Reads a text in the light of the topic before: 那手续费呢 after a fund question asks for the fund's fees. */
  async function read(text: string, language: Language, topic: string | undefined): Promise<Reading> {
    const alone = await readAlone(text, language)
    const subject = topic === undefined ? undefined : subjects.get(topic)
    const followUp = subject && !isFlow(alone) ? followUpOf(text, language, subject) : undefined
    if (!followUp || (!followUp.worded && sureness(alone) >= plainFrom)) return alone
    const together = await readAlone(followUp.expanded, language)
    const better = sureness(together) > sureness(alone) || (followUp.worded && together.decision !== 'out-of-scope')
    return better ? { ...together, entities: alone.entities } : alone
  }

  /** The questions of a message with several parts, as far as each is understood surely; a part may follow on the one before. */
  async function questionsOf(text: string, language: Language, before: string | undefined): Promise<Understanding['questions']> {
    const parts = partsOf(text, language)
    if (parts.length < 2 && text.length <= storyFrom[language]) return []
    const questions: Understanding['questions'] = []
    let topic = before
    for (const part of parts) {
      const reading = await read(part.text, language, topic)
      const [best] = reading.intents
      if (!best || isFlow(reading) || sureness(reading) < (part.asks ? sureFrom : plainFrom)) continue
      topic = best.intent
      if (!questions.some(each => each.intent === best.intent)) questions.push({ ...best, text: part.text })
    }
    return questions
  }

  return async (text, context = {}) => {
    const detected = detectLanguage(text, spelling.isPinyin, context.fallback)
    const { language } = detected
    const whole = await read(text, language, context.topic)
    const questions = isFlow(whole) ? [] : await questionsOf(text, language, context.topic)
    // In a story the question tells more than all that stands around it.
    const [first] = questions
    const reading = first && (questions.length > 1 || whole.decision !== 'answer') ? { ...whole, intents: [first, ...whole.intents.filter(each => each.intent !== first.intent)], decision: 'answer' as const } : whole
    return {
      ...detected, intents: reading.intents.map(({ intent, confidence }) => ({ intent, confidence })), outOfScope: reading.outOfScope, decision: reading.decision,
      questions: questions.length > 1 ? questions : [], entities: reading.entities, maskedText: maskPersonalData(text),
    }
  }
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
