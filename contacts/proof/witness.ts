import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { readHead, type SignedHead, witnessFile, witnessLine } from './checkpoint.ts'

export type Checkpointed = { seq: number; text: string; signature: string }

/** Keeps checkpoints where nobody who works on the records can change them. */
export type Witness = {
  name: string
  /** Where it is noted that it has a checkpoint. */
  column: 'in_folder_at' | 'at_address_at'
  /** Resolves when the checkpoint is kept; taking one twice does no harm. Throws ContradictionError where another is kept in its place. */
  take(checkpoint: Checkpointed): Promise<void>
  /** The last one that it keeps, where it can be asked. */
  latest?(): Promise<SignedHead | undefined>
}

/** The witness has seen another entry in this place. */
export class ContradictionError extends Error {
  override readonly name = 'ContradictionError'
}

/** A folder, such as one that is written once and backed up elsewhere: one file a checkpoint. */
export function folderWitness(dir: string): Witness {
  return {
    name: `the folder ${dir}`,
    column: 'in_folder_at',
    async take(checkpoint) {
      await mkdir(dir, { recursive: true })
      const [path, line] = [join(dir, witnessFile(checkpoint.seq)), witnessLine(checkpoint)]
      if (existsSync(path)) {
        if (await readFile(path, 'utf8') !== line) throw new ContradictionError(`${path} is of another past than entry ${checkpoint.seq} of the records`)
        return
      }
      // Whole or not there: a file cut off would look like another past.
      const aside = `${path}.new`
      const file = await open(aside, 'w', 0o644)
      try {
        await file.writeFile(line)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(aside, path)
    },
    async latest() {
      const name = existsSync(dir) ? (await readdir(dir)).filter(each => /^checkpoint-\d+\.json$/.test(each)).sort().at(-1) : undefined
      return name === undefined ? undefined : readHead(await readFile(join(dir, name), 'utf8'), join(dir, name))
    },
  }
}

const patienceMs = 10_000

/**
 * An address that takes a checkpoint by `POST` with JSON and answers 2xx once it is kept, 409 where it keeps another one of
 * this place. `token` is sent as bearer token.
 */
export function addressWitness(address: string, token: string | undefined): Witness {
  const { origin } = new URL(address)
  return {
    name: `the witness at ${origin}`,
    column: 'at_address_at',
    async take(checkpoint) {
      const response = await fetch(address, {
        method: 'POST', body: witnessLine(checkpoint), redirect: 'error', signal: AbortSignal.timeout(patienceMs),
        headers: { 'Content-Type': 'application/json', ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
      }).catch((error: unknown) => { throw new Error(error instanceof Error && error.name === 'TimeoutError' ? `no answer within ${patienceMs / 1000} s` : 'it cannot be reached', { cause: error }) })
      await response.body?.cancel()
      if (response.status === 409) throw new ContradictionError(`${origin} keeps another checkpoint of entry ${checkpoint.seq} than the records`)
      if (!response.ok) throw new Error(`it answered HTTP ${response.status}`)
    },
  }
}
