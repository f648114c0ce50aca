import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { tighten } from './folding.ts'

/**
 * The gate's second line: how much a sentence is like the forbidden statements of `adversarial/`, for promises in words that no
 * pattern knows. A weighted sum over the pieces of a sentence; the weights are fitted by `npm run wording:fit`.
 */

const weightsFile = z.object({ bias: z.number(), weights: z.record(z.string(), z.number()) })
export type Likeness = { bias: number; weights: ReadonlyMap<string, number> }

/** How like a sentence must be to be stopped, with a product in mind and without: set on lines the weights had not seen. */
const limits = { product: 1, none: 1.5 }
/** English has fewer labelled lines and its small words stand in all of them: it must be that much more alike. */
const moreInEnglish = 1
/** Denial, doubt, question and warning are read word by word by the patterns; a sum of weights cannot tell what they govern. */
const guarded = /[不没无非未别勿?]|可能|或许|风险|谨慎|骗|当心|吗|会不会|\b(?:not|no|never|nobody|none|neither|may|might|could|risk|lose|without|if|\w{2,6}n't)\b/
const longest = 400

/** The pieces of a folded sentence that count: one to four Chinese characters, English words alone and in pairs; any number is "#". */
export function piecesOf(sentence: string): Set<string> {
  const text = tighten(sentence).slice(0, longest).replace(/\d[\d.]*/g, '#')
  const pieces = new Set<string>()
  for (const [run] of text.matchAll(/[\u3400-\u9fff#%]+/g)) {
    const marked = `^${run}$`
    for (let length = 1; length <= 4; length += 1) for (let at = 0; at + length <= marked.length; at += 1) pieces.add(marked.slice(at, at + length))
  }
  const words = ['^', ...(text.match(/[a-z']+|#%?/g) ?? []), '$']
  if (words.length > 3) {
    words.forEach((word, at) => {
      pieces.add(`w:${word}`)
      for (const step of [1, 2]) if (at + step < words.length) pieces.add(`${step}:${word} ${words[at + step]}`)
    })
  }
  return pieces
}

/** Positive where a sentence is more like a forbidden statement than like anything else. */
export function scoreOf(pieces: ReadonlySet<string>, { bias, weights }: Likeness): number {
  const known = [...pieces].flatMap(piece => weights.get(piece) ?? [])
  return bias + known.reduce((sum, weight) => sum + weight, 0) / Math.sqrt(Math.max(1, known.length))
}

/** The weights as they were fitted. Throws a ZodError where the file is not one of `npm run wording:fit`. */
export function fittedLikeness(file = join(import.meta.dirname, 'likeness.json')): Likeness {
  const { bias, weights } = weightsFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  return { bias, weights: new Map(Object.entries(weights)) }
}

/** The first sentence of a folded text that is so like a forbidden statement that it must not leave. */
export function alikeIn(text: string, likeness: Likeness, about: keyof typeof limits): string | undefined {
  return text.split(/[。!?;\n]|\.(?!\w)/).find(sentence => sentence.length >= 4 && !guarded.test(sentence) && scoreOf(piecesOf(sentence), likeness) > limits[about] + (/[\u3400-\u9fff]/.test(sentence) ? 0 : moreInEnglish))?.trim()
}
