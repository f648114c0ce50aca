import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { fingerprintOf, readPublicKey } from './log-key.ts'
import { verifyExport } from './log-verify.ts'

/** `npm run log:verify -- FILE [--key FILE] [--head HASH] [--json]`: checks an export of the log; exits with 0 or 1. Needs no database. */
const usage = 'Usage: npm run log:verify -- FILE [--key log-signing.pub] [--head HASH] [--json]'
const { values: { key, head, json }, positionals: [file] } = parseArgs({ allowPositionals: true, options: { key: { type: 'string' }, head: { type: 'string' }, json: { type: 'boolean', default: false } } })

/** The key that is trusted: from a file, or as it is. Ends the process where it is none. */
function trustedKey(given: string): string {
  try {
    return readPublicKey(existsSync(given) ? readFileSync(given, 'utf8') : given)
  } catch {
    console.error(`--key must be the file log-signing.pub or a public key in base64\n${usage}`)
    process.exit(2)
  }
}

if (file === undefined || (head !== undefined && !/^[0-9a-f]{64}$/.test(head))) {
  console.error(`${file === undefined ? 'Which file?' : '--head must be 64 hex digits'}\n${usage}`)
  process.exit(2)
}
const publicKey = key === undefined ? undefined : trustedKey(key)
try {
  const result = await verifyExport(createReadStream(file, { highWaterMark: 1 << 20 }), { publicKey, head })
  if (json) console.log(JSON.stringify(result.ok ? { ...result, fingerprint: fingerprintOf(result.publicKey), keyTrusted: publicKey !== undefined } : result))
  else if (!result.ok) console.log(`Not what was written: entry ${result.entry}: ${result.why}`)
  else {
    console.log(`${result.entries} entries hold; the last is ${result.seq}, its hash ${result.head}`)
    console.log(publicKey === undefined
      ? `Signed with the key ${fingerprintOf(result.publicKey)}: compare it with the institution's, or give it with --key; whoever holds another key could have signed another past.`
      : 'Signed with the key you trust.')
  }
  process.exitCode = result.ok ? 0 : 1
} catch (error) {
  if (!(error instanceof Error && 'syscall' in error)) throw error
  console.error(`${file} cannot be read: ${error.message}`)
  process.exit(2)
}
