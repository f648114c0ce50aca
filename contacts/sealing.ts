import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { createRecent } from './recent.ts'

/**
 * Personal data at rest (M3.1a, M5.1a): AES-256-GCM under a key of the customer's own, which is itself wrapped by the
 * master key. Destroying one customer's key makes all that was sealed under it unreadable and leaves the hash chain whole.
 */
export type Sealing = {
  /** A new customer's key, wrapped for storing. */
  newCustomerKey(): string
  /** `customer` is bound in as associated data, so that a sealed text cannot be moved to another customer. */
  seal(customer: string, wrappedKey: string, plain: string): string
  /** Throws when the text, the customer or the key is not what it was sealed with. */
  unseal(customer: string, wrappedKey: string, sealed: string): string
  /** A wrapped key, wrapped anew under the master key; undefined where it is already. Throws where neither master key opens it. */
  rewrap(wrappedKey: string): string | undefined
  /** Drops an unwrapped key from memory. */
  forget(wrappedKey: string): void
}

let pool = Buffer.alloc(0)

/** 96 random bits for one encryption. They are drawn many at a time: asking the system for each would cost as much as the encryption. */
export function nonce(): Buffer {
  if (pool.length === 0) pool = randomBytes(12 * 256)
  const drawn = pool.subarray(0, 12)
  pool = pool.subarray(12)
  return drawn
}

/** AES-256-GCM: nonce, tag and ciphertext. `about` is bound in as associated data. */
export function encryptBytes(key: KeyObject, plain: Buffer, about: string): Buffer {
  const iv = nonce()
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(about))
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}

/** Throws when the bytes, the key or what they are about is not what they were encrypted with. */
export function decryptBytes(key: KeyObject, bytes: Buffer, about: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
  decipher.setAAD(Buffer.from(about))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
}

const encrypt = (key: KeyObject, plain: Buffer, about: string) => encryptBytes(key, plain, about).toString('base64')
const decrypt = (key: KeyObject, sealed: string, about: string) => decryptBytes(key, Buffer.from(sealed, 'base64'), about)

const keptKeys = 10_000

/**
 * `masterKey` is 32 bytes and wraps. While keys are rotated, `otherKey` is the one before or the one to come: what it wrapped can be
 * read too. Unwrapped keys of recent customers are kept in memory.
 */
export function createSealing(masterKey: Buffer, otherKey?: Buffer): Sealing {
  if (masterKey.length !== 32) throw new Error('MASTER_KEY must be 32 bytes (64 hex digits)')
  const master = createSecretKey(masterKey)
  const other = otherKey && createSecretKey(otherKey)
  const unwrapped = createRecent<string, KeyObject>(keptKeys)

  /** The key within, and whether the master key opened it. */
  function open(wrappedKey: string): { key: Buffer; byMaster: boolean } {
    try {
      return { key: decrypt(master, wrappedKey, 'customer-key'), byMaster: true }
    } catch (error) {
      if (!other) throw error
      return { key: decrypt(other, wrappedKey, 'customer-key'), byMaster: false }
    }
  }
  function keyOf(wrappedKey: string): KeyObject {
    const kept = unwrapped.get(wrappedKey)
    if (kept) return kept
    const key = createSecretKey(open(wrappedKey).key)
    unwrapped.set(wrappedKey, key)
    return key
  }
  return {
    newCustomerKey: () => encrypt(master, randomBytes(32), 'customer-key'),
    seal: (customer, wrappedKey, plain) => encrypt(keyOf(wrappedKey), Buffer.from(plain, 'utf8'), customer),
    unseal: (customer, wrappedKey, sealed) => decrypt(keyOf(wrappedKey), sealed, customer).toString('utf8'),
    rewrap(wrappedKey) {
      const { key, byMaster } = open(wrappedKey)
      return byMaster ? undefined : encrypt(master, key, 'customer-key')
    },
    forget: unwrapped.delete,
  }
}
