import { createHmac } from 'node:crypto'
import { sameSecret } from '../same-secret.ts'

/** The text as Meta signs it where it is not plain ASCII: each other character as \u and four lower-case hex digits. */
const escaped = (text: string) => text.replace(/[\u0080-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

const digest = (appSecret: string, content: Buffer | string) => `sha256=${createHmac('sha256', appSecret).update(content).digest('hex')}`

/**
 * Whether a body was signed with the app's secret: `X-Hub-Signature-256` over the bytes as they came, or over their
 * escaped form ("Webhooks, Validating payloads", developers.facebook.com/docs/graph-api/webhooks/getting-started).
 */
export function isSigned(appSecret: string, header: string | string[] | undefined, body: Buffer): boolean {
  if (typeof header !== 'string') return false
  const given = header.trim().toLowerCase()
  return [sameSecret(given, digest(appSecret, body)), sameSecret(given, digest(appSecret, escaped(body.toString('utf8'))))].includes(true)
}
