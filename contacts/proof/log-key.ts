import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign, verify } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keepToOwner } from '../../store/own-files.ts'

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

/** Makes a key in a file that appears whole. Where another instance on the same folder was quicker, theirs stays. */
function makeKey(dataDir: string, file: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const [path, aside] = [join(dataDir, file), join(dataDir, `${file}.${randomUUID()}`)]
  try {
    writeFileSync(aside, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx', flush: true })
    linkSync(aside, path)
  } catch (error) {
    if (!existsSync(path)) throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/** How one makes a key for the setting. */
export const howToMakeKey = 'openssl genpkey -algorithm ed25519 -outform DER | base64 -w0'

/** An Ed25519 private key from base64 (PKCS8). Throws where it is none. */
function readPrivateKey(base64: string): KeyObject {
  const key = createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' })
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('not an Ed25519 key')
  return key
}

/** Whether this can be given as the signing key. */
export function isSigningKey(base64: string): boolean {
  try {
    return readPrivateKey(base64).type === 'private'
  } catch {
    return false
  }
}

function logKeyOf(key: KeyObject): LogKey {
  return { publicKey: toBase64(createPublicKey(key)), sign: text => sign(null, Buffer.from(text), key).toString('hex') }
}

/**
 * The key that signs: the one that is `given` (base64, PKCS8), which all instances share, else that of this data folder, made when it is first
 * asked for: Ed25519, readable by its owner only. Its public half is put into the folder.
 */
export function openLogKey(dataDir: string, given?: string): LogKey {
  const path = join(dataDir, privateFile)
  if (given === undefined && !existsSync(path)) makeKey(dataDir, privateFile)
  if (given === undefined) keepToOwner(path)
  const key = given === undefined ? createPrivateKey(readFileSync(path)) : readPrivateKey(given)
  const pem = createPublicKey(key).export({ type: 'spki', format: 'pem' })
  const known = join(dataDir, publicFile)
  if (!existsSync(known) || readFileSync(known, 'utf8') !== pem) writeFileSync(known, pem, { mode: 0o644 })
  return logKeyOf(key)
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

/** A new key's private half (base64, PKCS8) to be given as a setting, once `note` has written the old one's word for it to the log. */
export async function nextLogKey(given: string, note: (change: KeyChange) => Promise<void>): Promise<{ change: KeyChange; privateKey: string }> {
  const old = logKeyOf(readPrivateKey(given))
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const after = toBase64(publicKey)
  const change = { before: old.publicKey, after, signature: old.sign(word(after)) }
  await note(change)
  return { change, privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64') }
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
