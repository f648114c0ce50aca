import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A message's envelope was not closed with our key, or is not for us. */
export class WrongEnvelopeError extends Error {
  override readonly name = 'WrongEnvelopeError'
}

const block = 32
const head = 20

/** SHA-1 over the sorted parts, as WeChat and WeCom sign (token, timestamp, nonce and, where it is encrypted, the message). */
export function signatureOf(...parts: readonly string[]): string {
  return createHash('sha1').update([...parts].sort().join('')).digest('hex')
}

/** Whether a request carries the signature of these parts; takes as long for a wrong one. */
export function isSigned(given: string | undefined, ...parts: readonly string[]): boolean {
  const expected = Buffer.from(signatureOf(...parts))
  const got = Buffer.from(given ?? '')
  return got.length === expected.length && timingSafeEqual(got, expected)
}

export type Envelope = ReturnType<typeof createEnvelope>

/**
 * WeChat's and WeCom's message encryption: AES-256-CBC with the key of 43 characters set at the provider, over 16 random
 * bytes, the length, the message and who it is for, padded to 32 (「消息加解密说明」, developers.weixin.qq.com).
 * `receiver` is the app id, or WeCom's corp id.
 */
export function createEnvelope(encodingAesKey: string, receiver: string) {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64')
  const iv = key.subarray(0, 16)

  return {
    /** What is inside. Ask `isSigned` before. Throws WrongEnvelopeError. */
    open(encrypted: string): string {
      const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
      let padded: Buffer
      try {
        padded = Buffer.concat([decipher.update(Buffer.from(encrypted, 'base64')), decipher.final()])
      } catch {
        throw new WrongEnvelopeError('The message is not encrypted as expected')
      }
      const padding = padded.at(-1) ?? 0
      const plain = padding >= 1 && padding <= block ? padded.subarray(0, padded.length - padding) : Buffer.alloc(0)
      const length = plain.length > head ? plain.readUInt32BE(16) : 0
      if (plain.length <= head || length > plain.length - head) throw new WrongEnvelopeError('The message is not encrypted with this key')
      if (plain.subarray(head + length).toString() !== receiver) throw new WrongEnvelopeError('The message is for another account')
      return plain.subarray(head, head + length).toString()
    },

    /** The message, closed. */
    close(message: string): string {
      const content = Buffer.from(message)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(content.length)
      const plain = Buffer.concat([randomBytes(16), length, content, Buffer.from(receiver)])
      const padding = block - plain.length % block
      const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false)
      return Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(padding, padding)])), cipher.final()]).toString('base64')
    },
  }
}
