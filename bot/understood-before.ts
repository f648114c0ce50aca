import { hash } from 'node:crypto'
import { createRecent } from '../contacts/recent.ts'
import type { Understand } from '../nlp/understand.ts'
import type { Understanding, UnderstandingContext } from '../nlp/understanding.ts'

/** Longer messages are hardly ever said twice, in characters. */
const longest = 100
const most = 2_000

/** What a message is known by: nothing that a customer wrote is kept. */
const keyOf = (text: string, { fallback, topic, product }: UnderstandingContext) => hash('sha256', JSON.stringify([text, fallback, topic, product]), 'base64url')

/** Whether it means the same tomorrow and repeats nothing of the customer's words but the whole. */
const holds = ({ questions, open, entities, maskedText }: Understanding, text: string) =>
  questions.length === 0 && open === undefined && entities.length === 0 && maskedText === text

/**
 * Understands at once what was understood before: suggestions that are tapped, choices, and the short questions of many customers are word
 * for word the same. Kept are digests and what they mean, never the words.
 */
export function rememberUnderstood(understand: Understand): Understand {
  const before = createRecent<string, Omit<Understanding, 'maskedText'>>(most)
  return async (text, context = {}) => {
    if (text.length > longest) return understand(text, context)
    const key = keyOf(text, context)
    const known = before.get(key)
    if (known) {
      before.set(key, known)
      return { ...known, maskedText: text }
    }
    const understanding = await understand(text, context)
    const { maskedText: _theirs, ...meaning } = understanding
    if (holds(understanding, text)) before.set(key, Object.freeze(meaning))
    return understanding
  }
}
