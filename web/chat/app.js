'use strict'
const words = {
  'zh-Hans': { bank: '澄湾银行 · 首问助手', notice: '您正在与自动助手对话；随时说“人工”可找客服人员。', privacy: '隐私说明', chat: 'zh-CN', lost: '连接中断，正在重连…', busy: '现在无法连接，请稍后再试。', retry: '重试', renewed: '上次的对话已过期，已为您开始新的对话。', languages: '语言', suggestions: '常见问题', ask: ['卡丢了怎么办', '转账限额是多少', '结构性存款是什么', '基金手续费多少', '网点营业时间', '转人工'] },
  'zh-Hant': { bank: '澄灣銀行 · 首問助手', notice: '您正在與自動助理對話；隨時說「人工」可找客服人員。', privacy: '私隱說明', chat: 'zh-HK', lost: '連線中斷，正在重連…', busy: '現在無法連線，請稍後再試。', retry: '重試', renewed: '上次的對話已過期，已為您開始新的對話。', languages: '語言', suggestions: '常見問題', ask: ['卡丟了怎麼辦', '轉帳限額是多少', '結構性存款是什麼', '基金手續費多少', '網點營業時間', '轉人工'] },
  en: { bank: 'Chengwan Bank assistant', notice: 'You are talking to an automated assistant; say "agent" at any time to reach a person.', privacy: 'Privacy notice', chat: 'en-US', lost: 'Connection lost, reconnecting…', busy: 'We cannot connect right now. Please try again later.', retry: 'Try again', renewed: 'Your last conversation had expired; this is a new one.', languages: 'Language', suggestions: 'Common questions', ask: ['I lost my card', 'What is the transfer limit', 'What is a structured deposit', 'Fund fees', 'Branch hours', 'Talk to a person'] },
}
const byId = id => document.getElementById(id)
const nonce = document.body.dataset.nonce
const endpoint = `${location.origin}/v3/directline`
const browserLocale = () => { const tag = navigator.language.toLowerCase(); return tag.startsWith('zh') ? (/hant|tw|hk|mo/.test(tag) ? 'zh-Hant' : 'zh-Hans') : 'en' }
/** A frame on another site may have no storage; then the conversation lasts as long as the page. */
const memory = new Map()
const kept = {
  get(key) { try { return localStorage.getItem(key) } catch { return memory.get(key) ?? null } },
  set(key, value) { try { localStorage.setItem(key, value) } catch { memory.set(key, value) } },
  remove(key) { try { localStorage.removeItem(key) } catch { memory.delete(key) } },
  session() { try { return JSON.parse(kept.get('shouwen.session')) } catch { return null } },
}
let locale = kept.get('shouwen.locale') || browserLocale()
let store, connection, renewal

function label() {
  const text = words[locale]
  document.documentElement.lang = locale
  document.title = text.bank
  byId('bank').textContent = text.bank
  byId('notice-text').textContent = text.notice
  byId('privacy').textContent = text.privacy
  byId('languages').setAttribute('aria-label', text.languages)
  byId('suggestions').setAttribute('aria-label', text.suggestions)
  for (const button of document.querySelectorAll('#languages button')) button.setAttribute('aria-pressed', String(button.dataset.locale === locale))
  byId('suggestions').replaceChildren(...text.ask.map(question => {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = question
    button.disabled = !store
    button.addEventListener('click', () => { if (store) store.dispatch({ type: 'WEB_CHAT/SEND_MESSAGE', payload: { method: 'keyboard', text: question } }) })
    return button
  }))
}
function loadWebChat() {
  return new Promise((resolve, reject) => {
    if (window.WebChat) return resolve()
    const script = document.createElement('script')
    script.src = document.body.dataset.webchat
    script.nonce = nonce
    script.onload = resolve
    script.onerror = reject
    document.head.append(script)
  })
}
async function token() {
  const session = kept.session()
  let note = ''
  if (session) {
    const renewed = await fetch(`${endpoint}/tokens/refresh`, { method: 'POST', headers: { Authorization: `Bearer ${session.token}` } })
    if (renewed.ok) return { ...(await renewed.json()), known: true, note }
    // A server that is busy or away has not ended the conversation: keep it and let the customer try again.
    if (renewed.status !== 403 && renewed.status !== 404) throw new Error(String(renewed.status))
    kept.remove('shouwen.session')
    note = words[locale].renewed
  }
  const fresh = await fetch(`${endpoint}/tokens/generate`, { method: 'POST' })
  if (!fresh.ok) throw new Error(String(fresh.status))
  return { ...(await fresh.json()), known: false, note }
}
const keep = session => kept.set('shouwen.session', JSON.stringify({ token: session.token, conversationId: session.conversationId }))

function render() {
  window.WebChat.renderWebChat({
    directLine: connection, store, locale: words[locale].chat, nonce,
    styleOptions: { accent: '#0b5d5a', bubbleBackground: '#eef5f4', bubbleBorderRadius: 12, bubbleFromUserBackground: '#0b5d5a', bubbleFromUserTextColor: '#ffffff', bubbleFromUserBorderRadius: 12, hideUploadButton: true, primaryFont: 'inherit', suggestedActionLayout: 'flow', timestampColor: '#4d6463', subtle: '#4d6463' },
  }, byId('chat'))
}
function offerRetry(text) {
  const retry = document.createElement('button')
  retry.type = 'button'
  retry.textContent = words[locale].retry
  retry.addEventListener('click', open)
  byId('status').replaceChildren(`${text} `, retry)
}
function allowQuestions(allowed) {
  for (const button of byId('suggestions').children) button.disabled = !allowed
}
async function open() {
  byId('status').replaceChildren()
  try {
    const [session] = await Promise.all([token(), loadWebChat()])
    keep(session)
    connection = window.WebChat.createDirectLine({ domain: endpoint, token: session.token, conversationId: session.conversationId, watermark: '0' })
    store = window.WebChat.createStore({}, ({ dispatch }) => next => action => {
      if (action.type === 'DIRECT_LINE/CONNECT_FULFILLED' && !session.known) dispatch({ type: 'WEB_CHAT/SEND_EVENT', payload: { name: 'webchat/join', value: { locale } } })
      if (action.type === 'DIRECT_LINE/POST_ACTIVITY') action = { ...action, payload: { ...action.payload, activity: { ...action.payload.activity, locale } } }
      return next(action)
    })
    let online = false
    connection.connectionStatus$.subscribe({ next: status => {
      // Direct Line's ConnectionStatus: 1 connecting, 2 online, 3 expired token, 4 failed, 5 ended; the last three are final.
      if (status >= 3) offerRetry(words[locale].busy)
      else byId('status').textContent = status === 1 && online ? words[locale].lost : session.note
      online ||= status === 2
    } })
    clearInterval(renewal)
    renewal = setInterval(async () => {
      const current = kept.session()
      const renewed = current && await fetch(`${endpoint}/tokens/refresh`, { method: 'POST', headers: { Authorization: `Bearer ${current.token}` } }).catch(() => null)
      if (renewed && renewed.ok) keep(await renewed.json())
    }, 600000)
    render()
    allowQuestions(true)
  } catch {
    offerRetry(words[locale].busy)
  }
}
byId('languages').addEventListener('click', event => {
  const chosen = event.target.dataset && event.target.dataset.locale
  if (!chosen) return
  locale = chosen
  kept.set('shouwen.locale', locale)
  label()
  if (connection) render()
})
label()
open()
