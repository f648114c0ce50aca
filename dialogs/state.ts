import { z } from 'zod'
import { locales, productClasses } from '../knowledge/outgoing.ts'

const locale = z.enum(locales)

/** What a flow waits for; one at a time, and none of them traps a customer. */
const flow = z.discriminatedUnion('name', [
  /** Without a number the story is waited for; with one, what the customer adds to it. */
  z.object({ name: z.literal('complaint'), number: z.string().optional(), asked: z.enum(['what', 'when', 'wish']).default('what') }),
  z.object({ name: z.literal('case-status') }),
  z.object({ name: z.literal('clarify'), choices: z.array(z.object({ title: z.string(), topic: z.string() })) }),
  z.object({ name: z.literal('offer-agent'), reason: z.string() }),
  z.object({ name: z.literal('leave-message') }),
  z.object({ name: z.literal('call-back') }),
  z.object({ name: z.literal('survey') }),
  z.object({ name: z.literal('link'), code: z.string() }),
])

/** Where a conversation stands; kept between turns, sealed. */
const dialogState = z.object({
  /** The locale of the last answer. */
  locale: locale.optional(),
  /** The locale the customer asked for; it goes before the one they write in. */
  chosen: locale.optional(),
  /** The locale of the customer's page, to notice when they switch it. */
  page: locale.optional(),
  /** Questions in a row that were not understood. */
  misses: z.number().default(0),
  flow: flow.optional(),
  /** The article that answered last: a follow-up that names no subject is about the same. */
  topic: z.string().optional(),
  /** The topic that was spoken of since, though no article answered: a follow-up is about it instead. */
  spokenOf: z.string().optional(),
  /** What the customer came for, in their own words, masked: who takes them sees it. */
  matter: z.string().optional(),
  /** The product or class spoken of, in mind until the subject changes. */
  product: z.object({ id: z.string().optional(), class: z.enum(productClasses) }).optional(),
})

export type DialogState = z.infer<typeof dialogState>
export type FlowState = z.infer<typeof flow>

/** The kept state, or a fresh one where none is kept or an older version kept another form. */
export function readDialogState(kept: unknown): DialogState {
  const parsed = dialogState.safeParse(kept ?? {})
  return parsed.success ? parsed.data : { misses: 0 }
}
