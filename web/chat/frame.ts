/** Whether the launcher on another site's page holds this page. */
export const inLauncher = window.parent !== window && new URLSearchParams(location.search).has('launcher')

/**
 * What the page and the launcher around it tell each other: Escape and the close button close the chat, and opening it
 * takes the customer to where they write. Neither message says anything of the conversation, so any site may hold the page.
 */
export function talkToLauncher(close: HTMLButtonElement, onOpened: () => void): void {
  if (!inLauncher) return
  const askToClose = () => window.parent.postMessage({ type: 'shouwen/close' }, '*')
  close.hidden = false
  close.addEventListener('click', askToClose)
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && !event.defaultPrevented && !event.isComposing) askToClose()
  })
  window.addEventListener('message', ({ source, data }) => {
    if (source === window.parent && data?.type === 'shouwen/opened') onOpened()
  })
}
