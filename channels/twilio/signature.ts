import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * How Twilio signs a request: HMAC-SHA1 under the account's auth token over the address that was asked for and the form's
 * fields, sorted ("Secure webhooks", twilio.com/docs/usage/webhooks/webhooks-security). A field given twice counts once a value.
 */
export function signatureFor(authToken: string, url: string, fields: URLSearchParams): string {
  const signed = [...new Set(fields.keys())].sort().map(name => [...new Set(fields.getAll(name))].sort().map(value => name + value).join('')).join('')
  return createHmac('sha1', authToken).update(url + signed, 'utf8').digest('base64')
}

/** The address with the port that its scheme has by default named, or left out: providers sign either. */
function spellings(url: string): string[] {
  const [, origin = '', rest = ''] = /^(https?:\/\/[^/?#]+)(.*)$/.exec(url) ?? []
  const port = origin.startsWith('https') ? 443 : 80
  if (/:\d+$/.test(origin)) return origin.endsWith(`:${port}`) ? [url, origin.slice(0, -`:${port}`.length) + rest] : [url]
  return [url, `${origin}:${port}${rest}`]
}

/** Whether a request to this address with these fields was signed with the auth token. */
export function isSignedBy(authToken: string, given: string | undefined, url: string, fields: URLSearchParams): boolean {
  const got = Buffer.from(given ?? '')
  return spellings(url).map(each => {
    const expected = Buffer.from(signatureFor(authToken, each, fields))
    return got.length === expected.length && timingSafeEqual(got, expected)
  }).includes(true)
}
