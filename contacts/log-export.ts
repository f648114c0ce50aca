import { createHash } from 'node:crypto'
import type { Store } from '../store/index.ts'
import { type Checkpoint, checkpointEvery, columns, entryLine, format, type Header, origin } from './log-file.ts'
import type { LogKey } from './log-key.ts'

export type Export = { customer?: string | undefined; from?: string | undefined; to?: string | undefined; at: Date }

const page = 2000

/** The lines of an export, entries in order, as they are read; `to` is the first instant that is not in it. */
export async function* exportLines({ db }: Pick<Store, 'db'>, key: LogKey, { customer, from, to, at }: Export): AsyncGenerator<string> {
  const digest = createHash('sha256')
  const given = (line: string) => {
    digest.update(line)
    return line
  }
  const signed = (name: 'header' | 'checkpoint', content: Header | Checkpoint) => {
    const text = JSON.stringify(content)
    return `{"${name}":${text},"signature":"${key.sign(text)}"}\n`
  }
  yield given(signed('header', { format, columns, publicKey: key.publicKey, customer: customer ?? null, from: from ?? null, to: to ?? null, at: at.toISOString() }))
  let entries = 0
  let seq = 0
  let head = origin
  const checkpoint = (last: boolean) => given(signed('checkpoint', { entries, seq, head, digest: digest.copy().digest('hex'), last }))
  for (;;) {
    let rows = db.selectFrom('log').selectAll().where('seq', '>', seq).orderBy('seq').limit(page)
    if (customer !== undefined) rows = rows.where('customer_id', '=', customer)
    if (from !== undefined) rows = rows.where('at', '>=', from)
    if (to !== undefined) rows = rows.where('at', '<', to)
    const found = await rows.execute()
    let lines = ''
    for (const row of found) {
      lines += given(entryLine(row))
      entries += 1
      ;({ seq, hash: head } = row)
      if (entries % checkpointEvery === 0) lines += checkpoint(false)
    }
    if (lines) yield lines
    if (found.length < page) break
  }
  yield checkpoint(true)
}
