import type { Handovers } from '../contacts/handovers.ts'

/** Under what name the log knows who answers the agents' telephone. */
const phone = 'phone'

/** Agents whom a channel reaches away from the desk: their hand-overs go the same way and stand in the same log. */
export function createPeople({ handovers, serve }: { handovers: Handovers; serve(): boolean }) {
  return {
    serve,
    /** The customer who waits for an agent in this conversation is with one of them. */
    async have(conversation: string): Promise<void> {
      const handover = await handovers.inConversation(conversation)
      if (handover) await handovers.take(handover.id, phone)
    },
    /** Closes the hand-over to be followed up by the enquiry's owner: nobody has written down yet what came of it (M1.1b). */
    async done(conversation: string): Promise<boolean> {
      const handover = await handovers.inConversation(conversation)
      return handover?.agent === phone && await handovers.close(handover.id, phone, 'follow-up')
    },
  }
}

export type People = ReturnType<typeof createPeople>
