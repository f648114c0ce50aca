import type { Store } from '../store/index.ts'
import { entriesAt, placesOfCustomer } from './proof/own-entries.ts'
import { shownText } from './transcript.ts'

/** One entry of the log as it may be read without opening anything personal. */
export type JourneyEntry = { seq: number; id: string; at: string; kind: string; actor: string; conversation: string; sequence: number | null; enquiry: string; text: string; facts: Record<string, unknown> }

type Row = { seq: number; id: string; at: string; kind: string; actor: string; conversation_id: string; conversation_seq: number | null; enquiry_id: string; masked: string; masked_digest: string | null; facts: string }

const columns = ['seq', 'id', 'at', 'kind', 'actor', 'conversation_id', 'conversation_seq', 'enquiry_id', 'masked', 'masked_digest', 'facts'] as const

/** A row of the log as a journey shows it. */
export const toJourneyEntry = (row: Row): JourneyEntry => ({
  seq: Number(row.seq), id: row.id, at: row.at, kind: row.kind, actor: row.actor, conversation: row.conversation_id, sequence: row.conversation_seq, enquiry: row.enquiry_id, text: shownText(row), facts: JSON.parse(row.facts),
})

/** Reads the log by its masked texts: what agents work with. */
export function createJourney({ db }: Pick<Store, 'db'>) {
  return {
    /** The last `limit` entries of a conversation, oldest first. */
    async ofConversation(conversation: string, limit: number): Promise<JourneyEntry[]> {
      const rows = await db.selectFrom('log').select(columns).where('conversation_id', '=', conversation).orderBy('seq', 'desc').limit(limit).execute()
      return rows.map(toJourneyEntry).reverse()
    },
    /** The entries of these customers in all conversations, oldest first: all of them, or those of an enquiry. */
    async ofCustomers(customers: readonly string[], { enquiry, limit }: { enquiry?: string | undefined; limit: number }): Promise<JourneyEntry[]> {
      const places = (await Promise.all(customers.map(customer => placesOfCustomer(db, customer)))).flat().sort((one, other) => one - other)
      const entries: JourneyEntry[] = []
      for await (const rows of entriesAt(db, places)) entries.push(...rows.filter(row => enquiry === undefined || row.enquiry_id === enquiry).map(toJourneyEntry))
      return entries.slice(-limit)
    },
    /** Entries of all conversations after a place in the chain, in its order. */
    async after(seq: number, limit: number): Promise<JourneyEntry[]> {
      return (await db.selectFrom('log').select(columns).where('seq', '>', seq).orderBy('seq').limit(limit).execute()).map(toJourneyEntry)
    },
    /** The last place in the chain; 0 for an empty log. */
    async head(): Promise<number> {
      const row = await db.selectFrom('log').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst()
      return Number(row?.seq ?? 0)
    },
    /** The enquiry that a hand-over is about. */
    async enquiry(id: string): Promise<{ customer: string; owner: string; topic: string | null; openedAt: string } | undefined> {
      const row = await db.selectFrom('enquiries').select(['customer_id', 'owner', 'topic', 'opened_at']).where('id', '=', id).executeTakeFirst()
      return row && { customer: row.customer_id, owner: row.owner, topic: row.topic, openedAt: row.opened_at }
    },
  }
}

export type Journey = ReturnType<typeof createJourney>
