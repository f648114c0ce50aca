import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** To find what is over and nobody closed, and the conversation an enquiry is at. */
export async function createEnquiryIndexes(db: Kysely<Tables>): Promise<void> {
  await db.schema.createIndex('enquiries_by_age').on('enquiries').columns(['status', 'kind', 'opened_at']).execute()
  await db.schema.createIndex('enquiries_by_opened').on('enquiries').columns(['status', 'opened_at']).execute()
  await db.schema.createIndex('conversations_by_enquiry').on('conversations').column('enquiry_id').execute()
}
