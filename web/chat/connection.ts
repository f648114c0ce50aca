type Connected = 'up' | 'lost'

/**
 * Tells when the stream to the service is lost and when it is back. Microsoft's client reconnects by itself and says
 * nothing of it, so the page watches its sockets; call this before the client is made.
 */
export function watchConnection(onChange: (connected: Connected) => void): void {
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('open', () => onChange('up'))
      // 1000 and 1005 are the client's own goodbye.
      this.addEventListener('close', ({ code }) => {
        if (code !== 1000 && code !== 1005) onChange('lost')
      })
    }
  }
}
