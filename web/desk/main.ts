import { byId } from '../shared/dom.ts'
import { currentLocale, keepLocale, onLanguageChosen, showLanguage } from '../shared/language.ts'
import { createApi, type Handover, RefusedError } from './api.ts'
import { isWord, type Word, words } from './words.ts'

const page = {
  languages: byId('languages', HTMLElement), status: byId('status', HTMLElement), me: byId('me', HTMLElement), out: byId('out', HTMLButtonElement),
  entry: byId('entry', HTMLElement), signIn: byId('sign-in', HTMLFormElement), invite: byId('invite', HTMLFormElement),
  desk: byId('desk', HTMLElement), waiting: byId('waiting', HTMLUListElement), mine: byId('mine', HTMLUListElement),
  summary: byId('summary', HTMLElement), transcript: byId('transcript', HTMLOListElement), take: byId('take', HTMLButtonElement),
  reply: byId('reply', HTMLFormElement), reasons: byId('reasons', HTMLElement), outcome: byId('outcome', HTMLSelectElement), close: byId('close', HTMLButtonElement),
}
const invitePrefix = '#invite='
let locale = currentLocale()
let chosen: string | undefined
let shown: string | undefined
let timer: ReturnType<typeof setInterval> | undefined

const api = createApi(() => show(false))
const say = (word: Word) => words[locale][word]
/** A value of the API in words where we have them. */
const inWords = (value: string) => isWord(value) ? say(value) : value

function label(): void {
  showLanguage(page.languages, locale)
  document.title = say('title')
  for (const element of document.querySelectorAll<HTMLElement>('[data-say]')) element.textContent = inWords(element.dataset['say'] ?? '')
  for (const option of page.outcome.options) option.textContent = inWords(option.value)
}

function tell(error?: unknown): void {
  page.status.textContent = error === undefined ? '' : error instanceof Error ? error.message : String(error)
}

function show(signedIn: boolean): void {
  page.entry.hidden = signedIn
  page.desk.hidden = !signedIn
  page.out.hidden = !signedIn
  clearInterval(timer)
  if (!signedIn) return
  void refresh()
  timer = setInterval(() => void refresh(), 1500)
}

function item(text: string | HTMLElement): HTMLLIElement {
  const element = document.createElement('li')
  element.append(text)
  return element
}

function handoverButton(handover: Handover): HTMLButtonElement {
  const button = document.createElement('button')
  const minutes = Math.floor((Date.now() - Date.parse(handover.requestedAt)) / 60_000)
  button.type = 'button'
  button.dataset['id'] = handover.id
  button.className = handover.urgent ? 'urgent' : ''
  button.setAttribute('aria-current', String(handover.id === chosen))
  button.textContent = `${handover.urgent ? `${say('urgent')} · ` : ''}${handover.reason} · ${handover.topic} · ${minutes} ${say('minutes')}`
  button.addEventListener('click', () => {
    chosen = handover.id
    void refresh()
  })
  return button
}

function list(into: HTMLUListElement, handovers: readonly Handover[]): void {
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['id'] : undefined
  const buttons = handovers.map(handoverButton)
  into.replaceChildren(...(buttons.length === 0 ? [item(say('none'))] : buttons.map(item)))
  // The list is drawn anew all the time; who is on one of its buttons stays on it.
  buttons.find(button => button.dataset['id'] === focused)?.focus()
}

async function refresh(): Promise<void> {
  try {
    const { waiting, mine } = await api.handovers()
    list(page.waiting, waiting)
    list(page.mine, mine)
    if (chosen === undefined) return
    const asked = chosen
    const { handover, transcript } = await api.handover(asked)
    // Another one may have been chosen meanwhile.
    if (asked !== chosen) return
    if (shown !== asked) page.transcript.replaceChildren()
    shown = asked
    page.summary.textContent = handover.summary
    const known = new Set([...page.transcript.querySelectorAll('li')].map(element => element.dataset['id']))
    for (const entry of transcript) {
      if (known.has(entry.id) || entry.text === '') continue
      const element = item(`${inWords(entry.role)}${entry.name ? ` ${entry.name}` : ''}: ${entry.text}`)
      element.dataset['id'] = entry.id
      element.className = entry.role
      page.transcript.append(element)
      page.transcript.scrollTop = page.transcript.scrollHeight
    }
    page.take.hidden = handover.status !== 'waiting'
    page.reply.hidden = handover.status !== 'active'
    tell()
  } catch (error) {
    tell(error)
  }
}

/** Runs what an event asks for and tells what was refused. */
const act = (handler: () => Promise<void>) => (event: Event) => {
  event.preventDefault()
  tell()
  handler().catch(tell)
}

function field(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name)
  return typeof value === 'string' ? value : ''
}

async function enter(email: string, password: string): Promise<void> {
  page.me.textContent = (await api.signIn(email, password)).name
  show(true)
}

page.signIn.addEventListener('submit', act(async () => {
  await enter(field(page.signIn, 'email'), field(page.signIn, 'password'))
  page.signIn.reset()
}))
page.invite.addEventListener('submit', act(async () => {
  const [name, email, password] = [field(page.invite, 'name'), field(page.invite, 'email'), field(page.invite, 'password')]
  await api.completeInvite({ token: location.hash.slice(invitePrefix.length), name, email, password })
  history.replaceState(null, '', '/desk')
  page.invite.hidden = true
  page.signIn.hidden = false
  await enter(email, password)
}))
page.out.addEventListener('click', act(async () => {
  await api.signOut()
  show(false)
}))
page.take.addEventListener('click', act(async () => {
  if (chosen !== undefined) await api.take(chosen)
  await refresh()
}))
page.reply.addEventListener('submit', act(async () => {
  if (chosen === undefined) return
  page.reasons.textContent = ''
  try {
    await api.say(chosen, field(page.reply, 'text'))
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    page.reasons.textContent = [error.message, ...error.reasons].join('\n')
    return
  }
  page.reply.reset()
  await refresh()
}))
page.reply.addEventListener('keydown', event => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) page.reply.requestSubmit()
})
page.close.addEventListener('click', act(async () => {
  if (chosen !== undefined) await api.close(chosen, page.outcome.value)
  chosen = undefined
  shown = undefined
  page.transcript.replaceChildren()
  page.summary.textContent = ''
  page.reply.hidden = true
  await refresh()
}))
onLanguageChosen(page.languages, chosenLocale => {
  locale = chosenLocale
  keepLocale(locale)
  label()
  if (!page.desk.hidden) void refresh()
})

label()
page.invite.hidden = !location.hash.startsWith(invitePrefix)
page.signIn.hidden = !page.invite.hidden
api.session().then(me => {
  page.me.textContent = me.name
  show(true)
}, () => show(false))
