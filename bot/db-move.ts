import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { MoveError, moveRecords } from '../contacts/move.ts'
import { NotAloneError, NotOpenedError, openStore, takeAlone } from '../store/index.ts'

/**
 * `npm run db:move -- --from sqlite:DATA_DIR --to postgres://user:password@host/database [--json]`: carries the records of
 * an embedded store to an empty PostgreSQL database, all of them or none. The embedded store stays as it is.
 */
const { values } = parseArgs({ options: { from: { type: 'string' }, to: { type: 'string' }, json: { type: 'boolean', default: false } } })
const [, dataDir] = /^sqlite:(.+)$/.exec(values.from ?? '') ?? []
const { to } = values
if (dataDir === undefined || !to || !/^postgres(ql)?:\/\//.test(to)) {
  console.error('Usage: npm run db:move -- --from sqlite:DATA_DIR --to postgres://user:password@host/database [--json]')
  process.exit(2)
}
if (!existsSync(join(dataDir, 'shouwen.db'))) {
  console.error(`${dataDir} holds no records (no shouwen.db)`)
  process.exit(1)
}
try {
  const { letGo } = takeAlone(dataDir)
  const from = await openStore({ dataDir })
  const target = await openStore({ dataDir, databaseUrl: to, patient: true })
  const moved = await moveRecords(from, target)
  if (values.json) console.log(JSON.stringify(moved))
  else {
    for (const { name, rows } of moved.tables) console.log(`${name.padEnd(24)} ${rows}`)
    console.log(`The log's ${moved.entries} entries are chained as before; the last hash is ${moved.head}`)
    console.log(`Keep master.key, directline.secret and the customers' files of ${dataDir}: the service needs them with DATABASE_URL, too.`)
  }
  await from.close()
  await target.close()
  letGo()
} catch (error) {
  if (!(error instanceof MoveError) && !(error instanceof NotAloneError) && !(error instanceof NotOpenedError)) throw error
  console.error(error.message)
  process.exit(1)
}
