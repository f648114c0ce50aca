import { byId, made } from '../shared/dom.ts'
import { currentLocale, keepLocale, onLanguageChosen } from '../shared/language.ts'
import { attemptOn, sayAllOn } from '../shared/sheet.ts'
import { RefusedError } from '../shared/desk-call.ts'
import { api, type Clock, type Notice, type Summary, type Whole } from './api.ts'
import { type Choices, drawn, filled, stepsWith } from './fields.ts'
import { isWord, type Word, words } from './words.ts'

const page = {
  languages: byId('languages', HTMLElement), status: byId('status', HTMLElement), notices: byId('notices', HTMLUListElement), due: byId('due', HTMLTableSectionElement), list: byId('list', HTMLTableSectionElement),
  one: byId('one', HTMLElement), title: byId('o', HTMLElement), about: byId('about', HTMLElement), clocks: byId('clocks', HTMLUListElement), act: byId('act', HTMLFormElement), acts: byId('acts', HTMLSelectElement),
  fields: byId('fields', HTMLElement), reasons: byId('reasons', HTMLElement), timeline: byId('timeline', HTMLOListElement),
}
const overseeing = new Set(['supervisor', 'compliance', 'admin', 'auditor'])

let locale = currentLocale()
let me = { id: '', role: 'agent' }
let causes: string[] = []
let shown: Whole | undefined
const say = (word: Word) => words[locale][word]
const inWords = (value: string) => isWord(value) ? say(value) : value
const time = (instant: string) => new Date(instant).toLocaleString(locale === 'en' ? 'en-GB' : locale === 'zh-Hant' ? 'zh-Hant' : 'zh-Hans', { timeZone: 'Asia/Shanghai', dateStyle: 'medium', timeStyle: 'short' })

const choices = (): Choices => ({ causes, measures: shown?.measures.filter(each => each.doneAt === null) ?? [] })
const whatOf = (what: string) => what.startsWith('measure:') ? say('measure') : inWords(what)
const lateness = ({ overdue, provisional }: Clock) => [overdue ? say('overdue') : '', provisional ? say('provisional') : ''].filter(Boolean).join(' ')

function opener(number: string): HTMLButtonElement {
  const button = made('button', 'plain', number)
  button.type = 'button'
  button.addEventListener('click', () => void attempt(async () => {
    show(await api.case(number))
    page.title.focus()
  }))
  return button
}
const nothing = (columns: number) => {
  const cell = made('td', 'small', say('none'))
  cell.colSpan = columns
  return made('tr', '', cell)
}

function drawNotices(notices: readonly Notice[]): void {
  page.notices.replaceChildren(...notices.map(({ id, kind, subject, at, facts }) => {
    const read = made('button', 'plain', say('read'))
    read.type = 'button'
    read.setAttribute('aria-label', `${say('read')}: ${subject.id}`)
    read.addEventListener('click', () => void attempt(async () => { await api.read(id); await load() }))
    const about = [kind, String(facts['stage'] ?? ''), inWords(String(facts['what'] ?? '')), time(at)].filter(Boolean).join(' · ')
    return made('li', '', subject.kind === 'case' ? opener(subject.id) : subject.id, ` ${about} `, read)
  }), ...(notices.length === 0 ? [made('li', 'small', say('none'))] : []))
}
function drawDue(clocks: readonly Clock[]): void {
  page.due.replaceChildren(...clocks.map(clock => made('tr', '',
    made('td', clock.overdue ? 'late' : '', `${time(clock.dueAt)} ${lateness(clock)}`), made('td', '', clock.subject.kind === 'case' ? opener(clock.subject.id) : clock.subject.id), made('td', '', whatOf(clock.what)), made('td', '', clock.owner.name))),
  ...(clocks.length === 0 ? [nothing(4)] : []))
}
function drawList(cases: readonly Summary[]): void {
  page.list.replaceChildren(...cases.map(each => made('tr', '',
    made('td', '', opener(each.number)), made('td', '', inWords(each.status), ...(each.major.length > 0 ? [' ', made('strong', 'late', say('major'))] : [])), made('td', '', each.owner.name), made('td', '', each.summary))),
  ...(cases.length === 0 ? [nothing(4)] : []))
}
function drawFields(): void {
  const fields = isWord(page.acts.value) ? stepsWith(choices())[page.acts.value] ?? [] : []
  page.fields.replaceChildren(...drawn(fields, choices(), inWords))
}
function show(whole: Whole): void {
  shown = whole
  page.one.hidden = false
  page.title.textContent = `${whole.case.number} · ${inWords(whole.case.status)}`
  page.about.textContent = `${say('owner')}: ${whole.case.owner.name}. ${whole.case.summary}`
  page.clocks.replaceChildren(...whole.clocks.map(clock => made('li', clock.overdue ? 'late' : '', `${whatOf(clock.what)}: ${time(clock.dueAt)} ${lateness(clock)}${clock.status === 'running' ? '' : ` (${clock.status})`}`)))
  page.timeline.replaceChildren(...whole.timeline.map(({ at, kind, actor, text }) => made('li', '', `${time(at)} · ${kind} · ${actor}${text === '' ? '' : `: ${text}`}`)))
  const before = page.acts.value
  page.acts.replaceChildren(...Object.keys(stepsWith(choices())).map(act => new Option(inWords(act), act)))
  if (before !== '') page.acts.value = before
  drawFields()
}

async function load(): Promise<void> {
  const [notices, due, cases] = await Promise.all([api.notices(), api.due(), api.cases(overseeing.has(me.role) ? 'all' : 'mine')])
  drawNotices(notices)
  drawDue(due)
  drawList(cases)
  if (shown) show(shown)
}
const attempt = attemptOn(page.status, say)
const sayAll = () => sayAllOn(page.languages, locale, inWords)

/** A missing step in the page's language; the gate's reasons, and all else, in the API's words. */
function why({ status, message, reasons }: RefusedError): string {
  const [first = ''] = reasons
  return status === 409 && isWord(first) ? say('missing').replace('{step}', say(first)) : [message, ...(status === 422 ? reasons : [])].join('\n')
}

page.acts.addEventListener('change', drawFields)
page.act.addEventListener('submit', event => {
  event.preventDefault()
  const act = page.acts.value
  const number = shown?.case.number
  if (number === undefined || !isWord(act)) return
  const given = filled(stepsWith(choices())[act] ?? [], new FormData(page.act))
  page.reasons.textContent = ''
  api.act(number, { act, ...given, ...(act === 'set-measure' ? { owner: me.id } : {}) }).then(async whole => {
    show(whole)
    await attempt(load)
    page.status.textContent = say('saved')
  }, (error: unknown) => {
    page.status.textContent = ''
    page.reasons.textContent = error instanceof RefusedError ? why(error) : say('failed')
  })
})
onLanguageChosen(page.languages, chosen => {
  locale = chosen
  keepLocale(chosen)
  sayAll()
  void attempt(load)
})
sayAll()
void attempt(async () => {
  me = await api.session()
  causes = await api.causes()
  await load()
})
