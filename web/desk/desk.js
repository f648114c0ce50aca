'use strict'
const words = {
  'zh-Hans': { title: '首问工作台', signIn: '登录', signOut: '退出', email: '邮箱', password: '密码', newPassword: '密码（至少 12 位）', name: '姓名', invite: '设置管理员', save: '保存', waiting: '等待中', mine: '我的会话', conversation: '会话', take: '接入', reply: '回复', send: '发送', close: '结束', outcome: '结果', none: '没有客户', urgent: '紧急', minutes: '分钟', resolved: '已解决', 'follow-up': '需要跟进', referred: '已转介', 'not-resolved': '未解决', user: '客户', bot: '机器人', agent: '客服' },
  'zh-Hant': { title: '首問工作台', signIn: '登入', signOut: '登出', email: '電郵', password: '密碼', newPassword: '密碼（至少 12 位）', name: '姓名', invite: '設定管理員', save: '儲存', waiting: '等待中', mine: '我的對話', conversation: '對話', take: '接入', reply: '回覆', send: '傳送', close: '結束', outcome: '結果', none: '沒有客戶', urgent: '緊急', minutes: '分鐘', resolved: '已解決', 'follow-up': '需要跟進', referred: '已轉介', 'not-resolved': '未解決', user: '客戶', bot: '機器人', agent: '客服' },
  en: { title: 'Shouwen desk', signIn: 'Sign in', signOut: 'Sign out', email: 'E-mail', password: 'Password', newPassword: 'Password (at least 12 characters)', name: 'Name', invite: 'Set up the administrator', save: 'Save', waiting: 'Waiting', mine: 'My conversations', conversation: 'Conversation', take: 'Take', reply: 'Reply', send: 'Send', close: 'Close', outcome: 'Outcome', none: 'Nobody', urgent: 'URGENT', minutes: 'min', resolved: 'Resolved', 'follow-up': 'Needs follow-up', referred: 'Referred', 'not-resolved': 'Not resolved', user: 'Customer', bot: 'Bot', agent: 'Agent' },
}
const byId = id => document.getElementById(id)
const tag = navigator.language.toLowerCase()
let locale = localStorage.getItem('shouwen.locale') || (tag.startsWith('zh') ? (/hant|tw|hk/.test(tag) ? 'zh-Hant' : 'zh-Hans') : 'en')
let chosen, timer
const t = key => words[locale][key] || key

function label() {
  document.documentElement.lang = locale
  document.title = t('title')
  for (const element of document.querySelectorAll('[data-say]')) element.textContent = t(element.dataset.say)
  for (const option of byId('outcome').options) option.textContent = t(option.value)
  for (const button of document.querySelectorAll('#languages button')) button.setAttribute('aria-pressed', String(button.dataset.locale === locale))
}
async function call(path, method = 'GET', body) {
  const response = await fetch(`/api/desk${path}`, { method, headers: body ? { 'content-type': 'application/json' } : {}, body: body && JSON.stringify(body) })
  const answer = await response.json().catch(() => ({}))
  if (response.status === 401 && path !== '/session') show(false)
  if (!response.ok) throw Object.assign(new Error(answer.error ? answer.error.message : String(response.status)), { reasons: answer.reasons })
  return answer
}
const tell = error => { byId('status').textContent = error ? error.message : '' }
function show(signedIn) {
  byId('entry').hidden = signedIn
  byId('desk').hidden = !signedIn
  byId('out').hidden = !signedIn
  clearInterval(timer)
  if (signedIn) { refresh(); timer = setInterval(refresh, 1500) }
}
function list(id, handovers) {
  const items = handovers.map(handover => {
    const button = document.createElement('button')
    button.type = 'button'
    button.dataset.id = handover.id
    button.className = handover.urgent ? 'urgent' : ''
    button.setAttribute('aria-current', String(handover.id === chosen))
    button.textContent = `${handover.urgent ? `${t('urgent')} · ` : ''}${handover.reason} · ${handover.topic} · ${Math.floor((Date.now() - Date.parse(handover.requestedAt)) / 60000)} ${t('minutes')}`
    button.addEventListener('click', () => { chosen = handover.id; refresh() })
    const item = document.createElement('li')
    item.append(button)
    return item
  })
  if (items.length === 0) { const item = document.createElement('li'); item.textContent = t('none'); items.push(item) }
  const focused = document.activeElement && document.activeElement.dataset.id
  byId(id).replaceChildren(...items)
  if (focused) byId(id).querySelector(`[data-id="${focused}"]`)?.focus()
}
async function refresh() {
  try {
    const { waiting, mine } = await call('/handovers')
    list('waiting', waiting)
    list('mine', mine)
    if (!chosen) return
    const { handover, transcript } = await call(`/handovers/${chosen}`)
    byId('summary').textContent = handover.summary
    const known = new Set([...byId('transcript').children].map(item => item.dataset.id))
    if (byId('transcript').dataset.of !== chosen) { byId('transcript').replaceChildren(); known.clear(); byId('transcript').dataset.of = chosen }
    for (const entry of transcript) {
      if (known.has(entry.id) || entry.text === '') continue
      const item = document.createElement('li')
      item.dataset.id = entry.id
      item.className = entry.role
      item.textContent = `${t(entry.role)}${entry.name ? ` ${entry.name}` : ''}: ${entry.text}`
      byId('transcript').append(item)
      byId('transcript').scrollTop = byId('transcript').scrollHeight
    }
    byId('take').hidden = handover.status !== 'waiting'
    byId('reply').hidden = handover.status !== 'active'
    tell()
  } catch (error) { tell(error) }
}
const act = handler => async event => { event.preventDefault(); try { tell(); await handler(event) } catch (error) { tell(error) } }
const fields = form => Object.fromEntries(new FormData(form))
byId('sign-in').addEventListener('submit', act(async event => { const me = await call('/session', 'POST', fields(event.target)); byId('me').textContent = me.name; event.target.reset(); show(true) }))
byId('invite').addEventListener('submit', act(async event => {
  const given = fields(event.target)
  await call('/invite', 'POST', { ...given, token: location.hash.slice('#invite='.length) })
  history.replaceState(null, '', '/desk')
  byId('invite').hidden = true
  const me = await call('/session', 'POST', { email: given.email, password: given.password })
  byId('me').textContent = me.name
  show(true)
}))
byId('out').addEventListener('click', act(async () => { await call('/session', 'DELETE'); show(false) }))
byId('take').addEventListener('click', act(async () => { await call(`/handovers/${chosen}/take`, 'POST', {}); await refresh() }))
byId('reply').addEventListener('submit', act(async event => {
  byId('reasons').textContent = ''
  try { await call(`/handovers/${chosen}/messages`, 'POST', fields(event.target)) } catch (error) { byId('reasons').textContent = [error.message, ...(error.reasons || [])].join('\n'); return }
  event.target.reset()
  await refresh()
}))
byId('reply').addEventListener('keydown', event => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) byId('reply').requestSubmit() })
byId('close').addEventListener('click', act(async () => { await call(`/handovers/${chosen}/close`, 'POST', { outcome: byId('outcome').value }); chosen = undefined; byId('transcript').replaceChildren(); byId('reply').hidden = true; await refresh() }))
byId('languages').addEventListener('click', event => { if (event.target.dataset.locale) { locale = event.target.dataset.locale; localStorage.setItem('shouwen.locale', locale); label(); refresh() } })
label()
byId('invite').hidden = !location.hash.startsWith('#invite=')
byId('sign-in').hidden = location.hash.startsWith('#invite=')
call('/session').then(me => { byId('me').textContent = me.name; show(true) }, () => show(false))
