import { existsSync, writeFileSync } from 'node:fs'
import pg from 'pg'
import { expect, it } from 'vitest'
import { isAway, takesNothing, whyAway } from './away.ts'
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

it('says what is wrong and what to do, and where only writing is', () => {
  const reasons: [string, RegExp, boolean][] = [
    ['53100', /disk of the database is full: make room/, true], ['25006', /standby/, true], ['55P03', /lock/, true], ['57014', /lock/, true],
    ['28P01', /DATABASE_URL holds the right user and password/, false], ['28000', /pg_hba/, false], ['3D000', /DATABASE_URL names is not there/, false], ['53300', /max_connections/, false], ['57P01', /does not answer/, false],
  ]
  for (const [code, why, onlyWriting] of reasons) {
    expect(whyAway(fromServer(code)), code).toMatch(why)
    expect(takesNothing(fromServer(code)), code).toBe(onlyWriting)
  }
  expect(whyAway(new Error('a bug'))).toBeUndefined()
})

it.skipIf(!existsSync('/dev/full'))('knows a file that found no room on the disk', () => {
  let full: unknown
  try {
    writeFileSync('/dev/full', 'a file')
  } catch (error) {
    full = error
  }
  expect(isAway(full)).toBe(true)
  expect(whyAway(full)).toMatch(/make room/)
})
