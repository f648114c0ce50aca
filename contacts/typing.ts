import { z } from 'zod'

/** Somebody types: told to who is there now, never written down. */
const typingSchema = z.object({ role: z.enum(['user', 'bot', 'agent']), name: z.string() })
export type Typing = z.infer<typeof typingSchema>

type Live = { publish(topic: string, message: string): void; subscribe(topic: string, listener: (message: string) => void): () => void }

/** Carries who types in a conversation (its key in the log) between a customer's channel and the desk. */
export function createTyping(live: Live) {
  const topic = (conversation: string) => `typing:${conversation}`
  return {
    tell: (conversation: string, typing: Typing) => live.publish(topic(conversation), JSON.stringify(typing)),
    /** Gives a function that ends it. */
    listen: (conversation: string, listener: (typing: Typing) => void) => live.subscribe(topic(conversation), message => {
      const parsed = typingSchema.safeParse(JSON.parse(message))
      if (parsed.success) listener(parsed.data)
    }),
  }
}

export type TypingLine = ReturnType<typeof createTyping>
