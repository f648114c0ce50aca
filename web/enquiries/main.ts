import { RefusedError } from '../shared/desk-call.ts'
import { byId, made } from '../shared/dom.ts'
import { currentLocale, keepLocale, onLanguageChosen } from '../shared/language.ts'
import { attemptOn, sayAllOn } from '../shared/sheet.ts'
import { type Act, actsOn } from './acts.ts'
import { api, type Clock, type Colleague, type Entry, type Listed, type Succession, type Whole } from './api.ts'
import { isWord, type Word, words } from './words.ts'

const page = {
  languages: byId('languages', HTMLElement), status: byId('status', HTMLElement), proposals: byId('proposals', HTMLElement), successions: byId('successions', HTMLUListElement), list: byId('list', HTMLTableSectionElement),
  one: byId('one', HTMLElement), title: byId('o', HTMLElement), about: byId('about', HTMLElement), clocks: byId('clocks', HTMLUListElement), act: byId('act', HTMLFormElement), acts: byId('acts', HTMLSelectElement),
  fields: byId('fields', HTMLElement), reasons: byId('reasons', HTMLElement), customer: byId('customer', HTMLButtonElement), evidence: byId('evidence', HTMLAnchorElement), heading: byId('t', HTMLElement), timeline: byId('timeline', HTMLOListElement),
}
const overseeing = new Set(['supervisor', 'compliance', 'admin', 'auditor'])
const mayTakeEvidence = new Set(['compliance', 'admin', 'auditor'])
const outcomes = ['resolved', 'referred', 'not-resolved'] as const

let locale = currentLocale()
let me: Colleague = { id: '', name: '', role: 'agent' }
let staff: Colleague[] = []
let shown: Whole | undefined
const say = (word: Word) => words[locale][word]
const inWords = (value: string) => isWord(value) ? say(value) : value
const all = (values: readonly string[]) => values.map(inWords).join(locale === 'en' ? ', ' : '、')
const time = (instant: string) => new Date(instant).toLocaleString(locale === 'en' ? 'en-GB' : locale, { timeZone: 'Asia/Shanghai', dateStyle: 'medium', timeStyle: 'short' })
const dueIn = ({ dueAt, overdue, provisional }: Clock) => [time(dueAt), overdue ? say('overdue') : '', provisional ? say('provisional') : ''].filter(Boolean).join(' ')

function button(label: string, work: () => Promise<void>): HTMLButtonElement {
  const element = made('button', 'plain', label)
  element.type = 'button'
  element.addEventListener('click', () => void attempt(work))
  return element
}
function drawList(list: readonly Listed[]): void {
  const rows = list.map(({ id, due, topic, kind, owner, missing, closeProposed }) => made('tr', '',
    made('td', due?.overdue ? 'late' : '', due ? `${dueIn(due)} (${inWords(due.what)})` : '–'), made('td', '', button(topic ?? say('noTopic'), async () => { show(await api.one(id)); page.title.focus() })), made('td', '', inWords(kind)),
    made('td', '', owner.name), made('td', '', closeProposed && owner.id === me.id ? say('proposed') : missing.length === 0 ? say('whole') : all(missing))))
  const cell = made('td', 'small', say('none'))
  cell.colSpan = 5
  page.list.replaceChildren(...(rows.length === 0 ? [made('tr', '', cell)] : rows))
}
function drawSuccessions(list: readonly Succession[]): void {
  const mine = list.filter(({ to }) => to.id === me.id)
  page.proposals.hidden = mine.length === 0
  page.successions.replaceChildren(...mine.map(({ id, from, reason }) => {
    const decide = (accept: boolean) => button(say(accept ? 'accept' : 'decline'), async () => { await api.decide(id, accept); await load() })
    return made('li', '', `${from.name}: ${reason} `, decide(true), ' ', decide(false))
  }))
}
function drawTimeline(heading: Word, entries: readonly Entry[]): void {
  page.heading.textContent = say(heading)
  page.timeline.replaceChildren(...entries.map(({ at, kind, actor, text }) => made('li', '', `${time(at)} · ${kind} · ${actor}${text === '' ? '' : `: ${text}`}`)))
}
const chosenAct = (): Act | undefined => shown && actsOn(shown.enquiry, me.id).find(({ word }) => word === page.acts.value)
function drawFields(): void {
  page.fields.replaceChildren(...(chosenAct()?.fields ?? []).map(({ name, kind }) => {
    const input = kind === 'text' ? made('textarea', '') : kind === 'days' ? made('input', '') : made('select', '')
    input.name = name
    input.required = true
    if (input instanceof HTMLInputElement) Object.assign(input, { type: 'number', min: '1', max: '60', value: '2' })
    if (input instanceof HTMLTextAreaElement) Object.assign(input, { rows: 2, maxLength: 2000 })
    if (input instanceof HTMLSelectElement) input.replaceChildren(...(kind === 'outcome' ? outcomes.map(outcome => new Option(say(outcome), outcome)) : staff.filter(({ id }) => id !== shown?.enquiry.owner.id).map(({ id, name: called }) => new Option(called, id))))
    return made('label', '', made('span', '', inWords(name)), input)
  }))
}
function show(whole: Whole): void {
  shown = whole
  const { id, topic, status, owner, kind, missing, closeProposed } = whole.enquiry
  page.one.hidden = false
  page.title.textContent = `${topic ?? say('noTopic')} · ${say(status)}`
  page.about.textContent = [`${say('owner')}: ${owner.name}`, inWords(kind), status === 'open' ? `${say('missing')}: ${missing.length === 0 ? say('whole') : all(missing)}` : '', closeProposed ? say('proposed') : ''].filter(Boolean).join(' · ')
  page.clocks.replaceChildren(...whole.clocks.map(clock => made('li', clock.overdue ? 'late' : '', `${inWords(clock.what)}: ${dueIn(clock)}${clock.status === 'running' ? '' : ` (${clock.status})`}`)))
  const before = page.acts.value
  const acts = actsOn(whole.enquiry, me.id)
  page.acts.replaceChildren(...acts.map(({ word }) => new Option(say(word), word)))
  if (acts.some(({ word }) => word === before)) page.acts.value = before
  page.evidence.hidden = !mayTakeEvidence.has(me.role)
  page.evidence.href = `/api/desk/enquiries/${id}/evidence`
  drawFields()
  drawTimeline('timeline', whole.timeline)
}

async function load(): Promise<void> {
  const [list, successions] = await Promise.all([api.list(overseeing.has(me.role) ? 'all' : 'mine'), api.successions()])
  drawList(list)
  drawSuccessions(successions)
  if (shown) show(await api.one(shown.enquiry.id))
}
const attempt = attemptOn(page.status, say)
const sayAll = () => sayAllOn(page.languages, locale, inWords)

page.acts.addEventListener('change', drawFields)
page.act.addEventListener('submit', event => {
  event.preventDefault()
  const act = chosenAct()
  const id = shown?.enquiry.id
  if (!act || id === undefined) return
  const given = new FormData(page.act)
  page.reasons.textContent = ''
  api.act(id, act.path, act.body(name => String(given.get(name) ?? ''))).then(async () => {
    await attempt(load)
    page.status.textContent = say('saved')
  }, (error: unknown) => {
    if (!(error instanceof RefusedError)) page.reasons.textContent = say('failed')
    else page.reasons.textContent = error.status === 409 && error.reasons.length > 0 ? say('stillMissing') + all(error.reasons) : [error.message, ...error.reasons].join('\n')
  })
})
page.customer.addEventListener('click', () => void attempt(async () => {
  if (shown) drawTimeline('journey', (await api.journey(shown.enquiry.customer)).timeline)
}))
onLanguageChosen(page.languages, chosen => {
  locale = chosen
  keepLocale(chosen)
  sayAll()
  void attempt(load)
})
sayAll()
void attempt(async () => {
  me = await api.session()
  staff = await api.staff()
  await load()
})
