import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { clientAddress, ownOrigin } from './address.ts'

function requestFrom(remoteAddress: string, headers: Record<string, string> = {}): IncomingMessage {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress })
  return Object.assign(new IncomingMessage(socket), { headers })
}

it.each([
  ['203.0.113.5', undefined, 0, '203.0.113.5'],
  ['::ffff:203.0.113.5', undefined, 0, '203.0.113.5'],
  // Anybody can write the header; without a proxy that we know it says nothing.
  ['203.0.113.5', '198.51.100.1', 0, '203.0.113.5'],
  ['10.0.0.1', '6.6.6.6, 198.51.100.1', 1, '198.51.100.1'],
  ['10.0.0.1', '6.6.6.6, 198.51.100.1, 10.0.0.2', 2, '198.51.100.1'],
  ['10.0.0.1', '198.51.100.1', 5, '198.51.100.1'],
  ['2001:db8:1:2:3:4:5:6', undefined, 0, '2001:db8:1:2::/64'],
  ['2001:db8::1', undefined, 0, '2001:db8:0:0::/64'],
])('counts a request from %s, forwarded for %s through %i proxies, as %s', (remote, forwarded, proxies, address) => {
  expect(clientAddress(requestFrom(remote, forwarded ? { 'x-forwarded-for': forwarded } : {}), proxies)).toBe(address)
})

it('names its own origin as the customer reached it, https only where a trusted proxy says so', () => {
  const request = requestFrom('10.0.0.1', { host: 'chat.bank.example', 'x-forwarded-proto': 'https' })
  expect(ownOrigin(request, undefined, 0)).toBe('http://chat.bank.example')
  expect(ownOrigin(request, undefined, 1)).toBe('https://chat.bank.example')
  expect(ownOrigin(request, 'https://bot.example/', 1)).toBe('https://bot.example')
})
