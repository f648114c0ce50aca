import { NeverTakenError, OutsideWindowError } from '../../contacts/channels/undeliverable.ts'
import { NotTakenError } from '../../contacts/outbox.ts'
import type { ChannelLog, SentStatus } from '../channel.ts'
import type { TwilioError } from './api.ts'

/** The customer cannot be reached at the number: opted out, unknown, a landline, switched off, blocked (twilio.com/docs/api/errors). */
const unreachable = new Set([21211, 21217, 21408, 21610, 21612, 21614, 30003, 30004, 30005, 30006])
/** Ours to put right: credentials, the number, the balance. */
const setup = new Set([20003, 20005, 21606, 21659, 21660, 30001, 30002, 30034])

/** What a refusal means for what was to be sent. */
export function meaningOf({ status, code }: { status: number; code: number }): 'unreachable' | 'setup' | 'wrong' {
  if (unreachable.has(code)) return 'unreachable'
  return status === 401 || status === 403 || setup.has(code) ? 'setup' : 'wrong'
}

const statuses: Record<string, SentStatus> = { sent: 'sent', delivered: 'delivered', read: 'read', failed: 'failed', undelivered: 'failed' }

/** What became of a message, in our words; undefined for a state on the way there. */
export const statusOf = (status: string): SentStatus | undefined => Object.hasOwn(statuses, status) ? statuses[status] : undefined

/** What a refused message's delivery throws. */
export function whyNotSent(error: TwilioError, log: ChannelLog): Error {
  switch (meaningOf(error)) {
    case 'unreachable': return new OutsideWindowError(error.message)
    case 'setup':
      log.error({ why: error.message }, 'the provider does not take our messages; check TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_NUMBER')
      return new NotTakenError(error.message)
    case 'wrong': return new NeverTakenError(error.message)
  }
}
