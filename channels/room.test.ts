import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { BrokenOffError, createRoom, NoRoomError } from './room.ts'

const nobody = new EventEmitter()

it('lets in what there is room for, the others in order of arrival as places are left, each place once', async () => {
  const room = createRoom({ bytes: 100 })
  const [one, two] = [await room.enter(60, nobody), await room.enter(40, nobody)]
  const entered: string[] = []
  const large = room.enter(90, nobody).then(place => { entered.push('large'); return place })
  const small = room.enter(10, nobody).then(place => { entered.push('small'); return place })
  two.leave()
  two.leave()
  await new Promise(resolve => setImmediate(resolve))
  // The small one would fit; but then a large one might wait for ever.
  expect(entered).toEqual([])
  one.leave()
  expect(await Promise.all([large, small])).toHaveLength(2)
  expect(entered).toEqual(['large', 'small'])
})

it('takes what is larger than all of it when it is empty', async () => {
  const room = createRoom({ bytes: 100, waitMs: 1 })
  const place = await room.enter(1_000, nobody)
  await expect(room.enter(1, nobody)).rejects.toThrow(NoRoomError)
  place.leave()
  expect(await room.enter(1, nobody)).toBeDefined()
})

it('sends the slow away for those who wait, the slowest first, and nobody else', async () => {
  const room = createRoom({ bytes: 100, patienceMs: 1 })
  const away: string[] = []
  const enter = async (name: string) => {
    const place = await room.enter(40, nobody)
    place.slow(() => {
      away.push(name)
      place.leave()
    })
    return place
  }
  const busy = await room.enter(20, nobody)
  await enter('slowest')
  const quick = await enter('quick')
  quick.slow(undefined)
  const next = await room.enter(40, nobody)
  expect(away).toEqual(['slowest'])
  for (const place of [busy, quick, next]) place.leave()
})

it('forgets who breaks off while they wait', async () => {
  const room = createRoom({ bytes: 100 })
  const place = await room.enter(100, nobody)
  const leaving = new EventEmitter()
  const gone = room.enter(100, leaving)
  leaving.emit('close')
  await expect(gone).rejects.toThrow(BrokenOffError)
  place.leave()
  expect(await room.enter(100, nobody)).toBeDefined()
})
