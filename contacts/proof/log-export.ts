import { createHash } from 'node:crypto'
import type { Store } from '../../store/index.ts'
import { type Checkpoint, checkpointEvery, columns, entryLine, format, type Header, origin } from './log-file.ts'
import type { LogKey } from './log-key.ts'
import { entriesAt, entriesBetween, placesOfCustomer } from './own-entries.ts'

/** The places in the chain that a time begins and ends with. Clocks may go back: what lies between the two belongs to it in any case. */
async function placesOf(db: Store['db'], from: string | undefined, to: string | undefined): Promise<{ least: number; most: number }> {
  const [least, most] = await Promise.all([
    from === undefined ? undefined : db.selectFrom('log').select('seq').where('at', '>=', from).orderBy('seq').limit(1).executeTakeFirst(),
    (to === undefined ? db.selectFrom('log') : db.selectFrom('log').where('at', '<', to)).select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst(),
  ])
  if (from !== undefined && !least) return { least: 1, most: 0 }
  return { least: least?.seq ?? 1, most: most?.seq ?? 0 }
}

export type Export = {
  customer?: string | undefined
  from?: string | undefined
  to?: string | undefined
  /** The places that `from` and `to` stand for, where they are known already. */
  between?: { least: number; most: number } | undefined
  at: Date
}

/** The lines of an export, entries in order, as they are read; `to` is the first instant that is not in it. */
export async function* exportLines({ db }: Pick<Store, 'db'>, key: LogKey, { customer, from, to, between, at }: Export): AsyncGenerator<string> {
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
  const { least, most } = between ?? await placesOf(db, from, to)
  const pages = customer === undefined
    ? entriesBetween(db, least, most)
    : entriesAt(db, (await placesOfCustomer(db, customer)).filter(place => place >= least && place <= most))
  for await (const found of pages) {
    let lines = ''
    for (const row of found) {
      lines += given(entryLine(row))
      entries += 1
      ;({ seq, hash: head } = row)
      if (entries % checkpointEvery === 0) lines += checkpoint(false)
    }
    if (lines) yield lines
  }
  yield checkpoint(true)
}
