import { byId } from '../shared/dom.ts'
import { RefusedError } from '../shared/desk-call.ts'
import { currentLocale, keepLocale, onLanguageChosen, showLanguage } from '../shared/language.ts'
import { createApi, type Detail, type DeskEvent, type Lists, type Member } from './api.ts'
import { draftOf, keepDraft } from './drafts.ts'
import { followEvents } from './events.ts'
import { drawFacts } from './facts.ts'
import { drawList } from './queue.ts'
import { sayingIn } from './saying.ts'
import { drawTranscript, followEnd } from './transcript.ts'

const page = {
  languages: byId('languages', HTMLElement), status: byId('status', HTMLElement), me: byId('me', HTMLElement), out: byId('out', HTMLButtonElement),
  line: byId('line', HTMLElement), pages: byId('pages', HTMLElement), live: byId('live', HTMLElement), present: byId('present', HTMLElement), next: byId('next', HTMLButtonElement), help: byId('help', HTMLButtonElement), keys: byId('keys', HTMLDialogElement),
  entry: byId('entry', HTMLElement), signIn: byId('sign-in', HTMLFormElement), invite: byId('invite', HTMLFormElement),
  desk: byId('desk', HTMLElement), queue: byId('queue', HTMLElement),
  waiting: byId('waiting', HTMLUListElement), mine: byId('mine', HTMLUListElement), messages: byId('messages', HTMLUListElement),
  waitingCount: byId('waiting-count', HTMLElement), mineCount: byId('mine-count', HTMLElement), messagesCount: byId('messages-count', HTMLElement),
  empty: byId('empty', HTMLElement), opened: byId('opened', HTMLElement), title: byId('c', HTMLElement), back: byId('back', HTMLButtonElement),
  log: byId('log', HTMLElement), transcript: byId('transcript', HTMLOListElement), typing: byId('typing', HTMLElement), offer: byId('offer', HTMLElement), take: byId('take', HTMLButtonElement),
  reply: byId('reply', HTMLFormElement), reasons: byId('reasons', HTMLElement), outcome: byId('outcome', HTMLSelectElement), close: byId('close', HTMLButtonElement),
  side: byId('side', HTMLElement), facts: byId('facts', HTMLDListElement),
}
const text = page.reply.elements.namedItem('text')
if (!(text instanceof HTMLTextAreaElement)) throw new Error('The page has no reply box')
const replyText = text
const invitePrefix = '#invite='
/** Waiting times are drawn anew this often; a customer counts as typing for so long; the customer is told that we type at most this often. In milliseconds. */
const [drawEvery, typesFor, tellTypingEvery] = [20_000, 5_000, 3_000]

let locale = currentLocale()
let saying = sayingIn(locale)
let me: Member | undefined
let lists: Lists = { waiting: [], mine: [], messages: [], present: [] }
let chosen: string | undefined
let detail: Detail | undefined
/** Conversations of mine with something not yet seen. */
const news = new Set<string>()
let events: { stop(): void } | undefined
let drawing: ReturnType<typeof setInterval> | undefined
let typingEnds: ReturnType<typeof setTimeout> | undefined
let toldTyping = 0

const api = createApi(() => signedOut())

function label(): void {
  saying = sayingIn(locale)
  showLanguage(page.languages, locale)
  for (const element of document.querySelectorAll<HTMLElement>('[data-say]')) element.textContent = saying.inWords(element.dataset['say'] ?? '')
  for (const element of document.querySelectorAll<HTMLElement>('[data-label]')) element.setAttribute('aria-label', saying.inWords(element.dataset['label'] ?? ''))
  for (const option of page.outcome.options) option.textContent = saying.inWords(option.value)
  page.live.textContent = saying.say(page.live.classList.contains('off') ? 'reconnecting' : 'live')
}

function tell(error?: unknown): void {
  page.status.textContent = error === undefined ? '' : error instanceof Error ? error.message : String(error)
}

function drawLists(): void {
  drawList(page.waiting, page.waitingCount, lists.waiting, 'noWaiting', saying, chosen, news)
  drawList(page.mine, page.mineCount, lists.mine, 'noMine', saying, chosen, news)
  drawList(page.messages, page.messagesCount, lists.messages, 'noMessages', saying, chosen, news)
  page.next.hidden = me === undefined || lists.waiting.length === 0
  page.present.textContent = lists.present.length === 0 ? '' : `${saying.say('present')}: ${lists.present.map(({ name }) => name).join(', ')}`
  // Who looks at another window sees by the title that somebody waits.
  document.title = me && lists.waiting.length > 0 ? `(${lists.waiting.length}) ${saying.say('title')}` : saying.say('title')
}

function drawOpened(): void {
  page.empty.hidden = detail !== undefined
  page.opened.hidden = detail === undefined
  page.side.hidden = detail === undefined
  page.desk.classList.toggle('open', chosen !== undefined)
  if (!detail) return
  const { handover, transcript } = detail
  page.title.textContent = `${saying.inWords(handover.reason)} · ${saying.inWords(handover.language)}`
  page.offer.hidden = handover.status !== 'waiting' && handover.status !== 'left'
  page.take.textContent = saying.say(handover.status === 'left' ? 'takeMessage' : 'take')
  page.reply.hidden = handover.status !== 'active'
  drawFacts(page.facts, detail, saying)
  // Last: what is around it takes room from it.
  drawTranscript(page.log, page.transcript, transcript, saying)
}

async function readLists(): Promise<void> {
  lists = await api.handovers()
  drawLists()
}

async function open(id: string | undefined): Promise<void> {
  const isNew = id !== chosen
  chosen = id
  if (id !== undefined) news.delete(id)
  if (isNew) {
    detail = undefined
    page.transcript.replaceChildren()
    page.typing.textContent = ''
    page.reasons.textContent = ''
    replyText.value = id === undefined ? '' : draftOf(id)
  }
  drawLists()
  if (id === undefined) return drawOpened()
  const read = await api.handover(id)
  // Another one may have been chosen meanwhile.
  if (id !== chosen) return
  detail = read
  drawOpened()
}

/** Reads the opened one again; one that is not ours any more is closed here. */
async function refreshOpened(): Promise<void> {
  if (chosen === undefined) return
  try {
    await open(chosen)
  } catch (error) {
    if (!(error instanceof RefusedError) || (error.status !== 403 && error.status !== 404)) throw error
    await open(undefined)
  }
}

function customerTypes(): void {
  page.typing.textContent = saying.say('customerTypes')
  clearTimeout(typingEnds)
  typingEnds = setTimeout(() => { page.typing.textContent = '' }, typesFor)
}

async function happened(event: DeskEvent): Promise<void> {
  if (event.type === 'typing') {
    if (event.handover === chosen) customerTypes()
    return
  }
  if (event.type === 'message') {
    if (event.handover === chosen && detail) {
      if (event.entry.role === 'user') page.typing.textContent = ''
      if (!detail.transcript.some(({ id }) => id === event.entry.id)) detail = { ...detail, transcript: [...detail.transcript, event.entry] }
      drawOpened()
    } else if (event.entry.role === 'user' && lists.mine.some(({ id }) => id === event.handover)) {
      news.add(event.handover)
      drawLists()
    }
    return
  }
  await readLists()
  await refreshOpened()
}

function signedIn(member: Member): void {
  me = member
  page.me.textContent = member.name
  for (const element of [page.desk, page.out, page.line, page.help, page.pages]) element.hidden = false
  page.entry.hidden = true
  events?.stop()
  events = followEvents({
    onEvent: event => { happened(event).catch(tell) },
    onConnected(connected) {
      page.live.classList.toggle('off', !connected)
      page.live.textContent = saying.say(connected ? 'live' : 'reconnecting')
    },
    onSignedOut: signedOut,
  })
  clearInterval(drawing)
  drawing = setInterval(drawLists, drawEvery)
}

function signedOut(): void {
  me = undefined
  chosen = undefined
  detail = undefined
  lists = { waiting: [], mine: [], messages: [], present: [] }
  events?.stop()
  clearInterval(drawing)
  // Nothing of a customer stays on the screen behind the sign-in.
  page.transcript.replaceChildren()
  page.facts.replaceChildren()
  page.me.textContent = ''
  drawLists()
  drawOpened()
  for (const element of [page.desk, page.out, page.line, page.help, page.next, page.pages]) element.hidden = true
  page.entry.hidden = false
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

async function take(id: string): Promise<void> {
  try {
    await api.take(id)
  } catch (error) {
    if (!(error instanceof RefusedError) || error.status !== 409) throw error
    tell(saying.say('quicker'))
    await readLists()
    return open(undefined)
  }
  await readLists()
  await open(id)
  replyText.focus()
}

async function takeNext(): Promise<void> {
  const [next] = lists.waiting
  if (next) await take(next.id)
}

/** Opens the conversation before or after the opened one, over all lists. */
async function move(by: 1 | -1): Promise<void> {
  const ids = [...lists.waiting, ...lists.mine, ...lists.messages].map(({ id }) => id)
  const at = chosen === undefined ? -1 : ids.indexOf(chosen)
  const id = ids[(at + by + ids.length) % ids.length]
  if (id !== undefined) await open(id)
}

page.signIn.addEventListener('submit', act(async () => {
  const member = await api.signIn(field(page.signIn, 'email'), field(page.signIn, 'password'))
  page.signIn.reset()
  signedIn(member)
}))
page.invite.addEventListener('submit', act(async () => {
  const [name, email, password] = [field(page.invite, 'name'), field(page.invite, 'email'), field(page.invite, 'password')]
  await api.completeInvite({ token: location.hash.slice(invitePrefix.length), name, email, password })
  history.replaceState(null, '', '/desk')
  page.invite.hidden = true
  page.signIn.hidden = false
  signedIn(await api.signIn(email, password))
}))
page.out.addEventListener('click', act(async () => {
  await api.signOut()
  signedOut()
}))
page.queue.addEventListener('click', event => {
  const button = event.target instanceof Element ? event.target.closest('button') : null
  const id = button?.dataset['id']
  if (id !== undefined) open(id).catch(tell)
})
page.back.addEventListener('click', act(() => open(undefined)))
page.next.addEventListener('click', act(takeNext))
page.take.addEventListener('click', act(async () => { if (chosen !== undefined) await take(chosen) }))
page.help.addEventListener('click', () => page.keys.showModal())
page.reply.addEventListener('submit', act(async () => {
  if (chosen === undefined) return
  page.reasons.textContent = ''
  try {
    await api.say(chosen, replyText.value)
  } catch (error) {
    if (!(error instanceof RefusedError) || error.status !== 422) throw error
    page.reasons.textContent = [saying.say('notSent'), ...error.reasons].join('\n')
    replyText.focus()
    return
  }
  replyText.value = ''
  keepDraft(chosen, '')
  replyText.focus()
}))
replyText.addEventListener('input', () => {
  if (chosen === undefined) return
  keepDraft(chosen, replyText.value)
  if (replyText.value === '' || Date.now() - toldTyping < tellTypingEvery) return
  toldTyping = Date.now()
  api.typing(chosen).catch(tell)
})
page.reply.addEventListener('keydown', event => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) page.reply.requestSubmit()
})
page.close.addEventListener('click', act(async () => {
  if (chosen === undefined) return
  try {
    await api.close(chosen, page.outcome.value)
  } catch (error) {
    if (!(error instanceof RefusedError) || error.status !== 409) throw error
    page.reasons.textContent = saying.say('stepMissing') + error.reasons.map(step => saying.inWords(`missing-${step}`)).join(locale === 'en' ? ', ' : '、')
    return
  }
  keepDraft(chosen, '')
  await open(undefined)
  await readLists()
  tell(saying.say('closed'))
}))
document.addEventListener('keydown', event => {
  if (!event.altKey || event.ctrlKey || event.metaKey || me === undefined) return
  const shortcuts: Record<string, () => Promise<void> | void> = {
    KeyN: takeNext, ArrowDown: () => move(1), ArrowUp: () => move(-1), KeyR: () => replyText.focus(), KeyK: () => page.keys.showModal(),
  }
  const shortcut = shortcuts[event.code]
  if (!shortcut || page.keys.open) return
  event.preventDefault()
  tell()
  Promise.resolve(shortcut()).catch(tell)
})
onLanguageChosen(page.languages, chosenLocale => {
  locale = chosenLocale
  keepLocale(locale)
  label()
  page.transcript.replaceChildren()
  drawLists()
  drawOpened()
})

followEnd(page.log)
label()
drawLists()
page.invite.hidden = !location.hash.startsWith(invitePrefix)
page.signIn.hidden = !page.invite.hidden
api.session().then(signedIn, signedOut)
