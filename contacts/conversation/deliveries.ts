import type { Tables } from '../../store/index.ts'
import type { ContactsDeps } from '../deps.ts'

/**
 * How far a message to the customer has come: `decided` and still to be sent by push; `handed` to the channel, or lying ready for a
 * page that fetches; `delivered` to the customer's device and `read` there, where the channel says so; `failed`, so that an operator
 * must look; `moved` to another of their channels.
 */
export const deliveryStates = ['decided', 'handed', 'delivered', 'read', 'failed', 'moved'] as const
export type DeliveryState = (typeof deliveryStates)[number]

type Part = Tables['sent_parts']['status']
type Waiting = Tables['outbox']['status']

const ofPart: Record<Part, DeliveryState> = { sent: 'handed', delivered: 'delivered', read: 'read', failed: 'failed' }
const leastFirst: readonly DeliveryState[] = ['failed', 'handed', 'delivered', 'read']

/** The state of a message by what the outbox and the provider know of it. A message in parts has come as far as the last of them. */
export function deliveryOf(waiting: Waiting | undefined, parts: readonly Part[]): DeliveryState {
  if (waiting === 'dead') return 'failed'
  if (waiting === 'moved') return 'moved'
  // While parts of it are still to be sent, none of them tells for all.
  if (waiting === 'pending') return 'decided'
  const states = parts.map(part => ofPart[part])
  // What is not in the outbox is sent by being written down: the customer's page fetches it.
  return leastFirst.find(state => states.includes(state)) ?? 'handed'
}

/**
 * A page that fetches messages gets them in their order: of one whose receipt was lost, as with a service that was stopped before it
 * was written down, a later one tells.
 */
export function asFarAsLater<T extends { sequence: number; fetched: boolean; state: DeliveryState }>(messages: readonly T[]): T[] {
  let later: DeliveryState = 'handed'
  return messages.toSorted((one, other) => other.sequence - one.sequence).map(message => {
    if (!message.fetched) return message
    if (message.state === 'handed') return { ...message, state: later }
    later = message.state
    return message
  }).toReversed()
}

/** What is known of the way of messages to their customer. */
export function createDeliveries({ store }: Pick<ContactsDeps, 'store'>) {
  return {
    /** The states of the messages at these places of a conversation. */
    async of(conversation: string, sequences: readonly number[]): Promise<ReadonlyMap<number, DeliveryState>> {
      if (sequences.length === 0) return new Map()
      const [least, most] = [Math.min(...sequences), Math.max(...sequences)]
      const [waiting, parts] = await Promise.all([
        store.db.selectFrom('outbox').select(['sequence', 'status']).where('conversation_id', '=', conversation).where('sequence', '>=', least).where('sequence', '<=', most).execute(),
        store.db.selectFrom('sent_parts').select(['sequence', 'status']).where('conversation_id', '=', conversation).where('sequence', '>=', least).where('sequence', '<=', most).execute(),
      ])
      const known = sequences.map(sequence => {
        const inOutbox = waiting.find(each => each.sequence === sequence)?.status
        return { sequence, fetched: inOutbox === undefined, state: deliveryOf(inOutbox, parts.filter(each => each.sequence === sequence).map(each => each.status)) }
      })
      return new Map(asFarAsLater(known).map(({ sequence, state }) => [sequence, state]))
    },
  }
}

export type Deliveries = ReturnType<typeof createDeliveries>
