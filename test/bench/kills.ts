import { Agent } from 'node:http'
import { directLineCustomer, messagesCustomer } from './customer.ts'
import { startFleet } from './fleet.ts'
import { sumOf } from './ledger.ts'
import { lines } from './lines.ts'
import type { Options } from './options.ts'
import type { Records } from './records.ts'
import { closedRound } from './rounds.ts'

/** How long an instance runs before it is killed, in milliseconds: at least, and up to how much longer. */
const leastLife = 300
const moreLife = 1700

/**
 * Customers of both channels talk while instances are killed with SIGKILL and started again. They send again what was not
 * accepted, until all kills are done and they have said at least `soak` things. At the end each message that was accepted must have its one reply, in order: in what the customers got, and on
 * Direct Line in the conversation read back from its start.
 */
export async function killSoak(records: Records, { kills, soak, conversations, turns, instances }: Options, note: (text: string) => void): Promise<Record<string, number>> {
  const fleet = await startFleet(await records.fresh(), instances)
  const agent = new Agent({ keepAlive: true, maxSockets: conversations })
  const reach = fleet.reach(agent, { persistent: true })
  const streaming = await Promise.all(Array.from({ length: Math.ceil(conversations / 2) }, () => directLineCustomer(reach)))
  const customers = [...streaming, ...Array.from({ length: Math.floor(conversations / 2) }, () => messagesCustomer(reach))]
  try {
    let done = 0
    let said = 0
    const killing = (async () => {
      for (; done < kills; done++) {
        // Spread over all that is to be said, however long that takes.
        do await new Promise(resolve => setTimeout(resolve, leastLife + Math.random() * moreLife)); while (said < soak * done / kills)
        await fleet.killAndRestart(done % instances)
      }
    })()
    let refused = 0
    do {
      const round = await closedRound({ customers, lines, turns, pids: [] })
      said += turns
      refused += round.refused
      note(`${said} messages, ${done} of ${kills} kills`)
    } while (done < kills || said < soak)
    await killing
    const seen = sumOf(customers.map(customer => customer.faults()))
    const kept = sumOf(await Promise.all(streaming.map(customer => customer.faultsInLog())))
    return { kills: done, soakTurns: said, soakRefused: refused, soakLost: seen.lost + kept.lost, soakDoubled: seen.doubled + kept.doubled, soakSwapped: seen.swapped + kept.swapped }
  } finally {
    for (const customer of customers) customer.close()
    agent.destroy()
    await fleet.stop()
  }
}
