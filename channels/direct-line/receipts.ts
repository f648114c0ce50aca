import { createRecent } from '../../contacts/recent.ts'
import type { LoggedActivity } from '../../contacts/types.ts'

export type Receipts = {
  /** Messages were handed to a customer's page. */
  handed(conversation: string, sequences: readonly number[]): void
  /** The page has got all that it was handed up to a place. */
  got(conversation: string, upTo: number): void
}

const mostConversations = 10_000

/**
 * What pages got of agents' messages; of the bot's nobody waits to know. A page that asks says so with its next watermark, one that
 * listens by answering a ping that left after the message.
 */
export function createReceipts(told: Receipts) {
  /** How far agents' messages were handed out here and their receipt has not come. */
  const open = createRecent<string, number>(mostConversations)
  return {
    /** Notes what is handed out; gives the place whose receipt is waited for, where an agent's message is among it. */
    handed(conversation: string, activities: readonly LoggedActivity[]): number | undefined {
      const sequences = activities.flatMap(({ from, type, sequence }) => from.role === 'agent' && type === 'message' ? [sequence] : [])
      const last = sequences.at(-1)
      if (last === undefined) return undefined
      open.set(conversation, Math.max(last, open.get(conversation) ?? 0))
      told.handed(conversation, sequences)
      return last
    },
    /** The page says that it has all up to a place. */
    got(conversation: string, upTo: number): void {
      const waitedFor = open.get(conversation)
      if (waitedFor === undefined || upTo < waitedFor) return
      open.delete(conversation)
      told.got(conversation, upTo)
    },
  }
}
