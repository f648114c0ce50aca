import { afterEach, expect, it } from 'vitest'
import { NotUnderstoodError, startUnderstanding, type UnderstandingBeside } from './understanding-beside.ts'

/** A thread that says back what it was asked, ends at one word and is stuck at another. */
const script = (begin: string) => new URL(`data:text/javascript,${encodeURIComponent(`
  import { parentPort } from 'node:worker_threads'
  ${begin}
  parentPort.on('message', asked => {
    const { now, messages } = JSON.parse(asked)
    const answers = messages.map(({ number, text, context }) => {
      if (text === 'end') throw new Error('ended')
      while (text === 'stuck');
      return text === 'fail' ? { number, failed: 'no words' } : { number, understanding: { maskedText: text, now, topic: context.topic } }
    })
    parentPort.postMessage({ answers: JSON.stringify(answers) })
  })
  parentPort.postMessage({ ready: true })
`)}`)
const told: string[] = []
let beside: UnderstandingBeside
function begin({ silentMs = 5_000, first = '' } = {}): UnderstandingBeside {
  told.length = 0
  const catalogue = { articles: new Map(), disclosures: [], products: [] }
  beside = startUnderstanding({ catalogue, modelPath: '' }, { clock: { now: () => new Date(7_000) }, log: { error: (_facts, message) => told.push(message) }, script: script(first), silentMs })
  return beside
}
afterEach(() => beside.close())
const many = Array.from({ length: 60 }, (_, at) => `message ${at}`)

it('answers each message with its own understanding, at its instant and in its context', async () => {
  const { understand, ready } = begin()
  await ready
  const understood = await Promise.all(many.map(text => understand(text, { topic: `of ${text}` })))
  expect(understood).toEqual(many.map(text => ({ maskedText: text, now: 7_000, topic: `of ${text}` })))
})

it.each([['ends', 'end', 5_000], ['leaves stuck', 'stuck', 400]])('gives up a message that %s its thread, and only that', async (_what, text, silentMs) => {
  const { understand, ready } = begin({ silentMs })
  await ready
  const before = many.slice(0, 30).map(each => understand(each))
  const lost = understand(text)
  const after = many.slice(30).map(each => understand(each))
  const outcomes = await Promise.allSettled([...before, lost, ...after])
  expect(outcomes[30]).toMatchObject({ status: 'rejected', reason: expect.any(NotUnderstoodError) })
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1)
  expect(told.length).toBeGreaterThan(0)
  // Who comes later meets a thread that works.
  expect(await understand('later')).toMatchObject({ maskedText: 'later' })
})

it('says which message had no words, and answers the others', async () => {
  const { understand, ready } = begin()
  await ready
  const [one, other] = await Promise.allSettled([understand('fail'), understand('well')])
  expect(one).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('no words') } })
  expect(other).toMatchObject({ status: 'fulfilled', value: { maskedText: 'well' } })
})

it('answers all that waits before it retires', async () => {
  const { understand, ready, retire } = begin()
  await ready
  const waiting = many.map(text => understand(text))
  retire()
  expect(await Promise.all(waiting)).toHaveLength(many.length)
  await expect(understand('later')).rejects.toThrow(NotUnderstoodError)
})

it('rejects where it cannot begin, and leaves nobody waiting when it closes', async () => {
  const { ready, understand, close } = begin({ first: `throw new Error('no model')` })
  const waiting = understand('hello')
  waiting.catch(() => undefined)
  await expect(ready).rejects.toThrow('could not begin')
  await close()
  await expect(waiting).rejects.toThrow(NotUnderstoodError)
})
