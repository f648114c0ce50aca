import { customersOfPerson } from '../customers/persons.ts'
import { z } from 'zod'
import type { Locale } from '../../knowledge/outgoing.ts'
import type { Store } from '../../store/index.ts'
import type { Attachments } from '../attachments.ts'
import { readCase } from '../cases/case-record.ts'
import { type Clock, toClock } from '../clocks/clock-row.ts'
import { addDays, type LocalDate, localDateOf } from '../clocks/local-date.ts'
import { NoCalendarError, type WorkingCalendar } from '../clocks/working-days.ts'
import type { CustomerSeal } from '../customer-seal.ts'
import { personOf } from '../log.ts'
import { archiveOf, type ArchiveFile, harmlessName } from './archive.ts'
import { witnessLine } from './checkpoint.ts'
import { textOf } from './customer-copy.ts'
import { erasedText } from './erased.ts'
import { evidencePage } from './evidence-page.ts'
import { exportLines } from './log-export.ts'
import { sha256 } from './log-file.ts'
import { fingerprintOf, type LogKey } from './log-key.ts'
import { filesOf, type OpenedEntry, openedEntries } from './opened.ts'

export type EvidenceDeps = {
  store: Store
  /** A fresh one for each pack: a key must not outlive its customer in memory. */
  seal(): Pick<CustomerSeal, 'unseal'>
  files: Pick<Attachments, 'contentOf'>
  key: LogKey
  clock: { now(): Date }
  calendar(): WorkingCalendar
  /** The name of a member of staff. */
  names(): Promise<(staff: string) => string>
}

/** What the pack is about. */
export type Matter = { enquiry: string } | { case: string }

/** There is no such enquiry or complaint. */
export class NoMatterError extends Error {
  override readonly name = 'NoMatterError'
}

const references = z.array(z.looseObject({ id: z.string(), version: z.string() })).transform(list => list.map(({ id, version }) => ({ id, version }))).catch([])
const zone = 'Asia/Shanghai'
/** How many days of the calendar are listed for one deadline. */
const mostDays = 100

export type Who = { id: string; name: string }
export type Spoken = { seq: number; id: string; hash: string; at: string; who: Who; text: string; masked: string; articles: { id: string; version: string }[]; wording: { id: string; version: string }[]; files: string[] }
export type Happening = { seq: number; hash: string; at: string; kind: string; who: Who; facts: Record<string, unknown>; masked: string; content: unknown }
export type CalendarDay = { day: LocalDate; working: boolean | null; why: string }
export type LogPart = { file: string; customer: string; sha256: string; entries: number; first: number; last: number; head: string }

/** A complaint as it stands, opened, with whom it concerns, extensions of its time and measures taken. */
export type CaseEvidence = { number: string; facts: Record<string, unknown>; content: unknown; concerned: Who[]; extensions: Record<string, unknown>[]; measures: Record<string, unknown>[] }

export type Evidence = {
  format: 'shouwen-evidence-1'
  madeAt: string
  enquiry: { id: string; customer: string; topic: string | null; kind: string; status: string; openedAt: string; closedAt: string | null; outcome: string | null; owner: Who }
  cases: CaseEvidence[]
  owners: { seq: number; at: string; owner: Who; kind: string; why: string }[]
  transcript: Spoken[]
  timeline: Happening[]
  clocks: (Omit<Clock, 'owner'> & { owner: Who; days: CalendarDay[] })[]
  approvals: Happening[]
  survey: Happening[]
  log: { parts: LogPart[]; publicKey: string; fingerprint: string; checkpoint: { file: string; seq: number } | null }
  files: { path: string; sha256: string }[]
}

const spoken = new Set(['customer.message', 'bot.message', 'agent.message'])
const aboutOwner = /^(enquiry\.(opened|owner|succe)|succession\.|case\.(opened|owner))/
const isApproval = ({ kind, facts }: OpenedEntry) => 'approver' in facts || 'approvedBy' in facts || /approv|extension|extended/.test(kind)

/** What each day from the start to the end of a deadline was, as the calendar in force says. */
function daysOf({ startedAt, counted, term }: Clock, calendar: WorkingCalendar): CalendarDay[] {
  const last = counted.at(-1)
  if (!('workingDays' in term) || last === undefined) return []
  const days: CalendarDay[] = []
  for (let day = localDateOf(new Date(startedAt), zone); day <= last && days.length < mostDays; day = addDays(day, 1)) {
    try {
      days.push({ day, ...calendar.dayOf(day) })
    } catch (error) {
      if (!(error instanceof NoCalendarError)) throw error
      days.push({ day, working: null, why: '' })
    }
  }
  return days
}

async function enquiryOf({ db }: Store, matter: Matter): Promise<string> {
  if ('enquiry' in matter) return matter.enquiry
  const row = await db.selectFrom('cases').select('enquiry_id').where('number', '=', matter.case).executeTakeFirst()
  if (!row) throw new NoMatterError(`There is no complaint ${matter.case}`)
  return row.enquiry_id
}

/** The signed part of the log: for each customer the entries from the first to the last of the enquiry, whatever they are about, without a gap. */
async function logParts({ store, key, clock }: EvidenceDeps, entries: readonly OpenedEntry[]): Promise<{ parts: LogPart[]; files: ArchiveFile[] }> {
  const parts: LogPart[] = []
  const files: ArchiveFile[] = []
  for (const customer of new Set(entries.map(entry => entry.customer))) {
    const own = entries.filter(entry => entry.customer === customer)
    const [first, last] = [own[0], own.at(-1)]
    if (!first || !last) continue
    const to = new Date(Math.max(...own.map(entry => Date.parse(entry.at))) + 1).toISOString()
    let content = ''
    for await (const lines of exportLines(store, key, { customer, from: first.at, to, between: { least: first.seq, most: last.seq }, at: clock.now() })) content += lines
    const file = `log-${parts.length + 1}.jsonl`
    files.push({ path: file, content })
    parts.push({ file, customer, sha256: sha256(content), entries: content.split('\n').filter(line => line.startsWith('{"hash"')).length, first: first.seq, last: last.seq, head: last.hash })
  }
  return { parts, files }
}

/** Everything of an enquiry, or of the enquiry of a complaint, opened: for people and for machines, with the signed part of the log. Throws NoMatterError. */
export async function evidenceOf(deps: EvidenceDeps, matter: Matter, locale: Locale): Promise<{ archive: Buffer; evidence: Evidence; page: string }> {
  const { store, key, clock } = deps
  const { db } = store
  const seal = deps.seal()
  const id = await enquiryOf(store, matter)
  const row = await db.selectFrom('enquiries').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new NoMatterError(`There is no enquiry ${id}`)
  const nameOf = await deps.names()
  const whoIs = (actor: string): Who => ({ id: actor, name: nameOf(personOf(actor) ?? actor) })
  const all = await openedEntries(store, seal, await customersOfPerson(store.db, row.customer_id))
  const entries = all.filter(entry => entry.enquiry === id)
  const at = clock.now()

  const kept: ArchiveFile[] = []
  const transcript: Spoken[] = []
  for (const entry of entries.filter(({ kind, place }) => place !== null && spoken.has(kind))) {
    const paths: string[] = []
    for (const { file, name } of filesOf(entry)) {
      const path = `files/${kept.length + 1}-${harmlessName(name)}`
      kept.push({ path, content: await deps.files.contentOf(file) })
      paths.push(path)
    }
    transcript.push({
      seq: entry.seq, id: entry.id, hash: entry.hash, at: entry.at, who: whoIs(entry.actor), text: entry.content === 'erased' ? erasedText : textOf(entry), masked: entry.masked,
      articles: references.parse(entry.facts['articles'] ?? []), wording: references.parse(entry.facts['added'] ?? []), files: paths,
    })
  }
  const happening = ({ seq, hash, at: when, kind, actor, facts, masked, content }: OpenedEntry): Happening => ({ seq, hash, at: when, kind, who: whoIs(actor), facts, masked, content: content ?? null })
  const clocks = (await db.selectFrom('clocks').selectAll().where('enquiry_id', '=', id).orderBy('started_at').orderBy('due_at').execute()).map(toClock)
  const cases = await db.selectFrom('cases').selectAll().where('enquiry_id', '=', id).orderBy('opened_at').execute()
  const { parts, files: logs } = await logParts(deps, entries)
  const lastSeq = entries.at(-1)?.seq ?? 0
  const checkpoint = await db.selectFrom('log_checkpoints').select(['seq', 'text', 'signature']).where('seq', '>=', lastSeq).orderBy('seq').limit(1).executeTakeFirst()

  const evidence: Evidence = {
    format: 'shouwen-evidence-1', madeAt: at.toISOString(),
    enquiry: { id, customer: row.customer_id, topic: row.topic, kind: row.kind, status: row.status, openedAt: row.opened_at, closedAt: row.closed_at, outcome: row.outcome, owner: { id: row.owner, name: nameOf(row.owner) } },
    cases: await Promise.all(cases.map(async ({ sealed, ...facts }) => {
      const whole = await readCase(db, facts.number)
      return {
        number: facts.number, facts: { ...facts, owner: nameOf(facts.owner) }, content: sealed === '' ? null : await seal.unseal(facts.customer_id, sealed), concerned: (whole?.concerned ?? []).map(id => ({ id, name: nameOf(id) })),
        extensions: (whole?.extensions ?? []).map(each => ({ ...each, requested_by: nameOf(each.requested_by), decided_by: each.decided_by === null ? null : nameOf(each.decided_by) })),
        measures: (whole?.measures ?? []).map(each => ({ ...each, owner: nameOf(each.owner), set_by: nameOf(each.set_by) })),
      }
    })),
    owners: entries.flatMap(({ kind, facts, seq, at: when }) => aboutOwner.test(kind) && typeof facts['owner'] === 'string'
      ? [{ seq, at: when, owner: { id: facts['owner'], name: nameOf(facts['owner']) }, kind, why: typeof facts['why'] === 'string' ? facts['why'] : '' }] : []),
    transcript,
    timeline: entries.filter(({ kind }) => !spoken.has(kind)).map(happening),
    clocks: clocks.map(each => ({ ...each, owner: { id: each.owner, name: nameOf(each.owner) }, days: daysOf(each, deps.calendar()) })),
    approvals: entries.filter(isApproval).map(happening),
    survey: entries.filter(({ kind }) => /survey/.test(kind)).map(happening),
    log: { parts, publicKey: key.publicKey, fingerprint: fingerprintOf(key.publicKey), checkpoint: checkpoint ? { file: 'checkpoint.json', seq: Number(checkpoint.seq) } : null },
    files: kept.map(({ path, content }) => ({ path, sha256: sha256(content) })),
  }
  const page = evidencePage(evidence, locale)
  const archive = archiveOf([
    { path: 'evidence.html', content: page },
    { path: 'evidence.json', content: `${JSON.stringify(evidence, undefined, 2)}\n` },
    ...logs,
    { path: 'log-signing.pub', content: `${key.publicKey}\n` },
    ...(checkpoint ? [{ path: 'checkpoint.json', content: witnessLine(checkpoint) }] : []),
    ...kept,
  ], at)
  return { archive, evidence, page }
}
