import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Signs what leaves the log. The private key stays in the data folder; the public one is for whoever verifies. */
export type LogKey = { publicKey: string; sign(text: string): string }

const privateFile = 'log-signing.key'
/** The file to give to those who verify. */
export const publicFile = 'log-signing.pub'

function toBase64(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64')
}

/** The key of this data folder, made when it is first asked for: Ed25519, readable by its owner only. */
export function openLogKey(dataDir: string): LogKey {
  const path = join(dataDir, privateFile)
  if (!existsSync(path)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    writeFileSync(path, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  }
  const key = createPrivateKey(readFileSync(path))
  const open = createPublicKey(key)
  if (!existsSync(join(dataDir, publicFile))) writeFileSync(join(dataDir, publicFile), open.export({ type: 'spki', format: 'pem' }), { mode: 0o644 })
  return { publicKey: toBase64(open), sign: text => sign(null, Buffer.from(text), key).toString('hex') }
}

/** A public key as base64, from a file in PEM form or from base64 itself. Throws where it is neither. */
export function readPublicKey(text: string): string {
  return toBase64(text.includes('BEGIN') ? createPublicKey(text) : createPublicKey({ key: Buffer.from(text.trim(), 'base64'), format: 'der', type: 'spki' }))
}

/** Whether the signature over this text was made with the private half of this key. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    const bytes = Buffer.from(signature, 'hex')
    // Written in another way the same bytes would pass: only one writing is the one that was signed.
    return bytes.toString('hex') === signature && verify(null, Buffer.from(text), key, bytes)
  } catch {
    return false
  }
}

/** A short name of a key, to compare over the telephone. */
export function fingerprintOf(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 32)
}
