import type { ConnectorClientOptions } from 'botframework-connector/lib/connectorApi/models/index.js'
import { NotTakenError } from '../../contacts/outbox.ts'
import { retryAfterMs } from '../provider-call.ts'

type HttpClient = NonNullable<ConnectorClientOptions['httpClient']>

/** A channel that has not answered by then has not taken the message. */
const answersWithinMs = 10_000

/**
 * How the connector reaches a channel: once, with an end. The connector itself would wait for ever for an answer, and by
 * itself would try again three times, each for as long as the channel says; when to try again is the outbox's to decide.
 */
export const httpClient: HttpClient = {
  async sendRequest(request) {
    const response = await fetch(request.url, {
      method: request.method, headers: request.headers.rawHeaders(), body: typeof request.body === 'string' ? request.body : null, signal: AbortSignal.timeout(answersWithinMs),
    }).catch(() => { throw new NotTakenError('the channel does not answer') })
    const bodyAsText = await response.text().catch(() => { throw new NotTakenError('the channel broke off its answer') })
    if (response.status >= 400) throw new NotTakenError(`HTTP ${response.status}`, retryAfterMs(response.headers.get('retry-after'), Date.now()))
    const headers = request.headers.clone()
    for (const name of headers.headerNames()) headers.remove(name)
    response.headers.forEach((value, name) => headers.set(name, value))
    return { status: response.status, headers, request, bodyAsText }
  },
}
