import { byId } from '../shared/dom.ts'
import { currentLocale, keepLocale, onLanguageChosen, showLanguage } from '../shared/language.ts'
import { endpoint, keepInDate, openSession } from './session.ts'
import { type Connection, loadWebChat, type Store } from './web-chat.ts'
import { words } from './words.ts'

const page = {
  bank: byId('bank', HTMLElement), languages: byId('languages', HTMLElement), notice: byId('notice-text', HTMLElement), privacy: byId('privacy', HTMLAnchorElement),
  status: byId('status', HTMLElement), chat: byId('chat', HTMLElement), suggestions: byId('suggestions', HTMLElement),
}
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
const webChatSource = document.body.dataset['webchat'] ?? ''
const styleOptions = {
  accent: '#0b5d5a', bubbleBackground: '#eef5f4', bubbleBorderRadius: 12, bubbleFromUserBackground: '#0b5d5a', bubbleFromUserTextColor: '#ffffff',
  bubbleFromUserBorderRadius: 12, hideUploadButton: true, primaryFont: 'inherit', suggestedActionLayout: 'flow', timestampColor: '#4d6463', subtle: '#4d6463',
}
/** Direct Line's ConnectionStatus; everything from `expired` on is final. */
const status = { connecting: 1, online: 2, expired: 3 } as const

let locale = currentLocale()
let opened: { store: Store; render(): void; close(): void } | undefined

function label(): void {
  const text = words[locale]
  showLanguage(page.languages, locale)
  document.title = text.bank
  page.bank.textContent = text.bank
  page.notice.textContent = text.notice
  page.privacy.textContent = text.privacy
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
  page.status.replaceChildren(`${words[locale].busy} `, retry)
}

async function open(): Promise<void> {
  page.status.replaceChildren()
  opened?.close()
  try {
    const [{ session, start }, webChat] = await Promise.all([openSession(), loadWebChat(webChatSource, nonce)])
    const directLine: Connection = webChat.createDirectLine({ domain: endpoint, token: session.token, conversationId: session.conversationId, watermark: '0' })
    const store = webChat.createStore({}, ({ dispatch }) => next => action => {
      if (action.type === 'DIRECT_LINE/CONNECT_FULFILLED' && start !== 'known') dispatch({ type: 'WEB_CHAT/SEND_EVENT', payload: { name: 'webchat/join', value: { locale } } })
      const activity = action.payload?.['activity']
      if (action.type !== 'DIRECT_LINE/POST_ACTIVITY' || typeof activity !== 'object') return next(action)
      return next({ ...action, payload: { ...action.payload, activity: { ...activity, locale } } })
    })
    const note = start === 'expired' ? words[locale].renewed : ''
    let wasOnline = false
    directLine.connectionStatus$.subscribe({
      next(now) {
        if (now >= status.expired) offerRetry()
        else page.status.textContent = now === status.connecting && wasOnline ? words[locale].lost : note
        wasOnline ||= now === status.online
      },
    })
    const render = () => webChat.renderWebChat({ directLine, store, locale: words[locale].webChat, nonce, styleOptions }, page.chat)
    opened = { store, render, close: keepInDate() }
    render()
    label()
  } catch {
    offerRetry()
  }
}

onLanguageChosen(page.languages, chosen => {
  locale = chosen
  keepLocale(locale)
  label()
  opened?.render()
})
label()
void open()
