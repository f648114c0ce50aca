/** The part of Microsoft Web Chat's bundle that the page uses; its own types bring half of its source. */
export type Action = { type: string; payload?: Record<string, unknown>; meta?: Record<string, unknown> }
export type Store = { dispatch(action: Action): void }
export type Connection = { connectionStatus$: { subscribe(observer: { next(status: number): void }): void } }
type Next = (action: Action) => unknown
type Middleware = (store: Store) => (next: Next) => Next
type WebChat = {
  createDirectLine(options: { domain: string; token: string; conversationId: string; watermark: string }): Connection
  createStore(initial: object, ...middleware: Middleware[]): Store
  renderWebChat(
    props: { directLine: Connection; store: Store; locale: string; nonce: string; sendTypingIndicator: boolean; styleOptions: Record<string, unknown> },
    into: HTMLElement,
  ): void
}

declare global {
  interface Window {
    WebChat?: WebChat
  }
}

/** Loads Web Chat's own file once; the page's nonce lets it in. */
export function loadWebChat(source: string, nonce: string): Promise<WebChat> {
  if (window.WebChat) return Promise.resolve(window.WebChat)
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = source
    script.nonce = nonce
    script.onload = () => window.WebChat ? resolve(window.WebChat) : reject(new Error('Web Chat did not start'))
    script.onerror = () => {
      script.remove()
      reject(new Error('Web Chat did not load'))
    }
    document.head.append(script)
  })
}
