import { describe, expect, it } from 'vitest'
import { createWaitingRequests } from './waiting-requests.ts'

describe('a request of WeChat\'s that waits for its answer', () => {
  it('is answered with the reply to its own message', async () => {
    const requests = createWaitingRequests(5_000)
    const [one, other] = [requests.answered('a', async () => 'm1'), requests.answered('a', async () => 'm2')]
    expect((await requests.for('a', 'm2'))?.give('two')).toBe(true)
    expect((await requests.for('a', 'm1'))?.give('one')).toBe(true)
    expect(await Promise.all([one, other])).toEqual(['one', 'two'])
  })
  it('takes one answer', async () => {
    const requests = createWaitingRequests(5_000)
    const answered = requests.answered('a', async () => 'm1')
    const request = await requests.for('a', 'm1')
    expect([request?.give('first'), request?.give('second')]).toEqual([true, false])
    expect(await requests.for('a', 'm1')).toBeUndefined()
    expect(await answered).toBe('first')
  })
  it('finds its reply even where that is ready before the message is known to be taken', async () => {
    const requests = createWaitingRequests(5_000)
    const { promise, resolve } = Promise.withResolvers<string>()
    const answered = requests.answered('a', () => promise)
    const early = requests.for('a', 'm1').then(request => request?.give('soon'))
    resolve('m1')
    expect(await early).toBe(true)
    expect(await answered).toBe('soon')
  })
  it('gives up in time, and then takes nothing', async () => {
    const requests = createWaitingRequests(20)
    const answered = requests.answered('a', async () => 'm1')
    const request = await requests.for('a', 'm1')
    expect(await answered).toBeUndefined()
    expect(request?.give('late')).toBe(false)
    expect(await requests.for('a', 'm1')).toBeUndefined()
  })
  it('does not wait for what is not to be answered, and throws what could not be taken', async () => {
    const requests = createWaitingRequests(60_000)
    expect(await requests.answered('a', async () => undefined)).toBeUndefined()
    await expect(requests.answered('a', async () => { throw new Error('store') })).rejects.toThrow('store')
    expect(await requests.for('a', undefined)).toBeUndefined()
  })
})
