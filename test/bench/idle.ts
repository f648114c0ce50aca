import { Agent } from 'node:http'
import { directLineCustomer } from './customer.ts'
import { type Fleet, startFleet } from './fleet.ts'
import { sumOf } from './ledger.ts'
import { lines } from './lines.ts'
import type { Options } from './options.ts'
import type { Records } from './records.ts'

/** Conversations that are opened at the same time. */
const together = 20

/** Resident memory once the service has been idle for so long that it has given back what it no longer needs. */
async function settledMb(fleet: Fleet): Promise<number> {
  await new Promise(resolve => setTimeout(resolve, 30_000))
  return fleet.residentMb()
}

/** Memory of conversations that were begun, answered once and then left open with their streams. */
export async function idleConversations(records: Records, { 'idle-sockets': count, instances }: Options, note: (text: string) => void): Promise<Record<string, number>> {
  const fleet = await startFleet(await records.fresh(), instances)
  const agent = new Agent({ keepAlive: true, maxSockets: together })
  const customers: Awaited<ReturnType<typeof directLineCustomer>>[] = []
  try {
    const before = await settledMb(fleet)
    const reach = fleet.reach(agent)
    let begun = 0
    await Promise.all(Array.from({ length: together }, async () => {
      while (begun < count) {
        begun += 1
        const customer = await directLineCustomer(reach)
        customers.push(customer)
        const line = lines[customers.length % lines.length]
        if (line) await customer.say(line)
      }
    }))
    const mb = await settledMb(fleet) - before
    const { lost, doubled, swapped } = sumOf(customers.map(customer => customer.faults()))
    note(`${customers.length} idle conversations: ${mb.toFixed(0)} MB above idle`)
    return { idleConversations: customers.length, idleConversationsMb: mb, kbPerConversation: 1024 * mb / customers.length, idleConversationsFaults: lost + doubled + swapped }
  } finally {
    for (const customer of customers) customer.close()
    agent.destroy()
    await fleet.stop()
  }
}
