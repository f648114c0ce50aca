import { userInfo } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { createCalendar } from '../contacts/clocks/calendar-in-force.ts'
import { standardRules } from '../contacts/cases/rules.ts'
import { createContacts } from '../contacts/contacts.ts'
import { customersOfPerson } from '../contacts/customers/persons.ts'
import { EnquiryRefusedError } from '../contacts/enquiries/enquiries.ts'
import { createJourney } from '../contacts/journey.ts'
import { createAudit } from '../contacts/proof/audit.ts'
import { createSealing } from '../contacts/sealing.ts'
import { enquiriesCsv, toDeskEnquiry, toTimelineEntry } from '../desk/areas/enquiries.ts'
import { createRegister, StaffError } from '../desk/register.ts'
import { maskPersonalData } from '../nlp/entities/personal.ts'
import { NotOpenedError, openStore } from '../store/index.ts'
import { ConfigError, readConfig } from './config.ts'

/** `npm run enquiry -- list|show|customer …`: who answers for what, an enquiry's timeline, a customer's whole journey. */
const usage = `Usage:
  npm run enquiry -- list [--owner E-MAIL] [--limit N] [--json | --csv]
  npm run enquiry -- show ID [--json]
  npm run enquiry -- customer ID [--json]        (the whole journey over all channels)`

const common = { json: z.boolean().default(false), csv: z.boolean().default(false), limit: z.string().regex(/^[1-9]\d{0,3}$/, '--limit: 1 to 9999').transform(Number).default(200), owner: z.email('--owner: an e-mail address').optional() }
const commands = z.discriminatedUnion('command', [
  z.object({ command: z.literal('list'), ...common }),
  z.object({ command: z.literal('show'), ...common, id: z.string('show: the id of an enquiry') }),
  z.object({ command: z.literal('customer'), ...common, id: z.string('customer: the id of a customer') }),
], 'Say list, show or customer')
const longestTimeline = 5_000

async function run(command: z.infer<typeof commands>): Promise<string> {
  const config = readConfig(process.env)
  const clock = { now: () => new Date() }
  const quiet = { info: () => undefined, warn: () => undefined }
  const store = await openStore({ dataDir: config.DATA_DIR, databaseUrl: config.DATABASE_URL })
  try {
    const register = createRegister({ store, clock })
    const [nameOf, journey, audit] = [await register.names(), createJourney(store), createAudit({ store, clock })]
    const { enquiries, customers } = createContacts({
      store, clock, sealing: createSealing(config.MASTER_KEY, config.MASTER_KEY_ALSO), mask: maskPersonalData, dutyOwner: async () => 'administrator', reopenDays: config.ENQUIRY_REOPEN_DAYS, onLogged: () => undefined, onQueue: () => undefined,
    }, { rules: standardRules, calendar: createCalendar({ folder: join(config.DATA_DIR, 'calendar'), log: quiet }), answerDays: config.ENQUIRY_ANSWER_DAYS })
    const looked = (customer: string, what: string, enquiry = '') => audit.note({ actor: `operator:${userInfo().username}`, kind: 'customer.viewed', customer, enquiry, facts: { what, rule: 'M5.3a' } })
    const lines = (timeline: ReturnType<typeof toTimelineEntry>[]) => timeline.map(({ at, kind, actor, text }) => `  ${at}  ${kind}  ${actor}  ${text.replaceAll('\n', ' ')}`.trimEnd())
    if (command.command === 'list') {
      const member = command.owner === undefined ? undefined : await register.active(command.owner)
      if (command.owner !== undefined && !member) throw new StaffError(`${command.owner} is no active member of staff; "npm run agent -- list" shows who is`)
      const list = await enquiries.list({ owner: member?.id, limit: command.limit })
      if (command.json) return JSON.stringify(list.map(({ enquiry, due }) => ({ ...toDeskEnquiry(enquiry, nameOf), dueAt: due?.dueAt ?? null })))
      if (command.csv) return enquiriesCsv(list, nameOf)
      return [...list.map(({ enquiry, due }) => [due?.dueAt ?? '-'.padEnd(24), enquiry.id, nameOf(enquiry.owner), enquiry.kind, enquiry.topic ?? '-', enquiry.missing.length > 0 ? `missing: ${enquiry.missing.join(', ')}` : '', enquiry.closeProposed ? 'to be confirmed' : ''].join('  ').trimEnd()), `${list.length} open`].join('\n')
    }
    if (command.command === 'show') {
      const found = await enquiries.read(command.id)
      await looked(found.customer, 'enquiry', found.id)
      const timeline = (await journey.ofCustomers(await customersOfPerson(store.db, found.customer), { enquiry: found.id, limit: longestTimeline })).map(each => toTimelineEntry(each, nameOf))
      const shown = toDeskEnquiry(found, nameOf)
      if (command.json) return JSON.stringify({ ...shown, timeline })
      return [`${shown.id}  ${shown.status}  ${shown.kind}  ${shown.owner.name}`, `steps: ${shown.steps.map(({ step }) => step).join(', ') || '-'}`, `missing: ${shown.missing.join(', ') || '-'}`, '', ...lines(timeline)].join('\n')
    }
    const person = await customers.person(command.id)
    if (!person) throw new EnquiryRefusedError('There is no such customer')
    await looked(command.id, 'customer')
    const [list, timeline] = [await enquiries.ofCustomers(person.customers, command.limit), (await journey.ofCustomers(person.customers, { limit: longestTimeline })).map(each => toTimelineEntry(each, nameOf))]
    if (command.json) return JSON.stringify({ ...person, enquiries: list.map(each => toDeskEnquiry(each, nameOf)), timeline })
    return [`${person.customers.join(' = ')}  since ${person.since}`, `channels: ${person.channels.map(({ channel, verified }) => verified ? `${channel} (verified)` : channel).join(', ')}`, '', ...list.map(each => `${each.openedAt}  ${each.id}  ${each.status}  ${nameOf(each.owner)}  ${each.topic ?? '-'}`), '', ...lines(timeline)].join('\n')
  } finally {
    await store.close()
  }
}

try {
  const { values, positionals: [command, id] } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' }, csv: { type: 'boolean' }, owner: { type: 'string' }, limit: { type: 'string' } } })
  console.log(await run(commands.parse({ command, ...values, ...(id === undefined ? {} : { id }) })))
  process.exit(0)
} catch (error) {
  if (!(error instanceof Error)) throw error
  const isUsage = error instanceof z.ZodError || (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  if (!isUsage && ![EnquiryRefusedError, StaffError, ConfigError, NotOpenedError].some(kind => error instanceof kind)) throw error
  const message = error instanceof z.ZodError ? error.issues.map(issue => issue.message).join('\n') : error.message
  console.error(isUsage ? `${message}\n${usage}` : message)
  process.exit(isUsage ? 2 : 1)
}
