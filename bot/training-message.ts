import { z } from 'zod'

/** What a thread that trains a language tells: how many steps of all are done, and at last the model as bytes. */
export const trainingMessage = z.union([z.object({ done: z.number(), of: z.number() }), z.object({ model: z.instanceof(Uint8Array) })])
export type TrainingMessage = z.infer<typeof trainingMessage>

/** What a process that trains beside the service tells: how far it is, or why it cannot. */
export const trainingTold = z.union([z.object({ progress: z.string() }), z.object({ problem: z.string() })])
export type TrainingTold = z.infer<typeof trainingTold>
