import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Signs what leaves the log. The private key stays in the data folder; the public one is for whoever verifies. */
export type LogKey = { publicKey: string; sign(text: string): string }

const privateFile = 'log-signing.key'
/** A key that is about to take the place of the one in force. */
const comingFile = 'log-signing.key.new'
/** The file to give to those who verify. */
export const publicFile = 'log-signing.pub'

function toBase64(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64')
}

function makeKey(dataDir: string, file: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  writeFileSync(join(dataDir, file), generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx', flush: true })
}

/** The key of this data folder, made when it is first asked for: Ed25519, readable by its owner only. */
export function openLogKey(dataDir: string): LogKey {
  const path = join(dataDir, privateFile)
  if (!existsSync(path)) makeKey(dataDir, privateFile)
  const key = createPrivateKey(readFileSync(path))
  const open = createPublicKey(key)
  if (!existsSync(join(dataDir, publicFile))) writeFileSync(join(dataDir, publicFile), open.export({ type: 'spki', format: 'pem' }), { mode: 0o644 })
  return { publicKey: toBase64(open), sign: text => sign(null, Buffer.from(text), key).toString('hex') }
}

/** One key's word for the one after it, as the log holds it. */
export type KeyChange = { before: string; after: string; signature: string }

const word = (after: string) => `shouwen-log-key ${after}`

/** Whether this is the word of the key before for the one after. */
export function isVouchedFor({ before, after, signature }: KeyChange): boolean {
  return isSignedBy(before, word(after), signature)
}

/**
 * Puts a new key in the place of the one in force, once `note` has written the old one's word for it to the log. Ended on the way it can be
 * begun again. Nothing else may sign meanwhile.
 */
export async function changeLogKey(dataDir: string, note: (change: KeyChange) => Promise<void>): Promise<KeyChange> {
  const old = openLogKey(dataDir)
  if (!existsSync(join(dataDir, comingFile))) makeKey(dataDir, comingFile)
  const coming = createPublicKey(createPrivateKey(readFileSync(join(dataDir, comingFile))))
  const after = toBase64(coming)
  const change = { before: old.publicKey, after, signature: old.sign(word(after)) }
  await note(change)
  renameSync(join(dataDir, comingFile), join(dataDir, privateFile))
  writeFileSync(join(dataDir, publicFile), coming.export({ type: 'spki', format: 'pem' }), { mode: 0o644 })
  return change
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
