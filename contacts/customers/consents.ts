import type { Kysely } from 'kysely'
import type { Tables } from '../../store/index.ts'
import type { NewEntry } from '../log.ts'
import type { Instant } from '../types.ts'

/** What a customer may agree to, each by itself (M3.1a). Serving the enquiry itself needs no consent of its own. */
export const purposes = ['quality', 'training', 'marketing'] as const
export type Purpose = (typeof purposes)[number]

export type Consent = { purpose: Purpose; given: boolean; /** The version of the text that was agreed to. */ wording: string; source: string; at: Instant }

/** Keeps what the customer agreed to or took back, with what they read; gives what the log says of it. */
export async function keepConsent(tx: Kysely<Tables>, customer: string, { purpose, given, wording, source }: Omit<Consent, 'at'>, by: string, now: Instant): Promise<NewEntry> {
  const row = { customer_id: customer, purpose, given: given ? 1 : 0, wording, source, at: now }
  await tx.insertInto('consents').values(row).onConflict(conflict => conflict.columns(['customer_id', 'purpose']).doUpdateSet({ given: row.given, wording, source, at: now })).execute()
  return { at: now, kind: given ? 'consent.given' : 'consent.withdrawn', customer, enquiry: '', conversation: '', actor: by, facts: { purpose, wording, source, rule: 'M3.1a' } }
}

/** The newest word of the person on each purpose, over all channels; what was never asked is not given. */
export async function consentsOf(db: Kysely<Tables>, customers: readonly string[]): Promise<Consent[]> {
  const rows = await db.selectFrom('consents').selectAll().where('customer_id', 'in', customers).orderBy('at').execute()
  const newest = new Map(rows.map(row => [row.purpose, row]))
  return purposes.flatMap(purpose => {
    const row = newest.get(purpose)
    return row ? [{ purpose, given: row.given === 1, wording: row.wording, source: row.source, at: row.at }] : []
  })
}
