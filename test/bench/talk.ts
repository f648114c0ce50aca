import { Agent } from 'node:http'
import { type Customer, directLineCustomer, messagesCustomer, type Reach } from './customer.ts'
import { type Line, lines } from './lines.ts'
import { closedRound, pacedRound, type Round } from './rounds.ts'

export type Channel = 'messages' | 'directLine'

/** What customers reach: a fleet, or the echo. */
export type Target = { reach(agent: Agent): Reach; pids(): readonly number[] }

/** A round with new customers, each in a conversation of its own; closed loop, or at `perSecond`. */
export async function talk(target: Target, channel: Channel, { conversations, turns, perSecond, say = lines }: { conversations: number; turns: number; perSecond?: number; say?: readonly Line[] }): Promise<Round> {
  const agent = new Agent({ keepAlive: true, maxSockets: conversations })
  const reach = target.reach(agent)
  const customers: Customer[] = channel === 'messages' ? Array.from({ length: conversations }, () => messagesCustomer(reach)) : await Promise.all(Array.from({ length: conversations }, () => directLineCustomer(reach)))
  try {
    const load = { customers, lines: say, turns, pids: target.pids() }
    return await (perSecond === undefined ? closedRound(load) : pacedRound({ ...load, perSecond }))
  } finally {
    for (const customer of customers) customer.close()
    agent.destroy()
  }
}
