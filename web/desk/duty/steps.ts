import { call, type Schema } from '../call/desk.ts'
import type { Choice, Given, Step } from '../parts/asking/asking.tsx'
import type { Saying } from '../parts/language.tsx'
import type { Word } from './words.ts'

type Roster = Schema<'DutyRoster'>
type Line = { days?: Day[]; from?: string; to?: string; topics?: string[]; owner: string }
type Hours = Pick<Line, 'days' | 'from' | 'to'>
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
type Day = (typeof days)[number]

const hoursOf = ({ days: on, from, to }: Roster['hours'][number]): Hours => ({ ...(on.length === 0 ? {} : { days: on }), from, to })
const lineOf = ({ owner, topics, ...span }: Roster['duty'][number]): Line => ({ ...hoursOf(span), ...(topics.length === 0 ? {} : { topics }), owner: owner.id })

/** Puts the roster in force with other hours or lines. Another's change in between is refused. */
export async function keepRoster({ version, hours, duty }: Roster, change: (now: { hours: Hours[]; duty: Line[] }) => void): Promise<void> {
  const next = { hours: hours.map(hoursOf), duty: duty.map(lineOf) }
  change(next)
  await call.PUT('/api/desk/duty', { body: { version, ...next } })
}

function spanFrom(given: Given): Hours {
  const [on, from, to] = [days.filter(day => given.all('days').includes(day)), given.one('from'), given.one('to')]
  return { ...(on.length === 0 ? {} : { days: on }), ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) }
}

/** What can be done with the roster as a whole. */
export function stepsOn(roster: Roster, { say, inWords, owners, onTaken }: Pick<Saying<Word>, 'say' | 'inWords'> & { owners: readonly Choice[]; onTaken(): Promise<void> }): { next: Step[]; others: Step[] } {
  const span = [
    { name: 'days', label: say('days'), hint: say('daysHint'), kind: 'choices' as const, choices: days.map(value => ({ value, label: inWords(value) })), optional: true as const },
    { name: 'from', label: say('from'), hint: say('timeHint'), kind: 'line' as const, optional: true as const }, { name: 'to', label: say('to'), kind: 'line' as const, optional: true as const },
  ]
  const then = (work: (given: Given) => Promise<unknown>) => async (given: Given) => {
    await work(given)
    await onTaken()
  }
  const addLine: Step = {
    title: say('addLine'), explained: say('linesHint'),
    fields: [{ name: 'owner', label: say('who'), kind: 'choice', choices: owners }, ...span, { name: 'topics', label: say('topics'), hint: say('topicsHint'), kind: 'line', optional: true }],
    take: then(given => {
      const topics = given.one('topics').split(/\s+/).filter(Boolean)
      return keepRoster(roster, ({ duty }) => void duty.push({ ...spanFrom(given), ...(topics.length === 0 ? {} : { topics }), owner: given.one('owner') }))
    }),
  }
  const addHours: Step = { title: say('addHours'), explained: say('hoursHint'), fields: span, take: then(given => keepRoster(roster, ({ hours }) => void hours.push(spanFrom(given)))) }
  const fromFile: Step = { title: say('fromFile'), explained: say('fromFileExplained'), fields: [], take: then(() => call.POST('/api/desk/duty/from-file', { body: { version: roster.version } })) }
  return { next: [addLine, addHours], others: roster.source === 'desk' ? [fromFile] : [] }
}
