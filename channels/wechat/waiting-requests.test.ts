import { describe, expect, it } from 'vitest'
import { createWaitingRequests } from './waiting-requests.ts'

describe('a request of WeChat\'s that waits for its answer', () => {
  it('is answered with the reply to its own message', async () => {
    const requests = createWaitingRequests(5_000)
    const [one, other] = [requests.answered('a', async () => 'm1'), requests.answered('a', async () => 'm2')]
    const given = [(await requests.for('a', 'm2'))?.give('two'), (await requests.for('a', 'm1'))?.give('one')]
    const answers = await Promise.all([one, other])
    expect(answers.map(each => each?.text)).toEqual(['one', 'two'])
    for (const each of answers) each?.arrived(true)
    expect(await Promise.all(given)).toEqual([true, true])
  })
  it('takes one answer', async () => {
    const requests = createWaitingRequests(5_000)
    const answered = requests.answered('a', async () => 'm1')
    const request = await requests.for('a', 'm1')
    const [first, second] = [request?.give('first'), request?.give('second')]
    expect(await requests.for('a', 'm1')).toBeUndefined()
    const answer = await answered
    answer?.arrived(true)
    expect([answer?.text, await first, await second]).toEqual(['first', true, false])
  })
  it('has not answered where its connection broke', async () => {
    const requests = createWaitingRequests(5_000)
    const answered = requests.answered('a', async () => 'm1')
    const given = (await requests.for('a', 'm1'))?.give('lost')
    const answer = await answered
    answer?.arrived(false)
    expect(await given).toBe(false)
  })
  it('is let go where the reply took another way', async () => {
    const requests = createWaitingRequests(60_000)
    const answered = requests.answered('a', async () => 'm1')
    ;(await requests.for('a', 'm1'))?.letGo()
    expect(await answered).toBeUndefined()
  })
  it('finds its reply even where that is ready before the message is known to be taken', async () => {
    const requests = createWaitingRequests(5_000)
    const { promise, resolve } = Promise.withResolvers<string>()
    const answered = requests.answered('a', () => promise)
    const early = requests.for('a', 'm1').then(request => request?.give('soon'))
    resolve('m1')
    const answer = await answered
    answer?.arrived(true)
    expect([answer?.text, await early]).toEqual(['soon', true])
  })
  it('gives up in time, and then takes nothing', async () => {
    const requests = createWaitingRequests(20)
    const answered = requests.answered('a', async () => 'm1')
    const request = await requests.for('a', 'm1')
    expect(await answered).toBeUndefined()
    expect(await request?.give('late')).toBe(false)
    expect(await requests.for('a', 'm1')).toBeUndefined()
  })
  it('does not wait for what is not to be answered, and throws what could not be taken', async () => {
    const requests = createWaitingRequests(60_000)
    expect(await requests.answered('a', async () => undefined)).toBeUndefined()
    await expect(requests.answered('a', async () => { throw new Error('store') })).rejects.toThrow('store')
    expect(await requests.for('a', undefined)).toBeUndefined()
  })
})
