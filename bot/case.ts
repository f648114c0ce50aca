import { userInfo } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { Case } from '../contacts/cases/case-record.ts'
import { caseStatuses } from '../contacts/cases/case-state.ts'
import { NoCaseError } from '../contacts/cases/cases.ts'
import { loadCaseRules } from '../contacts/cases/rules.ts'
import { createCalendar } from '../contacts/clocks/calendar-in-force.ts'
import type { Clock } from '../contacts/clocks/clocks.ts'
import { createContacts } from '../contacts/contacts.ts'
import { createAudit } from '../contacts/proof/audit.ts'
import { createSealing } from '../contacts/sealing.ts'
import { casesCsv } from '../desk/areas/cases.ts'
import { toCsv } from '../desk/csv.ts'
import { createRegister, StaffError } from '../desk/register.ts'
import { maskPersonalData } from '../nlp/entities/personal.ts'
import { NotOpenedError, openStore } from '../store/index.ts'
import { ConfigError, readConfig } from './config.ts'

/** `npm run case -- list|show|due|overdue …`: complaints, deadlines and what is overdue, for people, as JSON or as CSV. */
const usage = `Usage:
  npm run case -- list [--owner E-MAIL] [--status ${caseStatuses.join('|')}] [--major] [--limit N] [--json | --csv]
  npm run case -- show --number TS… [--json]
  npm run case -- due [--owner E-MAIL] [--limit N] [--json | --csv]        (what has to be done by when)
  npm run case -- overdue [--owner E-MAIL] [--limit N] [--json | --csv]
--at 2026-03-05T10:00:00+08:00 takes another time for now.`

const common = {
  json: z.boolean().default(false), csv: z.boolean().default(false), owner: z.email('--owner: an e-mail address').optional(),
  limit: z.string().regex(/^[1-9]\d{0,3}$/, '--limit: 1 to 9999').transform(Number).default(200), at: z.iso.datetime({ offset: true, error: '--at: a time such as 2026-03-05T10:00:00+08:00' }).optional(),
}
const commands = z.discriminatedUnion('command', [
  z.object({ command: z.literal('list'), ...common, status: z.enum(caseStatuses, `--status: one of ${caseStatuses.join(', ')}`).optional(), major: z.boolean().optional() }),
  z.object({ command: z.literal('show'), ...common, number: z.string({ error: '--number: the number of the case' }).transform(number => number.toUpperCase()) }),
  z.object({ command: z.literal('due'), ...common }),
  z.object({ command: z.literal('overdue'), ...common }),
], 'Say list, show, due or overdue').refine(({ json, csv }) => !(json && csv), '--json or --csv, not both')
type Command = z.infer<typeof commands>
type NameOf = (staff: string) => string

const caseLine = (of: Case, nameOf: NameOf) => [of.number, of.status.padEnd(13), of.openedAt, nameOf(of.owner), of.major.length > 0 ? `major: ${of.major.join(', ')}` : ''].join('  ').trimEnd()
const clockLine = (of: Clock, nameOf: NameOf, now: string) =>
  [of.dueAt, of.status === 'running' && of.dueAt < now ? 'OVERDUE' : of.status, of.subject.kind, of.subject.id, of.what, nameOf(of.owner), of.provisional ? 'provisional' : ''].join('  ').trimEnd()
const clockRow = (of: Clock, nameOf: NameOf, now: string) => ({
  due: of.dueAt, overdue: of.status === 'running' && of.dueAt < now, status: of.status, subject: of.subject.kind, id: of.subject.id, what: of.what, owner: nameOf(of.owner), provisional: of.provisional, started: of.startedAt,
})
const clockColumns = ['due', 'overdue', 'status', 'subject', 'id', 'what', 'owner', 'provisional', 'started'] as const

async function run(command: Command): Promise<string> {
  const config = readConfig(process.env)
  const now = command.at === undefined ? new Date() : new Date(command.at)
  const clock = { now: () => now }
  const quiet = { info: () => undefined, warn: () => undefined }
  const store = await openStore({ dataDir: config.DATA_DIR, databaseUrl: config.DATABASE_URL })
  try {
    const register = createRegister({ store, clock })
    const nameOf = await register.names()
    const { complaints: { cases, clocks, followUps } } = createContacts({
      store, clock, sealing: createSealing(config.MASTER_KEY, config.MASTER_KEY_ALSO), mask: maskPersonalData, dutyOwner: async () => 'administrator', reopenDays: config.ENQUIRY_REOPEN_DAYS, onLogged: () => undefined, onQueue: () => undefined,
    }, { rules: loadCaseRules(config.COMPLAINT_RULES ?? join(config.DATA_DIR, 'complaints.yaml')), calendar: createCalendar({ folder: join(config.DATA_DIR, 'calendar'), log: quiet }), answerDays: config.ENQUIRY_ANSWER_DAYS })
    const member = command.owner === undefined ? undefined : await register.active(command.owner)
    if (command.owner !== undefined && !member) throw new StaffError(`${command.owner} is no active member of staff; "npm run agent -- list" shows who is`)
    const owner = member?.id
    switch (command.command) {
      case 'list': {
        const list = await cases.list({ owner, status: command.status, major: command.major, limit: command.limit })
        if (command.json) return JSON.stringify(list)
        return command.csv ? casesCsv(list, nameOf) : [...list.map(each => caseLine(each, nameOf)), `${list.length} complaints`].join('\n')
      }
      case 'show': {
        const whole = await cases.whole(command.number)
        if (!whole) throw new NoCaseError()
        const subject = { kind: 'case' as const, id: command.number }
        const [timeline, ofCase, asked] = [await cases.steps(command.number), await clocks.of(subject), await followUps.list({ subject, limit: 100 })]
        await createAudit({ store, clock: { now: () => new Date() } }).note({ actor: `operator:${userInfo().username}`, kind: 'customer.viewed', customer: whole.case.customer, enquiry: whole.case.enquiry, facts: { what: 'case', rule: 'M5.3a' } })
        if (command.json) return JSON.stringify({ ...whole, clocks: ofCase, timeline, followUps: asked })
        return [
          caseLine(whole.case, nameOf), whole.case.summary, '', 'Clocks', ...ofCase.map(each => `  ${clockLine(each, nameOf, now.toISOString())}`),
          '', 'Timeline', ...timeline.map(({ at, kind, actor, text }) => `  ${at}  ${kind}  ${nameOf(actor.replace(/^agent:/, ''))}  ${text.replaceAll('\n', ' ')}`.trimEnd()),
          ...(whole.measures.length === 0 ? [] : ['', 'Measures', ...whole.measures.map(each => `  ${each.due_day}  ${nameOf(each.owner)}  ${each.what}  ${each.result === null ? 'open' : `done: ${each.result}`}`)]),
          ...(asked.length === 0 ? [] : ['', 'Follow-up', ...asked.map(each => `  ${each.dueAt}  ${each.status}`)]),
        ].join('\n')
      }
      case 'due': case 'overdue': {
        const list = command.command === 'due' ? await clocks.dueList({ owner, limit: command.limit }) : await clocks.overdue({ owner, limit: command.limit })
        if (command.json) return JSON.stringify(list)
        return command.csv ? toCsv(clockColumns, list.map(each => clockRow(each, nameOf, now.toISOString()))) : [...list.map(each => clockLine(each, nameOf, now.toISOString())), `${list.length} ${command.command}`].join('\n')
      }
    }
  } finally {
    await store.close()
  }
}

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: {
    json: { type: 'boolean' }, csv: { type: 'boolean' }, owner: { type: 'string' }, limit: { type: 'string' }, at: { type: 'string' }, status: { type: 'string' }, major: { type: 'boolean' }, number: { type: 'string' },
  } })
  console.log(await run(commands.parse({ command: positionals[0], ...values, ...(positionals[1] === undefined ? {} : { number: positionals[1] }) })))
  process.exit(0)
} catch (error) {
  if (!(error instanceof Error)) throw error
  const isUsage = error instanceof z.ZodError || (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  if (!isUsage && ![NoCaseError, StaffError, ConfigError, NotOpenedError].some(kind => error instanceof kind)) throw error
  const message = error instanceof z.ZodError ? error.issues.map(issue => issue.message).join('\n') : error.message
  console.error(isUsage ? `${message}\n${usage}` : message)
  process.exit(isUsage ? 2 : 1)
}
