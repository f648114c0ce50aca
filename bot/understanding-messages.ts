import { z } from 'zod'
import type { Catalogue } from '../knowledge/catalogue.ts'
import type { Understanding, UnderstandingContext } from '../nlp/understanding.ts'

/** What the thread that understands messages is started with. */
export type ThreadData = {
  /** What can be spoken of and answered. */
  catalogue: Catalogue
  /** The model's file. While a new one is trained it can be that of older content. */
  modelPath: string
  /** The folder of an embedding model, where its meanings count beside the words. */
  embeddingDir?: string | undefined
}

/** Messages to understand, and the instant that a relative date in them counts from, in milliseconds. Sent as JSON: that costs less than a clone. */
export type Asked = { now: number; messages: { number: number; text: string; context: UnderstandingContext }[] }

const answered = z.object({ number: z.number(), understanding: z.custom<Understanding>().optional(), failed: z.string().optional() })
/** What the thread tells: that it is ready, a problem of the embedding model, or answers as JSON. */
export const told = z.union([
  z.object({ answers: z.string() }), z.object({ ready: z.literal(true) }), z.object({ problem: z.string() }),
])
export type Told = z.infer<typeof told>
export const answers = z.array(answered)
export type Answer = z.infer<typeof answered>
