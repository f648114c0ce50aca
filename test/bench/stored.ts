import { randomUUID } from 'node:crypto'
import { createContacts } from '../../contacts/contacts.ts'
import { createSealing } from '../../contacts/sealing.ts'
import { createGate } from '../../knowledge/gate.ts'
import { openStore } from '../../store/index.ts'
import { median } from './figures.ts'
import { startFleet } from './fleet.ts'
import { lines } from './lines.ts'
import type { Options } from './options.ts'
import type { Records } from './records.ts'
import { masterKey } from './servers.ts'
import { talk } from './talk.ts'

/** Turns a conversation, and conversations at a time, while the store is filled. */
const turnsEach = 10
const together = 500

/** Writes conversations as the service would, without understanding them, until the log has `entries` entries. Gives how many it has. */
export async function fill(records: Record<string, string>, entries: number): Promise<number> {
  const store = await openStore({ dataDir: records['DATA_DIR'] ?? '', databaseUrl: records['DATABASE_URL'] })
  const contacts = createContacts({
    store, sealing: createSealing(Buffer.from(masterKey, 'hex')), clock: { now: () => new Date() }, mask: text => text,
    dutyOwner: async () => 'administrator', onLogged: () => undefined, onQueue: () => undefined, reopenDays: 7,
  })
  const { sealed } = createGate({ articles: new Map(), products: [], disclosures: [] })
    .seal({ type: 'message', text: '手机银行默认单笔 5 万元、每日 20 万元；柜台不限额。您的限额在“安全中心—限额管理”查看。', locale: 'zh-Hans' }, { locale: 'zh-Hans', author: 'bot', articles: [], shown: {}, now: new Date().toISOString() })
  if (!sealed) throw new Error('The gate stopped a harmless text')
  const count = async () => (await store.db.selectFrom('log').select(eb => eb.fn.max('seq').as('last')).executeTakeFirst())?.last ?? 0

  async function converse(): Promise<void> {
    const conversation = randomUUID()
    for (let turn = 0; turn < turnsEach; turn++) {
      const text = lines[turn % lines.length]?.text ?? ''
      const { turn: taken, id, sequence } = await contacts.accept({ channel: 'bench', conversation, dedupeKey: `${conversation}-${turn}`, from: { id: conversation, verified: false }, kind: 'message', text, attachments: [] })
      if (!taken || !sealed) return
      await contacts.commitTurn({
        state: taken.state, token: taken.state.fence + 1, answered: sequence, replyTo: id, push: false, dialogState: { topic: 'transfer-limit' }, effects: [],
        replies: [{ sealed, masked: sealed.outgoing.text, facts: { verdict: 'send' } }], facts: { intents: [{ intent: 'transfer-limit', confidence: 0.97 }] },
      })
    }
  }
  try {
    for (let kept = await count(); kept < entries; kept = await count()) await Promise.all(Array.from({ length: together }, converse))
    return await count()
  } finally {
    await store.close()
  }
}

/** What a turn costs with many entries in the log against an empty store: by time and by CPU. */
export async function costWithStored(records: Records, { stored, conversations, turns, rounds, instances }: Options, note: (text: string) => void): Promise<Record<string, number>> {
  const filled = await records.fresh()
  const entries = await fill(filled, stored)
  note(`${entries} entries stored`)
  const empty = await startFleet(await records.fresh(), instances)
  const full = await startFleet(filled, instances)
  try {
    const [time, cpu]: [number[], number[]] = [[], []]
    for (let round = 0; round <= rounds; round++) {
      const without = await talk(empty, 'messages', { conversations, turns })
      const withMany = await talk(full, 'messages', { conversations, turns })
      if (round === 0) continue
      time.push(without.turnsPerSecond / withMany.turnsPerSecond)
      cpu.push(withMany.cpuMsPerTurn / without.cpuMsPerTurn)
      note(`round ${round} of ${rounds}: empty ${without.turnsPerSecond.toFixed(0)}/s, ${entries} entries ${withMany.turnsPerSecond.toFixed(0)}/s`)
    }
    return { storedEntries: entries, storedTimeRatio: median(time), storedCpuRatio: median(cpu) }
  } finally {
    await empty.stop()
    await full.stop()
  }
}
