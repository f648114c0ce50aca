import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Line, load, median, quantile, residentMb, type Round, startServer } from './measure.ts'

/**
 * `npm run bench [-- --json --conversations N --turns N --rounds N]`: whole turns through `/api/messages` (`expectReplies`)
 * with the durable log on SQLite, understanding and the gate, against an empty restify + CloudAdapter echo. Rounds of both
 * alternate, because a shared machine's speed drifts; the figures are medians over the rounds.
 */
const { values } = parseArgs({ options: {
  json: { type: 'boolean', default: false }, conversations: { type: 'string', default: '50' }, turns: { type: 'string', default: '3000' }, rounds: { type: 'string', default: '5' },
} })
const conversations = Number(values.conversations)
const turns = Number(values.turns)
const rounds = Number(values.rounds)
if (![conversations, turns, rounds].every(value => Number.isInteger(value) && value > 0)) {
  console.error('--conversations, --turns and --rounds must be whole numbers above 0')
  process.exit(2)
}

const lines: readonly Line[] = [
  { text: '卡丢了怎么办', expects: '挂失' }, { text: '转账限额是多少', expects: '限额' }, { text: 'how do I report a lost card', expects: 'Block the card' },
  { text: '存款保险保多少钱', expects: '50 万' }, { text: '基金是什么', expects: '基金有风险，投资须谨慎' },
]
const root = join(import.meta.dirname, '..', '..')
const dataDir = mkdtempSync(join(tmpdir(), 'shouwen-bench-'))
const service = await startServer(join(root, 'bot', 'main.ts'), { PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn' })
const echo = await startServer(join(import.meta.dirname, 'echo.ts'))
const note = (text: string) => { if (!values.json) console.log(text) }
const idleMb = residentMb(service.pid)
const ours: Round[] = []
const theirs: Round[] = []
try {
  // The first round of each warms the compiler and does not count.
  for (let round = 0; round <= rounds; round++) {
    const size = round === 0 ? Math.min(turns, 1500) : turns
    const empty = await load(echo, { conversations, turns: size, lines, check: false })
    const whole = await load(service, { conversations, turns: size, lines, check: true })
    if (round === 0) continue
    theirs.push(empty)
    ours.push(whole)
    note(`round ${round} of ${rounds}: echo ${empty.turnsPerSecond.toFixed(0)}/s, whole turn ${whole.turnsPerSecond.toFixed(0)}/s (${(100 * whole.turnsPerSecond / empty.turnsPerSecond).toFixed(0)} %)`)
  }
  const latencies = ours.flatMap(round => round.latenciesMs)
  const sum = (of: (round: Round) => number) => ours.reduce((total, round) => total + of(round), 0)
  const result = {
    conversations, turnsPerSecond: median(ours.map(round => round.turnsPerSecond)), echoPerSecond: median(theirs.map(round => round.turnsPerSecond)),
    ratioToEcho: median(ours.map((round, index) => round.turnsPerSecond / (theirs[index]?.turnsPerSecond ?? 1))),
    p50Ms: quantile(latencies, 0.5), p99Ms: quantile(latencies, 0.99), p999Ms: quantile(latencies, 0.999),
    cpuMsPerTurn: median(ours.map(round => round.cpuMsPerTurn)), echoCpuMsPerTurn: median(theirs.map(round => round.cpuMsPerTurn)),
    idleMb, loadedMb: residentMb(service.pid), lost: sum(round => round.lost), doubled: sum(round => round.doubled), swapped: sum(round => round.swapped),
  }
  console.log(values.json ? JSON.stringify(result) : Object.entries(result).map(([name, value]) => `${name.padEnd(18)} ${Number.isInteger(value) ? value : value.toFixed(3)}`).join('\n'))
} finally {
  await service.stop()
  await echo.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
