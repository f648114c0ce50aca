import { RefusedRequestError, type WebhookAnswer, type WebhookRequest } from '../channel.ts'
import { isSignedBy } from './signature.ts'

/** The fields of a form that the provider has signed for this account. Throws RefusedRequestError for any other request. */
export function signedForm(request: WebhookRequest, { publicUrl, authToken, accountSid }: { publicUrl: string; authToken: string; accountSid: string }): URLSearchParams {
  if (request.method !== 'POST') throw new RefusedRequestError(405, 'Choose HTTP POST for this address at the provider')
  const { 'x-twilio-signature': signature, 'content-type': contentType } = request.headers
  if (!/^application\/x-www-form-urlencoded\b/i.test(contentType ?? '')) throw new RefusedRequestError(415, 'Send the fields as application/x-www-form-urlencoded')
  const fields = new URLSearchParams(request.body.toString('utf8').replaceAll('%00', ''))
  if (!isSignedBy(authToken, typeof signature === 'string' ? signature : undefined, publicUrl + request.target, fields)) {
    throw new RefusedRequestError(403, 'The signature does not hold; PUBLIC_URL must be the address as it is set at the provider')
  }
  if (fields.get('AccountSid') !== accountSid) throw new RefusedRequestError(403, 'The request is of another account')
  return fields
}

/** An answer in TwiML. */
export const answeredWith = (document: string): WebhookAnswer => ({ status: 200, contentType: 'text/xml; charset=utf-8', body: document })
/** Nothing more is to be done. */
export const nothingMore = answeredWith('<?xml version="1.0" encoding="UTF-8"?><Response/>')
