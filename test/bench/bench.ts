import { idleConversations } from './idle.ts'
import { killSoak } from './kills.ts'
import { type Options, readOptions } from './options.ts'
import { costOfProof } from './proof.ts'
import { compareToEcho } from './ratio.ts'
import { startRecords } from './records.ts'
import { costWithStored } from './stored.ts'

/**
 * `npm run bench -- [--store sqlite|postgres|postgres+redis] [--conversations N] [--instances K] [--turns N] [--rounds N] [--json]`:
 * whole turns through `/api/messages` (`expectReplies`) and through Direct Line (post, then the reply on the WebSocket stream), with
 * the durable log, understanding and the gate, against an empty restify + CloudAdapter echo. Rounds of all alternate,
 * because a shared machine's speed drifts; the figures are medians over the rounds. `p50Ms`, `p99Ms`, `p999Ms` are latencies at half
 * of the rate reached: at all of it they say only how many customers wait together. Every reply is checked.
 *
 * Longer measurements, each on request: `--idle-sockets N` (memory of N idle conversations with open streams), `--stored N` (the cost
 * of a turn with N log entries stored against an empty store), `--kills N` (a soak in which an instance is killed and started
 * again N times; with `--soak M` it goes on until M messages were sent), `--proof N` (alone: what the log costs as a proof with N entries in it: append against a bare durable insert, verify, the
 * lists at the desk).
 */
async function run(options: Options): Promise<Record<string, number | string>> {
  const note = (text: string) => { if (!options.json) console.log(text) }
  const records = await startRecords(options.store)
  try {
    // By itself: it needs no service.
    if (options.proof > 0) return { store: options.store, ...await costOfProof(records, options, note) }
    return {
      store: options.store, instances: options.instances, conversations: options.conversations,
      ...await compareToEcho(records, options, note),
      ...(options['idle-sockets'] > 0 ? await idleConversations(records, options, note) : {}),
      ...(options.stored > 0 ? await costWithStored(records, options, note) : {}),
      ...(options.kills > 0 ? await killSoak(records, options, note) : {}),
    }
  } finally {
    await records.remove()
  }
}

function optionsOrExit(): Options {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exit(2)
  }
}

const options = optionsOrExit()
const result = await run(options)
console.log(options.json ? JSON.stringify(result) : Object.entries(result).map(([name, value]) => `${name.padEnd(28)} ${typeof value === 'string' || Number.isInteger(value) ? value : value.toFixed(3)}`).join('\n'))
