import { cpuMs } from './figures.ts'
import { type Customer, RefusedError } from './customer.ts'
import { type Faults, sumOf } from './ledger.ts'
import type { Line } from './lines.ts'

export type Round = Faults & { turnsPerSecond: number; latenciesMs: number[]; /** CPU time of all the servers' processes a turn. */ cpuMsPerTurn: number; /** Messages that were not accepted. */ refused: number }

type Load = { customers: readonly Customer[]; lines: readonly Line[]; turns: number; pids: readonly number[] }

async function measured({ customers, turns, pids }: Load, drive: (latency: (ms: number) => void, refused: () => void) => Promise<void>): Promise<Round> {
  const latenciesMs: number[] = []
  let refused = 0
  const cpu = () => pids.reduce((sum, pid) => sum + cpuMs(pid), 0)
  const cpuBefore = cpu()
  const started = performance.now()
  await drive(ms => latenciesMs.push(ms), () => { refused += 1 })
  const seconds = (performance.now() - started) / 1000
  return { turnsPerSecond: turns / seconds, latenciesMs, cpuMsPerTurn: (cpu() - cpuBefore) / turns, refused, ...sumOf(customers.map(customer => customer.faults())) }
}

async function say(customer: Customer, line: Line, refused: () => void): Promise<void> {
  try {
    await customer.say(line)
  } catch (error) {
    // What was accepted and got no reply is counted as lost by its customer's ledger.
    if (error instanceof RefusedError) refused()
  }
}

/** Closed loop: every customer waits for the reply before saying the next thing, until all have said `turns` things together. */
export function closedRound(load: Load): Promise<Round> {
  const { customers, lines, turns } = load
  let left = turns
  return measured(load, async (latency, refused) => {
    await Promise.all(customers.map(async (customer, index) => {
      for (let turn = index; left > 0; turn++) {
        left -= 1
        const line = lines[turn % lines.length]
        if (!line) return
        const from = performance.now()
        await say(customer, line, refused)
        latency(performance.now() - from)
      }
    }))
  })
}

/** At a given rate: a message is due at its time whether or not earlier ones are answered, and its latency counts from then. */
export function pacedRound(load: Load & { perSecond: number }): Promise<Round> {
  const { customers, lines, turns, perSecond } = load
  return measured(load, async (latency, refused) => {
    const started = performance.now()
    await Promise.all(customers.map(async (customer, index) => {
      for (let turn = index; turn < turns; turn += customers.length) {
        const due = started + 1000 * turn / perSecond
        const wait = due - performance.now()
        if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait))
        const line = lines[(turn + Math.floor(turn / customers.length)) % lines.length]
        if (!line) return
        // A timer may be a little late; that is not the service's time.
        const from = wait > 0 ? performance.now() : due
        await say(customer, line, refused)
        latency(performance.now() - from)
      }
    }))
  })
}
