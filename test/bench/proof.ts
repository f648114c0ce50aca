import { createWriteStream, createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { createClocks } from '../../contacts/clocks/clocks.ts'
import { loadWorkingCalendar } from '../../contacts/clocks/working-days.ts'
import { createCustomerSeal } from '../../contacts/customer-seal.ts'
import { createEnquiries } from '../../contacts/enquiries/enquiries.ts'
import { append } from '../../contacts/log.ts'
import { createAudit } from '../../contacts/proof/audit.ts'
import { exportLines } from '../../contacts/proof/log-export.ts'
import { openLogKey } from '../../contacts/proof/log-key.ts'
import { verifyExport } from '../../contacts/proof/log-verify.ts'
import { placesOfCustomer } from '../../contacts/proof/own-entries.ts'
import { createSealing } from '../../contacts/sealing.ts'
import { openStore, type Store, type Tables } from '../../store/index.ts'
import { median, quantile } from './figures.ts'
import type { Options } from './options.ts'
import type { Records } from './records.ts'
import { masterKey } from './servers.ts'
import { fill } from './stored.ts'

const owners = 50
const asked = 2_000
const clock = { now: () => new Date() }
const text = '我想问一下，去年买的那只基金现在怎么赎回，几天能到账，手续费是多少？'

/** Units a second, `together` at a time. */
async function rate(units: number, together: number, unit: (index: number) => Promise<unknown>): Promise<number> {
  let next = 0
  const from = performance.now()
  await Promise.all(Array.from({ length: together }, async () => { while (next < units) await unit(next++) }))
  return units / (performance.now() - from) * 1000
}

/**
 * What an entry of the log costs, hashed, sealed and chained, against a bare durable insert of the same row into a table with the same
 * columns and index: one after the other, and 50 at a time.
 */
async function appending(store: Store, { rounds }: Options, note: (text: string) => void): Promise<Record<string, number>> {
  const seal = createCustomerSeal({ store, sealing: createSealing(Buffer.from(masterKey, 'hex')) })
  const customers = (await store.db.selectFrom('customers').select('id').limit(1_000).execute()).map(row => row.id)
  await store.write(async tx => {
    await sql`CREATE TABLE bench_bare AS SELECT * FROM log WHERE 1 = 0`.execute(tx)
    await sql`CREATE UNIQUE INDEX bench_bare_seq ON bench_bare (seq)`.execute(tx)
    await sql`CREATE UNIQUE INDEX bench_bare_place ON bench_bare (conversation_id, conversation_seq)`.execute(tx)
  })
  const content = { channel: 'bench', text, from: { id: 'x', verified: false }, attachments: [] }
  const row = await store.db.selectFrom('log').selectAll().where('kind', '=', 'customer.message').limit(1).executeTakeFirstOrThrow()
  let seq = 0
  const bare = () => store.write(tx => tx.withTables<{ bench_bare: Tables['log'] }>().insertInto('bench_bare').values({ ...row, seq: ++seq, conversation_seq: null }).execute())
  const logged = (index: number) => store.write(async tx => {
    const customer = customers[index % customers.length] ?? ''
    await append(tx, store.engine, [{ at: clock.now().toISOString(), kind: 'customer.message', customer, enquiry: 'e', conversation: '', actor: 'customer', facts: { channel: 'bench' }, masked: text, sealed: await seal.seal(customer, content) }])
  })
  const figures: Record<string, number> = {}
  for (const [name, together, units] of [['', 1, 1_500], ['Together', 50, 6_000]] as const) {
    const ratios: number[] = []
    const [plain, chained]: [number[], number[]] = [[], []]
    for (let round = 0; round <= rounds; round++) {
      const [one, other] = [await rate(units, together, bare), await rate(units, together, logged)]
      if (round === 0) continue
      plain.push(one)
      chained.push(other)
      ratios.push(other / one)
    }
    Object.assign(figures, { [`bareInserts${name}PerSecond`]: median(plain), [`entries${name}PerSecond`]: median(chained), [`append${name}Ratio`]: median(ratios) })
    note(`${together} at a time: bare ${median(plain).toFixed(0)}/s, hashed, sealed and chained ${median(chained).toFixed(0)}/s, ratio ${median(ratios).toFixed(2)}`)
  }
  await store.write(async tx => { await sql`DROP TABLE bench_bare`.execute(tx) })
  return figures
}

/** Enquiries over several owners, each with a promise that is due. */
async function spread(store: Store): Promise<void> {
  await store.write(async tx => {
    const rows = await tx.selectFrom('enquiries').select(['id', 'customer_id']).orderBy('id').execute()
    for (const [index, { id, customer_id }] of rows.entries()) {
      const [owner, at] = [`owner${index % owners}`, new Date(Date.now() + index * 1000).toISOString()]
      await tx.updateTable('enquiries').set({ owner }).where('id', '=', id).execute()
      await tx.insertInto('clocks').values({
        id: `clock${index}`, subject_kind: 'enquiry', subject_id: id, what: 'promise', owner, customer_id, enquiry_id: id, conversation_id: '', rule: 'M1.1c', started_at: at, term: JSON.stringify({ until: at }), due_at: at, counted: '[]',
        provisional: 0, counted_at: at, status: 'running', pauses: '[]', next_at: null, done_at: null,
      }).execute()
    }
  })
}

async function p99(note: (text: string) => void, name: string, ask: (index: number) => Promise<unknown>): Promise<number> {
  const took: number[] = []
  for (let index = 0; index < asked; index++) {
    const from = performance.now()
    await ask(index)
    took.push(performance.now() - from)
  }
  note(`${name}: median ${median(took).toFixed(2)} ms, p99 ${quantile(took, 0.99).toFixed(2)} ms`)
  return quantile(took, 0.99)
}

/** The lists that people work with, with the log as full as it is. */
async function lists(store: Store, note: (text: string) => void): Promise<Record<string, number>> {
  const customers = (await store.db.selectFrom('customers').select('id').limit(asked).execute()).map(row => row.id)
  const of = (index: number) => customers[index % customers.length] ?? ''
  const clocks = createClocks({ store, clock, calendar: () => loadWorkingCalendar() })
  const audit = createAudit({ store, clock })
  const enquiries = createEnquiries({
    store, clock, clocks, mask: given => given, dutyOwner: async () => 'administrator', onQueue: () => undefined, answerDays: 1, seal: createCustomerSeal({ store, sealing: createSealing(Buffer.from(masterKey, 'hex')) }),
  })
  return {
    openEnquiriesP99Ms: await p99(note, 'open enquiries of a customer', index => enquiries.ofCustomers([of(index)], 50)),
    ownerListP99Ms: await p99(note, 'an owner\'s list', index => enquiries.list({ owner: `owner${index % owners}`, limit: 200 })),
    dueListP99Ms: await p99(note, 'the due list', () => clocks.dueList({ limit: 200 })),
    ownDueListP99Ms: await p99(note, 'an owner\'s due list', index => clocks.dueList({ owner: `owner${index % owners}`, limit: 200 })),
    customersEntriesP99Ms: await p99(note, 'the places of a customer\'s entries', index => placesOfCustomer(store.db, of(index))),
    auditP99Ms: await p99(note, 'the audit trail of a customer', index => audit.search({ customer: of(index), limit: 100 })),
  }
}

async function verifying(store: Store, dir: string, note: (text: string) => void): Promise<Record<string, number>> {
  const file = join(dir, 'log.jsonl')
  const key = openLogKey(dir)
  const began = performance.now()
  await pipeline(Readable.from(exportLines(store, key, { at: clock.now() })), createWriteStream(file))
  const exported = performance.now()
  const result = await verifyExport(createReadStream(file, { highWaterMark: 1 << 20 }), { publicKey: key.publicKey })
  const verified = performance.now()
  if (!result.ok) throw new Error(`The export does not hold: entry ${result.entry}: ${result.why}`)
  const perSecond = (ms: number) => result.entries / ms * 1000
  note(`${result.entries} entries exported at ${perSecond(exported - began).toFixed(0)}/s, verified at ${perSecond(verified - exported).toFixed(0)}/s`)
  return { exportedEntriesPerSecond: perSecond(exported - began), verifiedEntriesPerSecond: perSecond(verified - exported) }
}

/** What the log costs as a proof, with `proof` entries in it: writing, verifying, and finding one's way in it. */
export async function costOfProof(records: Records, options: Options, note: (text: string) => void): Promise<Record<string, number>> {
  const settings = await records.fresh()
  const entries = await fill(settings, options.proof)
  note(`${entries} entries stored`)
  const dir = await mkdtemp(join(tmpdir(), 'shouwen-bench-'))
  const store = await openStore({ dataDir: settings['DATA_DIR'] ?? '', databaseUrl: settings['DATABASE_URL'] })
  try {
    await spread(store)
    return { proofEntries: entries, ...await appending(store, options, note), ...await lists(store, note), ...await verifying(store, dir, note) }
  } finally {
    await store.close()
    await rm(dir, { recursive: true, force: true })
  }
}
