import { sql } from 'kysely'
import type { Store } from '../../store/index.ts'
import { customersOfPerson } from '../customers/persons.ts'
import { type JourneyEntry, toJourneyEntry } from '../journey.ts'
import { placesOfCustomer } from '../proof/own-entries.ts'
import type { Instant, StaffId } from '../types.ts'

/** An enquiry as the border of a part of a journey. */
export type JourneyEnquiry = {
  id: string
  topic: string | null
  status: 'open' | 'closed'
  openedAt: Instant
  closedAt: Instant | null
  outcome: string | null
  owner: StaffId
  /** The agents who served in it, in order. */
  served: StaffId[]
  cases: { number: string; status: string; decision: string | null }[]
  /** What the customer answered to how it was, 1 to 5. */
  survey: number | null
}

export type JourneyPage = {
  /** Oldest first. */
  entries: JourneyEntry[]
  /** The enquiries that entries of this page belong to. */
  enquiries: JourneyEnquiry[]
  /** Where the page before this one ends; null where there is none. */
  before: number | null
}

/** What happens inside the service, and who looked: no part of what a customer went through. */
const inward = ['turn.decided', 'customer.viewed', 'customer.revealed', 'customer.start', 'customer.event', 'bot.event', 'clock.reminded', 'clock.started', 'clock.finished', 'clock.recounted']
const chunk = 300

/** A person's way over all channels and enquiries (M3.2b), in pages from the latest back. */
export function createWholeJourney({ db }: Pick<Store, 'db'>) {
  async function surveysIn(conversations: readonly string[], enquiries: readonly string[]): Promise<Map<string, number>> {
    const rows = await db.selectFrom('log').select(['enquiry_id', 'facts']).where('conversation_id', 'in', conversations).where('enquiry_id', 'in', enquiries).where('kind', '=', 'survey.answered').orderBy('seq').execute()
    return new Map(rows.flatMap(({ enquiry_id, facts }) => {
      const { score }: { score?: unknown } = JSON.parse(facts)
      return typeof score === 'number' ? [[enquiry_id, score] as const] : []
    }))
  }

  async function enquiriesOf(ids: readonly string[], customers: readonly string[]): Promise<JourneyEnquiry[]> {
    if (ids.length === 0) return []
    const [rows, served, cases, talks] = await Promise.all([
      db.selectFrom('enquiries').select(['id', 'topic', 'status', 'opened_at', 'closed_at', 'outcome', 'owner']).where('id', 'in', ids).orderBy('opened_at').execute(),
      db.selectFrom('handovers').select(['enquiry_id', 'agent']).where('enquiry_id', 'in', ids).where('agent', 'is not', null).orderBy('taken_at').execute(),
      db.selectFrom('cases').select(['enquiry_id', 'number', 'status', 'decision']).where('enquiry_id', 'in', ids).orderBy('opened_at').execute(),
      db.selectFrom('conversations').select('id').where('customer_id', 'in', customers).execute(),
    ])
    const surveys = talks.length === 0 ? new Map<string, number>() : await surveysIn(talks.map(({ id }) => id), ids)
    return rows.map(({ opened_at, closed_at, ...enquiry }) => ({
      ...enquiry, openedAt: opened_at, closedAt: closed_at, survey: surveys.get(enquiry.id) ?? null,
      served: [...new Set(served.flatMap(each => each.enquiry_id === enquiry.id && each.agent !== null ? [each.agent] : []))],
      cases: cases.filter(each => each.enquiry_id === enquiry.id).map(({ number, status, decision }) => ({ number, status, decision })),
    }))
  }

  return {
    /** The last `limit` entries before a place in the chain; `hidden` are enquiries that the reader does not see. */
    async page(customer: string, { before = Number.MAX_SAFE_INTEGER, limit, hidden }: { before?: number | undefined; limit: number; hidden: ReadonlySet<string> }): Promise<JourneyPage> {
      const customers = await customersOfPerson(db, customer)
      const places = (await Promise.all(customers.map(each => placesOfCustomer(db, each)))).flat().filter(place => place < before).sort((one, other) => other - one)
      const entries: JourneyEntry[] = []
      for (let start = 0; start < places.length && entries.length <= limit; start += chunk) {
        const rows = await db.selectFrom('log').selectAll().where('seq', 'in', places.slice(start, start + chunk)).where('kind', 'not in', inward).orderBy('seq', 'desc').limit(sql.lit(chunk)).execute()
        entries.push(...rows.filter(row => !hidden.has(row.enquiry_id)).map(toJourneyEntry))
      }
      const shown = entries.slice(0, limit).reverse()
      const enquiries = await enquiriesOf([...new Set(shown.flatMap(({ enquiry }) => enquiry === '' ? [] : [enquiry]))], customers)
      return { entries: shown, enquiries, before: entries.length > limit ? shown[0]?.seq ?? null : null }
    },
  }
}

export type WholeJourney = ReturnType<typeof createWholeJourney>
