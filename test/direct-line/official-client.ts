import { type Activity, type ConnectionStatus, DirectLine } from 'botframework-directlinejs'
import { createRequire } from 'node:module'
import { vi } from 'vitest'
import WebSocket from 'ws'

/** The client's own observables (RxJS 5), which it does not hand out. */
type Observer<T> = { next(value: T): void; error(error: unknown): void; complete(): void }
const { Observable }: { Observable: new <T>(subscribe: (observer: Observer<T>) => void) => ReturnType<DirectLine['postActivity']> } = createRequire(import.meta.resolve('botframework-directlinejs'))('rxjs/Observable')

export type Options = ConstructorParameters<typeof DirectLine>[0]
type AjaxRequest = { method: string; url: string; body?: object; headers: Record<string, string>; responseType?: string }

/** What the client asks through XMLHttpRequest in a browser, asked through fetch; as there, a status from 400 on is an error. */
function ajax({ method, url, body, headers, responseType }: AjaxRequest) {
  return new Observable<{ status: number; response: unknown }>(subscriber => {
    const content = body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }
    fetch(url, { method, headers, ...content }).then(async response => {
      const given = { status: response.status, xhr: { getResponseHeader: (name: string) => response.headers.get(name) } }
      if (!response.ok) throw Object.assign(new Error(`${method} ${url}: ${response.status}`), given)
      subscriber.next({ ...given, response: responseType === 'arraybuffer' ? await response.arrayBuffer() : await response.json() })
      subscriber.complete()
    }).catch((error: unknown) => subscriber.error(Object.assign(error instanceof Error ? error : new Error(String(error)), { status: error instanceof Error && 'status' in error ? error.status : 0 })))
  })
}

/** Microsoft's own client on Direct Line at `domain`, with what a browser would give it; it waits no time before it reconnects. */
export function openClient(domain: string, options: Partial<Options>): { client: DirectLine; seen: Activity[]; statuses: ConnectionStatus[]; ids(): string[] } {
  vi.stubGlobal('WebSocket', WebSocket)
  const services: object = { ajax, WebSocket, random: () => -0.25 }
  const client = new DirectLine({ domain, pollingInterval: 200, timeout: 500, ...services, ...options })
  const seen: Activity[] = []
  const statuses: ConnectionStatus[] = []
  client.connectionStatus$.subscribe(status => { statuses.push(status) })
  client.activity$.subscribe(activity => { seen.push(activity) }, () => undefined)
  return { client, seen, statuses, ids: () => seen.filter(each => each.type === 'message').map(each => each.id ?? '') }
}

/** Sends a customer's message; gives its id, or `retry` where the client could not. */
export const post = (client: DirectLine, text: string, clientActivityID: string, attachments: { contentType: string; name: string; contentUrl: string }[] = []) => new Promise<string>((resolve, reject) => {
  client.postActivity({ type: 'message', text, from: { id: 'default-user' }, channelData: { clientActivityID }, attachments }).subscribe(resolve, reject)
})

/** In the log's order, each once. */
export const isWhole = (ids: readonly string[]) => ids.length === new Set(ids).size && ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? ''))
