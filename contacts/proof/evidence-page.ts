import type { Locale } from '../../knowledge/outgoing.ts'
import type { Evidence, Happening, Who } from './evidence.ts'
import { type EvidenceWords, evidenceWords, kindIn } from './evidence-words.ts'
import { pageOf, readableTime, type Section } from './page.ts'

const short = (hash: string) => hash.slice(0, 16)

function nameIn({ id, name }: Who, say: EvidenceWords): string {
  if (id === 'customer') return say.client
  return id === 'bot' ? say.bot : id === 'system' ? say.system : name
}

/** Facts as lines of `name: value`; what stands in a column of its own is left out. */
function factLines({ facts, masked, content }: Happening): string {
  const lines = Object.entries(facts).filter(([name]) => name !== 'rule').map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
  return [...lines, ...(content === null ? masked === '' ? [] : [masked] : [JSON.stringify(content)])].join('\n')
}

/** What is known of something, by the names under which it is kept; what is empty is left out. */
function shown(facts: Record<string, unknown>): (readonly [string, string])[] {
  return Object.entries(facts).filter(([, value]) => value !== null && value !== '').map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value, undefined, 1)])
}

function happenings(heading: string, list: readonly Happening[], say: EvidenceWords, locale: Locale): Section {
  return {
    heading, columns: [say.time, say.what, say.who, say.facts, say.rule, say.place, say.hash],
    lines: list.map(each => [readableTime(each.at), kindIn(each.kind, locale), nameIn(each.who, say), factLines(each), String(each.facts['rule'] ?? ''), String(each.seq), short(each.hash)]),
  }
}

/** An evidence pack for people: stands by itself, to read or print. */
export function evidencePage(evidence: Evidence, locale: Locale): string {
  const say = evidenceWords[locale]
  const { enquiry, log } = evidence
  const versions = (list: readonly { id: string; version: string }[]) => list.map(({ id, version }) => `${id} ${version}`)
  const sections: Section[] = [
    {
      heading: say.about,
      rows: [
        [say.enquiry, enquiry.id], ...evidence.cases.map((each): [string, string] => [say.case, each.number]), [say.customer, enquiry.customer], [say.topic, enquiry.topic ?? say.none], [say.status, enquiry.status], [say.owner, enquiry.owner.name],
        [say.opened, readableTime(enquiry.openedAt)], [say.closed, enquiry.closedAt === null ? say.none : readableTime(enquiry.closedAt)], [say.outcome, enquiry.outcome ?? say.none],
      ],
    },
    ...evidence.cases.flatMap(({ number, facts, content, concerned, extensions, measures }): Section[] => [
      { heading: `${say.case} ${number}`, rows: [...shown({ ...facts, ...(content === null ? {} : { [say.content]: content }) }), ...(concerned.length > 0 ? [[say.concerned, concerned.map(({ name }) => name).join(', ')] as const] : [])] },
      ...extensions.map((each, index): Section => ({ heading: `${say.case} ${number} · ${say.extension} ${index + 1}`, rows: shown(each) })),
      ...measures.map((each, index): Section => ({ heading: `${say.case} ${number} · ${say.measure} ${index + 1}`, rows: shown(each) })),
    ]),
    {
      heading: say.transcript, columns: [say.time, say.who, say.text, say.wording, say.files, say.place, say.hash],
      lines: evidence.transcript.map(each => [readableTime(each.at), nameIn(each.who, say), each.text, versions([...each.articles, ...each.wording]).join('\n'), each.files.join('\n'), String(each.seq), short(each.hash)]),
    },
    { heading: say.owners, columns: [say.time, say.owner, say.what, say.facts, say.place], lines: evidence.owners.map(each => [readableTime(each.at), each.owner.name, kindIn(each.kind, locale), each.why, String(each.seq)]) },
    {
      heading: say.clocks, columns: [say.what, say.owner, say.started, say.term, say.due, say.pauses, say.status, say.rule],
      lines: evidence.clocks.map(each => [
        each.what, each.owner.name, readableTime(each.startedAt), 'workingDays' in each.term ? `${each.term.workingDays} ${say.workingDays}` : `${say.until} ${readableTime(each.term.until)}`, `${readableTime(each.dueAt)}${each.provisional ? say.provisional : ''}`,
        each.pauses.map(pause => `${readableTime(pause.from)} – ${pause.to === null ? '' : readableTime(pause.to)} ${pause.reason}`).join('\n'), each.status, each.rule,
      ]),
    },
    {
      heading: say.days, columns: [say.what, say.day, say.status, say.facts],
      lines: evidence.clocks.flatMap(each => each.days.map(({ day, working, why }) => [each.what, day, working === null ? say.unknown : working ? say.worked : say.off, why])),
    },
    happenings(say.approvals, evidence.approvals, say, locale),
    happenings(say.survey, evidence.survey, say, locale),
    happenings(say.timeline, evidence.timeline, say, locale),
    { heading: say.files, columns: [say.files, 'SHA-256'], lines: evidence.files.map(each => [each.path, each.sha256]) },
    {
      heading: say.proof, note: say.verify,
      rows: [
        [say.madeAt, readableTime(evidence.madeAt)], [say.key, log.fingerprint], [say.checkpoint, log.checkpoint === null ? say.none : `${log.checkpoint.file} (${log.checkpoint.seq})`],
        ...log.parts.map((part): [string, string] => [part.file, `SHA-256 ${part.sha256}\n${say.entries}: ${part.entries}\n${say.head}: ${part.head}`]),
      ],
    },
  ]
  const [complaint] = evidence.cases
  return pageOf({ title: `${say.title} · ${complaint ? complaint.number : enquiry.id}`, locale, intro: [say.intro], sections: sections.filter(section => !('lines' in section) || section.lines.length > 0) })
}
