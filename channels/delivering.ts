import { conversationKey } from '../contacts/acceptance.ts'
import { type Addresses, isSealedAddress } from '../contacts/channels/addresses.ts'
import type { SentParts } from '../contacts/channels/sent-parts.ts'
import { NotTakenError, type OutboxItem } from '../contacts/outbox.ts'
import type { Channel, ChannelDeps, Reply } from './channel.ts'

/** Sends a reply part by part; those that were taken at an attempt before are not sent again. */
export function createInParts(channel: string, { sentParts, addresses }: { sentParts: SentParts; addresses: Addresses }): ChannelDeps['inParts'] {
  return async (reply, parts, send) => {
    const taken = await sentParts.taken(reply)
    for (const [index, part] of parts.entries()) {
      if (index < taken) continue
      const id = await send(part, index)
      await sentParts.note(reply, index, id === undefined ? undefined : await addresses.digest(channel, id))
    }
  }
}

/** Hands replies to the channels that they are for. */
export function createDelivering({ channels, addresses }: { channels: ReadonlyMap<string, Channel>; addresses: Addresses }) {
  return {
    /** Whether a conversation is reached by one of the channels here; otherwise it is by the Bot Framework. */
    isOurs: ({ reference }: Pick<OutboxItem, 'reference'>): boolean => isSealedAddress(reference),

    /** Throws what `Channel.deliver` throws, and NotTakenError where the channel has no settings now. */
    async deliver({ reference, activity, sealed }: OutboxItem): Promise<void> {
      if (!isSealedAddress(reference)) throw new Error('The conversation has no address')
      // Events are for programs; a messenger has none.
      if (sealed.outgoing.type === 'event') return
      const channel = channels.get(activity.channel)
      if (!channel) throw new NotTakenError(`the channel ${activity.channel} has no settings`)
      const { replyToId } = activity.content
      const reply: Reply = {
        id: activity.id, conversation: conversationKey(activity.channel, activity.conversation), sequence: activity.sequence, sealed,
        address: await addresses.open(reference), ...(typeof replyToId === 'string' ? { replyTo: replyToId } : {}),
      }
      await channel.deliver(reply)
    },

    /** Whether a conversation in this channel would now take a message. */
    async isOpen(channel: string, reference: unknown): Promise<boolean> {
      const way = channels.get(channel)
      if (!way || !isSealedAddress(reference)) return false
      return way.isOpen?.(await addresses.open(reference)) ?? true
    },
  }
}

export type Delivering = ReturnType<typeof createDelivering>
