import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readWitness, seenBy, WitnessError } from './checkpoint.ts'
import { fingerprintOf, readPublicKey } from './log-key.ts'
import { verifyExport } from './log-verify.ts'

/**
 * `npm run log:verify -- FILE [--key FILE] [--witness DIR] [--head HASH] [--json]`: checks an export of the log; exits with 0
 * or 1. Needs no database. What it trusts (docs/operating.md): the public key, and what a witness kept.
 */
const usage = 'Usage: npm run log:verify -- FILE [--key log-signing.pub] [--witness DIR|FILE] [--head HASH] [--json]'

/** The command cannot be carried out as it was given. */
function refuse(why: string): never {
  console.error(`${why}\n${usage}`)
  process.exit(2)
}

function given() {
  try {
    return parseArgs({ allowPositionals: true, options: { key: { type: 'string' }, head: { type: 'string' }, witness: { type: 'string' }, json: { type: 'boolean', default: false } } })
  } catch (error) {
    return refuse(error instanceof Error ? error.message : 'That cannot be read')
  }
}

/** The key that is trusted: from a file, or as it is. */
function trustedKey(key: string): string {
  try {
    return readPublicKey(existsSync(key) ? readFileSync(key, 'utf8') : key)
  } catch {
    return refuse('--key must be the file log-signing.pub or a public key in base64')
  }
}

const { values: { key, head, witness, json }, positionals: [file] } = given()
if (file === undefined) refuse('Which file?')
if (head !== undefined && !/^[0-9a-f]{64}$/.test(head)) refuse('--head must be 64 hex digits')
const publicKey = key === undefined ? undefined : trustedKey(key)
try {
  const seen = witness === undefined ? undefined : readWitness(witness)
  const result = await verifyExport(createReadStream(file, { highWaterMark: 1 << 20 }), { publicKey, head, witnessed: seen && seenBy(seen) })
  const otherKeys = result.ok && seen ? [...new Set(seen.map(each => each.publicKey))].filter(each => each !== result.publicKey).map(fingerprintOf) : []
  if (json) console.log(JSON.stringify(result.ok ? { ...result, fingerprint: fingerprintOf(result.publicKey), keyTrusted: publicKey !== undefined, witnessedByOtherKeys: otherKeys } : result))
  else if (!result.ok) console.log(`Not what was written: entry ${result.entry}: ${result.why}`)
  else {
    console.log(`${result.entries} entries hold; the last is ${result.seq}, its hash ${result.head}`)
    if (result.withoutText > 0) console.log(`${result.withoutText} of them are without their text: their customers were erased`)
    console.log(publicKey === undefined
      ? `Signed with the key ${fingerprintOf(result.publicKey)}: compare it with the institution's, or give it with --key; whoever holds another key could have signed another past.`
      : 'Signed with the key you trust.')
    if (!seen) console.log('No witness was asked (--witness): whoever holds the key could have signed another past.')
    else {
      const last = Math.max(0, ...seen.map(each => each.seq))
      console.log(`It agrees with the witness: ${result.witnessesMet} of ${seen.length} checkpoints are of entries in it; the last one that the witness has seen is ${last}. What came after it rests on the key alone.`)
      for (const other of otherKeys) console.log(`Note: the witness also keeps checkpoints signed with the key ${other}.`)
    }
  }
  process.exitCode = result.ok ? 0 : 1
} catch (error) {
  if (error instanceof WitnessError) refuse(error.message)
  if (!(error instanceof Error && 'syscall' in error)) throw error
  console.error(`${file} cannot be read: ${error.message}`)
  process.exit(2)
}
