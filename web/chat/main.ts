import { byId } from '../shared/dom.ts'
import { currentLocale, keepLocale, onLanguageChosen, showLanguage } from '../shared/language.ts'
import { isLocale, type Locale } from '../shared/locale.ts'
import { watchConnection } from './connection.ts'
import { inLauncher, talkToLauncher } from './frame.ts'
import { styleOptions } from './look.ts'
import { tellLanguages, wordsIn } from './message-languages.ts'
import { endpoint, keepInDate, openSession } from './session.ts'
import { type Action, type Connection, loadWebChat, type Store } from './web-chat.ts'
import { words } from './words.ts'

const page = {
  bank: byId('bank', HTMLElement), kind: byId('kind', HTMLElement), languages: byId('languages', HTMLElement), close: byId('close', HTMLButtonElement),
  notice: byId('notice-text', HTMLElement), privacy: byId('privacy', HTMLAnchorElement), status: byId('status', HTMLElement), chat: byId('chat', HTMLElement),
  suggestions: byId('suggestions', HTMLElement),
}
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
const webChatSource = document.body.dataset['webchat'] ?? ''
/** Direct Line's ConnectionStatus; everything from `expired` on is final. */
const status = { expired: 3 } as const

let locale = currentLocale()
let opened: { store: Store; render(): void; close(): void } | undefined
const localesOfTexts = new Map<string, Locale>()

function label(): void {
  const text = words[locale]
  showLanguage(page.languages, locale)
  document.title = `${text.bank} · ${text.kind}`
  page.bank.textContent = text.bank
  page.kind.textContent = text.kind
  page.notice.textContent = text.notice
  page.privacy.textContent = text.privacy
  page.close.setAttribute('aria-label', text.close)
  page.languages.setAttribute('aria-label', text.languages)
  page.suggestions.setAttribute('aria-label', text.suggestions)
  page.suggestions.replaceChildren(...text.ask.map(question => {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = question
    button.disabled = opened === undefined
    button.addEventListener('click', () => opened?.store.dispatch({ type: 'WEB_CHAT/SEND_MESSAGE', payload: { method: 'keyboard', text: question } }))
    return button
  }))
}

function offerRetry(): void {
  const retry = document.createElement('button')
  retry.type = 'button'
  retry.textContent = words[locale].retry
  retry.addEventListener('click', () => void open())
  page.status.replaceChildren(words[locale].busy, retry)
}

const sendingFiles = new Set<unknown>()

/** Follows what the store is told: notes each message's language, and says so where a file was not sent. */
function follow(action: Action): Action {
  if (action.type === 'DIRECT_LINE/POST_ACTIVITY_REJECTED' && sendingFiles.has(action.meta?.['clientActivityID'])) page.status.textContent = words[locale].notSent
  const activity = action.payload?.['activity']
  if (typeof activity !== 'object' || activity === null) return action
  if (action.type === 'DIRECT_LINE/POST_ACTIVITY_PENDING' && 'attachments' in activity) sendingFiles.add(action.meta?.['clientActivityID'])
  if (action.type !== 'DIRECT_LINE/INCOMING_ACTIVITY') return action
  if ('text' in activity && 'locale' in activity && isLocale(activity.locale)) localesOfTexts.set(wordsIn(String(activity.text)), activity.locale)
  if (!('attachments' in activity) || !Array.isArray(activity.attachments)) return action
  const attachments = activity.attachments.map(each => {
    // Web Chat shows a text file that has an address as an empty text, and a customer's picture only where it has a thumbnail.
    if (each.contentType === 'text/plain') return { ...each, contentType: 'application/octet-stream' }
    return /^image\//.test(each.contentType) ? { ...each, thumbnailUrl: each.contentUrl } : each
  })
  return { ...action, payload: { ...action.payload, activity: { ...activity, attachments } } }
}

async function open(): Promise<void> {
  page.status.replaceChildren()
  opened?.close()
  try {
    const [{ session, start }, webChat] = await Promise.all([openSession(locale), loadWebChat(webChatSource, nonce)])
    const directLine: Connection = webChat.createDirectLine({ domain: endpoint, token: session.token, conversationId: session.conversationId, watermark: '0' })
    const store = webChat.createStore({}, () => next => action => next(follow(action)))
    if (start === 'expired') page.status.textContent = words[locale].renewed
    directLine.connectionStatus$.subscribe({
      next(now) {
        if (now >= status.expired) offerRetry()
      },
    })
    const render = () => webChat.renderWebChat({ directLine, store, locale: words[locale].webChat, nonce, sendTypingIndicator: true, styleOptions }, page.chat)
    opened = { store, render, close: keepInDate() }
    render()
    label()
    if (inLauncher) write()
  } catch {
    offerRetry()
  }
}

/** Takes the customer to where they write; not on a touch screen, where the keyboard would cover the greeting. */
function write(): void {
  if (matchMedia('(hover: hover)').matches) page.chat.querySelector<HTMLElement>('textarea, input[type=text]')?.focus()
}

onLanguageChosen(page.languages, chosen => {
  if (chosen === locale) return
  locale = chosen
  keepLocale(locale)
  label()
  opened?.render()
  opened?.store.dispatch({ type: 'WEB_CHAT/SEND_EVENT', payload: { name: 'shouwen/language', value: { locale } } })
})
watchConnection(connected => {
  if (connected === 'lost') page.status.textContent = words[locale].lost
  else if (page.status.textContent === words[locale].lost) page.status.replaceChildren()
})
tellLanguages(page.chat, text => localesOfTexts.get(text))
talkToLauncher(page.close, write)
label()
void open()
