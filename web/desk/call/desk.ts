import createClient from 'openapi-fetch'
import createQueries from 'openapi-react-query'
import { hearTime } from './clock.ts'
import { placed } from './place.ts'
import { records, saysAway } from './records.ts'
import { refusedOf, RefusedError } from './refused.ts'
import type { components, paths } from './openapi.d.ts'

export { RefusedError }

/** A schema of the desk's API by its name: `Schema<'Handover'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]

/** Tells who listens that a request found the session ended. */
export const session = new EventTarget()
export const sessionEnded = 'ended'

const client = createClient<paths>({ baseUrl: location.origin, headers: { 'X-Shouwen-Desk': '1' } })
client.use({
  async onRequest({ request }) {
    const url = new URL(request.url)
    const path = placed(url.pathname)
    if (path === url.pathname) return undefined
    url.pathname = path
    const { method, headers, signal } = request
    // A body that is handed on as a stream is refused by browsers over HTTP/1.1.
    const body = await request.text()
    return new Request(url, { method, headers, signal, ...(body === '' ? {} : { body }) })
  },
  async onResponse({ response, schemaPath }) {
    hearTime(response.headers.get('date'))
    if (response.ok) return
    const refused = await refusedOf(response)
    if (saysAway(refused.status)) records.note(true)
    // A wrong code ends no session: who is asked again who they are may try once more.
    if (refused.status === 401 && refused.code !== 'WrongCode' && !schemaPath.startsWith('/api/desk/session')) session.dispatchEvent(new Event(sessionEnded))
    throw refused
  },
})

/**
 * The desk's API as hooks, typed by its description: `desk.useQuery('get', '/api/desk/handovers')`,
 * `desk.useMutation('post', '/api/desk/handovers/{id}/take')`. What it refuses comes as a RefusedError.
 */
export const desk = createQueries(client)

/** The same without a hook, for what is called from an event. */
export const call = client
