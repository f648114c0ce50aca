import { hash } from 'node:crypto'
import { BusyError } from '../contacts/busy.ts'
import type { Coordination } from '../contacts/deps.ts'
import type { Inbound } from '../contacts/types.ts'

/** Messages a second, over all instances. */
export type Rates = { perCustomer: number; perChannel: number; total: number }

/** How many seconds' worth may come at once. */
const burstSeconds = 10

/** Lets a message in or throws BusyError: before anything of it is written down. */
export function createAdmission({ limits, rates }: { limits: Coordination['limits']; rates: Rates }) {
  // Who the customer is has no place in Redis.
  const named = ({ channel, from }: Inbound) => hash('sha256', JSON.stringify([from.verified ? 'institution' : channel, from.id]), 'base64url').slice(0, 22)
  return async (inbound: Inbound): Promise<void> => {
    const customer = `customer:${named(inbound)}`
    const exceeded = await limits.take([
      { key: customer, perSecond: rates.perCustomer, burst: rates.perCustomer * burstSeconds },
      { key: `channel:${inbound.channel}`, perSecond: rates.perChannel, burst: rates.perChannel * burstSeconds },
      { key: 'all', perSecond: rates.total, burst: rates.total * burstSeconds },
    ])
    if (exceeded) throw new BusyError(exceeded.key === customer ? 'customer' : 'service', inbound.locale, exceeded.retryAfterMs)
  }
}
