import { z } from 'zod'
import type { Contacts } from '../../contacts/contacts.ts'
import type { Audit } from '../../contacts/proof/audit.ts'
import { createArea } from '../area.ts'
import { instant, type Operation } from '../operation.ts'

const sequence = z.number().int().positive().meta({ description: 'Place in the conversation' })
const letter = z.object({
  conversation: z.string(), sequence, at: instant, attempts: z.number().int(), lastError: z.string().nullable(), text: z.string().meta({ description: 'Masked' }),
}).meta({ id: 'DeadLetter' })

const operations = {
  deadLetters: {
    method: 'get', path: '/dead-letters', summary: 'Replies that no channel took and that are not tried again, the oldest first', customers: 'noted', for: ['admin'], status: 200,
    query: z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
    answer: z.object({ letters: z.array(letter), dead: z.number().int().meta({ description: 'How many there are' }), pending: z.number().int().meta({ description: 'How many replies are on their way' }) }),
  },
  resendDeadLetters: {
    method: 'post', path: '/dead-letters/resend', summary: 'Has dead letters delivered again under their ids: one reply, those of a conversation, or all', for: ['admin'], status: 200,
    body: z.union([z.strictObject({ conversation: z.string().min(1).max(600), sequence: sequence.optional() }), z.strictObject({ all: z.literal(true) })]),
    answer: z.object({ resent: z.number().int() }),
  },
} as const satisfies Record<string, Operation>

type OutboxAreaDeps = {
  contacts: Pick<Contacts, 'deadLetters' | 'outboxDepth' | 'resend'>
  audit: Pick<Audit, 'note'>
  /** The enquiries whose complaint is about this member of staff. */
  concerning(member: string): Promise<ReadonlySet<string>>
  /** Called once something waits in the outbox. */
  onOutbox(): void
}

/** What the channels did not take, for whoever runs the service. That it was read or sent again is on the audit trail. */
export function outboxArea({ contacts, audit, concerning, onOutbox }: OutboxAreaDeps) {
  return createArea(operations, {
    async deadLetters({ query: { limit }, member }) {
      const [letters, depth, hidden] = await Promise.all([contacts.deadLetters(limit), contacts.outboxDepth(), concerning(member.id)])
      // M3.3a: whom a complaint concerns sees nothing of it, whatever their role.
      const shown = letters.filter(({ enquiry }) => !hidden.has(enquiry))
      if (shown.length > 0) await audit.note({ actor: `agent:${member.id}`, kind: 'outbox.read', facts: { letters: shown.length, rule: 'M5.3a' } })
      return { letters: shown.map(({ masked, enquiry: _enquiry, ...each }) => ({ ...each, text: masked })), ...depth }
    },
    async resendDeadLetters({ body, member }) {
      const resent = await contacts.resend('all' in body ? {} : body)
      if (resent > 0) {
        await audit.note({ actor: `agent:${member.id}`, kind: 'outbox.resent', facts: { resent, rule: 'M5.3a' } })
        onOutbox()
      }
      return { resent }
    },
  })
}
