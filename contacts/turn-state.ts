import type { OpenEnquiry } from './enquiries/records.ts'
import type { Handover, Inbound, StaffId } from './types.ts'

/** What a turn needs to know of its conversation. */
export type TurnState = {
  conversation: string
  channel: string
  externalId: string
  locale: string | null
  customer: string
  enquiry: OpenEnquiry
  handover: { id: string; status: 'waiting' | 'active'; agent: StaffId | null; locale: Handover['locale'] } | null
  dialogState: unknown
  /** Everything up to this sequence has had its turn. */
  answered: number
  /** Messages that have not had their turn. */
  waiting: number
  fence: number
}

/** A customer's message that has not had its turn. */
export type WaitingMessage = { id: string; sequence: number; inbound: Inbound }

type Nullable<T> = { [Key in keyof T]: T[Key] | null }

/** The hand-over that is under way, of a joined row. */
export function handoverOf(row: Nullable<{ handover_id: string; handover_status: string; agent: StaffId; handover_locale: string }>): TurnState['handover'] {
  const { handover_id, handover_status, agent, handover_locale } = row
  const locale = handover_locale === 'zh-Hant' || handover_locale === 'en' ? handover_locale : 'zh-Hans'
  return handover_id !== null && (handover_status === 'waiting' || handover_status === 'active') ? { id: handover_id, status: handover_status, agent, locale } : null
}
