/** Shouwen launcher: `<script src="https://HOST/launcher.js" async></script>` adds a chat button to any page. */
import { localeOf } from '../shared/locale.ts'

const labels = {
  'zh-Hans': { open: '在线客服', close: '收起' }, 'zh-Hant': { open: '線上客服', close: '收起' }, en: { open: 'Chat with us', close: 'Close chat' },
} as const

/** An element of its own name, so that no rule of the page's styles means it, and the mark that the launcher is there. */
const hostName = 'shouwen-launcher'
/** Up to this width the chat takes the whole screen, with the close button in its header. */
const phone = '(max-width:480px)'

const styles = (side: 'left' | 'right', color: string) => `
:host{all:initial}
button{position:fixed;bottom:calc(20px + env(safe-area-inset-bottom));${side}:20px;z-index:2147483000;border:2px solid transparent;border-radius:28px;min-height:56px;padding:0 22px;display:flex;align-items:center;gap:10px;font:600 16px/1.2 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;color:#fff;background:${color};box-shadow:0 4px 16px #0005;cursor:pointer}
button:focus-visible{outline:3px solid #b36b00;outline-offset:3px;box-shadow:0 0 0 3px #fff}
svg{flex:none}
iframe{position:fixed;bottom:calc(88px + env(safe-area-inset-bottom));${side}:20px;width:400px;height:min(660px,calc(100dvh - 110px));border:0;border-radius:16px;box-shadow:0 8px 40px #0006;z-index:2147483000;background:Canvas;color-scheme:light dark}
[hidden]{display:none}
@media${phone}{iframe{inset:0;width:100%;height:100dvh;border-radius:0}button[aria-expanded=true]{display:none}}
@media(prefers-reduced-motion:no-preference){iframe{animation:rise .18s ease-out}@keyframes rise{from{opacity:0;transform:translateY(12px)}}}
@media(forced-colors:active){button,iframe{border:2px solid ButtonText}}
@media print{:host{display:none}}`

const icon = '<svg aria-hidden="true" width="22" height="22" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"><path d="M4 5h16v11H9l-5 4z"/></svg>'

function launch(tag: HTMLScriptElement): void {
  // A second tag, or one that a page's router runs again, adds nothing.
  if (document.querySelector(hostName)) return
  const { origin } = new URL(tag.src)
  const { lang = '', position, color = '' } = tag.dataset
  const label = labels[localeOf(lang || document.documentElement.lang || navigator.language)]
  const host = document.createElement(hostName)
  const root = host.attachShadow({ mode: 'open' })
  // A constructed sheet, because a page's policy may forbid inline styles.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles(position === 'left' ? 'left' : 'right', /^#[0-9a-f]{3,8}$/i.test(color) ? color : '#0b5d5a'))
  root.adoptedStyleSheets = [sheet]
  const button = document.createElement('button')
  const text = document.createElement('span')
  button.type = 'button'
  button.append(new DOMParser().parseFromString(icon.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"'), 'image/svg+xml').documentElement, text)
  let frame: HTMLIFrameElement | undefined

  function show(open: boolean): void {
    const loaded = frame
    if (open && !frame) {
      frame = document.createElement('iframe')
      frame.src = `${origin}/?${new URLSearchParams({ launcher: '', lang })}`
      frame.title = label.open
      root.append(frame)
    }
    if (frame) frame.hidden = !open
    button.setAttribute('aria-expanded', String(open))
    text.textContent = open ? label.close : label.open
    if (!open) return
    frame?.focus()
    loaded?.contentWindow?.postMessage({ type: 'shouwen/opened' }, origin)
  }
  const isOpen = () => button.getAttribute('aria-expanded') === 'true'
  function close(): void {
    show(false)
    button.focus()
  }

  show(false)
  button.addEventListener('click', () => isOpen() ? close() : show(true))
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && isOpen()) close()
  })
  // Keys pressed inside the frame stay there: the chat tells when it is to be closed.
  addEventListener('message', event => {
    if (event.origin === origin && event.source === frame?.contentWindow && event.data?.type === 'shouwen/close') close()
  })
  root.append(button)
  const attach = () => document.body.append(host)
  if (document.body) attach()
  else addEventListener('DOMContentLoaded', attach)
}

if (document.currentScript instanceof HTMLScriptElement) launch(document.currentScript)
