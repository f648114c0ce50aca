/** Shouwen launcher: `<script src="https://HOST/launcher.js" async></script>` adds a chat button to any page. */
import { localeOf } from '../shared/locale.ts'

const labels = { 'zh-Hans': '在线客服', 'zh-Hant': '線上客服', en: 'Chat with us' } as const

function launch(tag: HTMLScriptElement): void {
  const { origin } = new URL(tag.src)
  const { lang, position, color = '' } = tag.dataset
  const label = labels[localeOf(lang ?? navigator.language)]
  const side = position === 'left' ? 'left' : 'right'
  const host = document.createElement('div')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`button{position:fixed;bottom:20px;${side}:20px;z-index:2147483000;border:0;border-radius:28px;min-height:56px;padding:0 22px;font:600 16px sans-serif;color:#fff;background:${/^#[0-9a-f]{3,8}$/i.test(color) ? color : '#0b5d5a'};box-shadow:0 4px 16px #0005;cursor:pointer}button:focus-visible{outline:3px solid #f2a900;outline-offset:2px}iframe{position:fixed;bottom:88px;${side}:20px;width:400px;height:min(640px,calc(100dvh - 110px));border:0;border-radius:14px;box-shadow:0 8px 32px #0006;z-index:2147483000;background:#fff}iframe[hidden]{display:none}@media(max-width:480px){iframe{inset:0 0 76px 0;width:100%;height:calc(100dvh - 76px);border-radius:0}button{bottom:10px}}`)
  root.adoptedStyleSheets = [sheet]
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = label
  button.setAttribute('aria-expanded', 'false')
  let frame: HTMLIFrameElement | undefined
  const isOpen = () => button.getAttribute('aria-expanded') === 'true'
  const toggle = (open: boolean) => {
    if (open && !frame) {
      frame = document.createElement('iframe')
      frame.src = `${origin}/`
      frame.title = label
      root.append(frame)
    }
    if (frame) frame.hidden = !open
    button.setAttribute('aria-expanded', String(open))
    if (open) frame?.focus()
    else button.focus()
  }
  button.addEventListener('click', () => toggle(!isOpen()))
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && isOpen()) toggle(false)
  })
  root.append(button)
  const attach = () => document.body.append(host)
  if (document.body) attach()
  else addEventListener('DOMContentLoaded', attach)
}

if (document.currentScript instanceof HTMLScriptElement) launch(document.currentScript)
