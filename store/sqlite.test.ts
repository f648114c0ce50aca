import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Flush } from './flush.ts'
import { type Given, prepare } from './prepared.ts'
import { migrate } from './migrations.ts'
import { FlushError, openSqlite } from './sqlite.ts'

let dir: string
let store: ReturnType<typeof openSqlite>
/** Ends the flush that is under way; while it is undefined none is. */
let end: ((error?: Error) => void) | undefined
let held = false
/** A disk that takes its time, once it is told to. */
const slowDisk = (): Flush => ({
  flush: () => held ? new Promise((resolve, reject) => { end = error => { end = undefined; if (error) reject(error); else resolve() } }) : Promise.resolve(),
  close: async () => undefined,
})

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'shouwen-sqlite-'))
  held = false
  store = openSqlite(join(dir, 'shouwen.db'), { flush: slowDisk })
  await migrate(store)
  held = true
})
afterEach(async () => {
  await store.close()
  rmSync(dir, { recursive: true, force: true })
})

const customer = (id: string) => store.write(async tx => { await tx.insertInto('customers').values({ id, created_at: '', wrapped_key: 'k', person: id }).execute() })
const built = () => store.db.selectFrom('customers').select('id').execute().then(rows => rows.map(row => row.id))
const preparedQuery = prepare((db, given: Given<{ key: string }>) => db.selectFrom('customers').select('id').where('wrapped_key', '=', given('key')))
const prepared = () => preparedQuery(store.db, { key: 'k' }).then(rows => rows.map(row => row.id))

/** What has happened once everything that can go on without the disk has. */
async function rested(): Promise<void> {
  for (let round = 0; round < 20; round++) await new Promise(resolve => setImmediate(resolve))
}

it('lets no unit count and nobody read it before it is on the disk', async () => {
  const happened: string[] = []
  const writing = customer('li').then(() => happened.push('written'))
  await rested()
  const reading = [built(), prepared()].map(read => read.then(ids => happened.push(`read ${ids.join()}`)))
  await rested()
  expect(happened).toEqual([])
  end?.()
  await Promise.all([writing, ...reading])
  expect(happened.toSorted()).toEqual(['read li', 'read li', 'written'])
})

it('lets those read on who wait for nothing', async () => {
  expect(await built()).toEqual([])
  expect(await prepared()).toEqual([])
})

it('takes nothing any more once the disk has failed, and gives nothing out of which nobody knows whether it is there', async () => {
  const first = customer('li')
  await rested()
  const read = built()
  const results = Promise.allSettled([first, read])
  end?.(new Error('EIO'))
  expect((await results).map(each => each.status)).toEqual(['rejected', 'rejected'])
  await expect(first).rejects.toBeInstanceOf(FlushError)
  await expect(customer('wang')).rejects.toBeInstanceOf(FlushError)
  await expect(prepared()).rejects.toBeInstanceOf(FlushError)
})

it('gives after a new start what was written', async () => {
  held = false
  await customer('li')
  await store.close()
  store = openSqlite(join(dir, 'shouwen.db'))
  expect(await prepared()).toEqual(['li'])
  await customer('wang')
  expect(await built()).toEqual(['li', 'wang'])
})
