import { median, quantile } from './figures.ts'
import { type Fleet, startFleet } from './fleet.ts'
import { sumOf } from './ledger.ts'
import { type Line, lines } from './lines.ts'
import type { Options } from './options.ts'
import type { Records } from './records.ts'
import type { Round } from './rounds.ts'
import { startEcho } from './servers.ts'
import { type Channel, talk, type Target } from './talk.ts'

const echoedLines: readonly Line[] = lines.map(({ text }) => ({ text, expects: text }))
/** Turns of the first round, which warms the compilers and does not count. */
const warmUp = 2000

/** Time from a new process until it is ready, and of its first answer, in milliseconds. */
async function firstAnswerMs(fleet: Fleet): Promise<number> {
  const { latenciesMs } = await talk(fleet, 'messages', { conversations: 1, turns: 1 })
  return latenciesMs[0] ?? 0
}

const perSecond = (rounds: readonly Round[]) => rounds.map(round => round.turnsPerSecond)
const ratioOf = (rounds: readonly Round[], base: readonly Round[]) => median(rounds.map((round, index) => round.turnsPerSecond / (base[index]?.turnsPerSecond ?? NaN)))

/** Median over the rounds of the latency below which this share of a round's turns lies. */
const medianOf = (rounds: readonly Round[], share: number) => median(rounds.map(({ latenciesMs }) => quantile(latenciesMs, share)))

type ByChannel = Record<Channel, Round[]>

/** Alternating rounds at half of the rate that each channel reached. */
async function halfRate(fleet: Fleet, reached: ByChannel, { conversations, turns, rounds }: Pick<Options, 'conversations' | 'turns' | 'rounds'>, note: (text: string) => void): Promise<ByChannel> {
  const paced: ByChannel = { messages: [], directLine: [] }
  for (let round = 1; round <= rounds; round++) {
    for (const channel of ['messages', 'directLine'] as const) paced[channel].push(await talk(fleet, channel, { conversations, turns, perSecond: median(perSecond(reached[channel])) / 2 }))
    const p99 = (of: readonly Round[]) => quantile(of.at(-1)?.latenciesMs ?? [], 0.99).toFixed(0)
    note(`half the rate, round ${round} of ${rounds}: 99 of 100 within ${p99(paced.messages)} ms through /api/messages, ${p99(paced.directLine)} ms through Direct Line`)
  }
  return paced
}

/** Whole turns by both channels against the echo, in alternating rounds; then both at half of what they reached, again in alternating rounds. */
export async function compareToEcho(records: Records, { conversations, turns, rounds, instances }: Options, note: (text: string) => void): Promise<Record<string, number>> {
  const fleet = await startFleet(await records.fresh(), instances)
  const single = instances > 1 ? await startFleet(await records.fresh(), 1) : undefined
  const server = await startEcho()
  const echo: Target = { reach: agent => ({ agent, persistent: false, next: () => new URL(server.url) }), pids: () => [server.pid] }
  try {
    const idleMb = fleet.residentMb()
    const firstMs = await firstAnswerMs(fleet)
    const of = { echo: [] as Round[], messages: [] as Round[], directLine: [] as Round[], single: [] as Round[] }
    for (let round = 0; round <= rounds; round++) {
      const size = { conversations, turns: round === 0 ? Math.min(turns, warmUp) : turns }
      const echoed = await talk(echo, 'messages', { ...size, say: echoedLines })
      const messages = await talk(fleet, 'messages', size)
      const directLine = await talk(fleet, 'directLine', size)
      const alone = single && await talk(single, 'messages', size)
      if (round === 0) continue
      of.echo.push(echoed)
      of.messages.push(messages)
      of.directLine.push(directLine)
      if (alone) of.single.push(alone)
      const share = (whole: Round) => `${whole.turnsPerSecond.toFixed(0)}/s (${(100 * whole.turnsPerSecond / echoed.turnsPerSecond).toFixed(0)} %)`
      note(`round ${round} of ${rounds}: echo ${echoed.turnsPerSecond.toFixed(0)}/s, /api/messages ${share(messages)}, Direct Line ${share(directLine)}${alone ? `, one instance ${share(alone)}` : ''}`)
    }
    const atHalf = await halfRate(fleet, of, { conversations, turns, rounds }, note)
    const loadedMb = fleet.residentMb()
    const all = [...of.messages, ...of.directLine, ...of.single, ...atHalf.messages, ...atHalf.directLine]
    return {
      turnsPerSecond: median(perSecond(of.messages)), directLineTurnsPerSecond: median(perSecond(of.directLine)), echoPerSecond: median(perSecond(of.echo)),
      ratioToEcho: ratioOf(of.messages, of.echo), directLineRatioToEcho: ratioOf(of.directLine, of.echo), ...(single ? { ratioToOneInstance: ratioOf(of.messages, of.single) } : {}),
      p50Ms: medianOf(atHalf.messages, 0.5), p99Ms: medianOf(atHalf.messages, 0.99), p999Ms: medianOf(atHalf.messages, 0.999),
      directLineP50Ms: medianOf(atHalf.directLine, 0.5), directLineP99Ms: medianOf(atHalf.directLine, 0.99),
      topRateP50Ms: medianOf(of.messages, 0.5), topRateP99Ms: medianOf(of.messages, 0.99), topRateDirectLineP99Ms: medianOf(of.directLine, 0.99),
      cpuMsPerTurn: median(of.messages.map(round => round.cpuMsPerTurn)), directLineCpuMsPerTurn: median(of.directLine.map(round => round.cpuMsPerTurn)), echoCpuMsPerTurn: median(of.echo.map(round => round.cpuMsPerTurn)),
      readyMs: fleet.servers[0]?.readyMs ?? 0, firstAnswerMs: firstMs, idleMb, loadedMb, ...sumOf(all), refused: all.reduce((sum, { refused }) => sum + refused, 0),
    }
  } finally {
    await server.kill('SIGTERM')
    await single?.stop()
    await fleet.stop()
  }
}
