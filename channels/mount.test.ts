import type { AddressInfo } from 'node:net'
import restify from 'restify'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { ForeignConversationError } from '../contacts/acceptance.ts'
import { BusyError } from '../contacts/busy.ts'
import { RefusedRequestError, type WebhookRequest } from './channel.ts'
import { mountChannels } from './mount.ts'

const receive = vi.fn<(request: WebhookRequest) => Promise<{ status: number; body?: string; contentType?: string }>>()
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
const server = restify.createServer()
let url: string
beforeAll(async () => {
  mountChannels(server, [{ name: 'sms', mostBytes: 100, receive, deliver: async () => undefined, check: async () => '' }], { log })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
  const { port }: AddressInfo = server.address()
  url = `http://127.0.0.1:${port}/api/channels`
})
afterAll(() => server.close())
beforeEach(() => {
  vi.clearAllMocks()
  receive.mockResolvedValue({ status: 200 })
})
const post = (body: string, path = '/sms') => fetch(url + path, { method: 'POST', body })

it('gives a channel the bytes, the path below its name and the query as they came', async () => {
  receive.mockResolvedValue({ status: 200, body: '<Response/>', contentType: 'text/xml' })
  const response = await post('{"a": "é" }\n', '/sms/status?a=%20b&a=c')
  expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([200, 'text/xml', '<Response/>'])
  expect(receive).toHaveBeenCalledWith(expect.objectContaining({ method: 'POST', path: 'status', target: '/api/channels/sms/status?a=%20b&a=c', body: Buffer.from('{"a": "é" }\n') }))
  expect(receive.mock.calls[0]?.[0].query.getAll('a')).toEqual([' b', 'c'])
  await fetch(`${url}/sms?hub.mode=subscribe`)
  expect(receive).toHaveBeenLastCalledWith(expect.objectContaining({ method: 'GET', path: '', body: Buffer.alloc(0) }))
})

it('answers at no other address and to no other method', async () => {
  expect((await post('', '/fax')).status).toBe(404)
  expect((await post('', '/smsx')).status).toBe(404)
  expect((await fetch(`${url}/sms`, { method: 'DELETE' })).status).toBe(405)
  expect(receive).not.toHaveBeenCalled()
})

it('reads no more than the channel takes, with the length told or not', async () => {
  expect((await post('x'.repeat(101))).status).toBe(413)
  const chunked = new ReadableStream({ start(controller) { for (let part = 0; part < 20; part++) controller.enqueue(new TextEncoder().encode('x'.repeat(50))); controller.close() } })
  const request: RequestInit & { duplex: 'half' } = { method: 'POST', body: chunked, duplex: 'half' }
  expect((await fetch(`${url}/sms`, request)).status).toBe(413)
  expect(receive).not.toHaveBeenCalled()
  expect((await post('x'.repeat(100))).status).toBe(200)
})

it.each([
  ['a refusal by the channel', new RefusedRequestError(401, 'The signature does not hold'), 401, null, 'The signature does not hold'],
  ['a customer who sends too fast', new BusyError('customer', 'en', 2_500), 429, '3', 'Too many messages at once; send it again later'],
  ['a service that has too much to do', new BusyError('service', 'en', 500), 503, '1', 'Too many messages at once; send it again later'],
  ['a conversation that somebody else began', new ForeignConversationError(), 200, null, ''],
  ['records that are away', new Error('connect ECONNREFUSED 10.1.2.3 with 13800138000'), 503, '1', 'The message was not accepted; send it again'],
])('tells the provider of %s by what it does next', async (_what, error, status, retryAfter, text) => {
  receive.mockRejectedValue(error)
  const response = await post('{}')
  expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([status, retryAfter, text])
  expect(log.error).toHaveBeenCalledTimes(error.name === 'Error' ? 1 : 0)
})
