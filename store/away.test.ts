import pg from 'pg'
import { expect, it } from 'vitest'
import { isAway } from './away.ts'
import { openMemoryStore } from './index.ts'
import { LateError, OverloadedError } from './store.ts'

const fromServer = (code: string) => Object.assign(new pg.DatabaseError('said by the server', 1, 'error'), { code })

it('tells records that are away from a request that is wrong', async () => {
  for (const error of [new OverloadedError(), new LateError(), fromServer('57P01'), fromServer('53300'), fromServer('08006'), fromServer('25P03'), Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), new Error('Connection terminated unexpectedly')]) {
    expect(isAway(error), String(error)).toBe(true)
  }
  for (const error of [new Error('a bug'), new TypeError('x is not a function'), fromServer('23505'), fromServer('42P01'), fromServer('25P02'), Object.assign(new Error('no such file'), { code: 'ENOENT' }), 'a text', undefined]) {
    expect(isAway(error), String(error)).toBe(false)
  }
})

it('knows a disk that is full from a rule of a table that is broken', async () => {
  const store = await openMemoryStore()
  const refused = (id: string) => store.write(tx => tx.insertInto('migrations_done').values({ name: id, at: '' }).execute()).then(() => undefined, (error: unknown) => error)
  await refused('twice')
  expect(isAway(await refused('twice'))).toBe(false)
  expect(isAway(await refused('x'.repeat(64_000_000)))).toBe(true)
  await store.close()
})
