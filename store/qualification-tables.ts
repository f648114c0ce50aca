import type { Kysely } from 'kysely'

export type QualificationTables = {
  /** What a member of staff may be given; who has no row is held to nothing but certificates and hours. */
  staff_skills: {
    staff_id: string
    /** JSON: a list such as `["fund-*"]`, or `"all"`. */
    topics: string
    /** JSON: a list of `zh-Hans`, `zh-Hant`, `en`. */
    languages: string
    /** JSON: a list of tiers, or `"all"`. */
    tiers: string
    /** How many customers at once; null for the rules' number. */
    capacity: number | null
    updated_at: string
  }
  staff_certificates: {
    staff_id: string
    kind: string
    number: string
    /** Days in Asia/Shanghai; it holds to the end of the day on which it expires. */
    issued: string
    expires: string
    /** The day on which somebody last saw that it holds (再检查). */
    checked: string | null
  }
  staff_education: {
    id: string
    staff_id: string
    day: string
    /** The year for which the hours count: the day's, or the one before where they make up for it. */
    year: number
    hours: number
    subject: string
  }
}

/** What staff may serve by (M1.2a, M1.2b): certificates, hours of continuing education, skills. */
export async function createQualificationTables<T extends QualificationTables>(db: Kysely<T>): Promise<void> {
  const { schema } = db
  await schema.createTable('staff_skills')
    .addColumn('staff_id', 'text', c => c.primaryKey()).addColumn('topics', 'text', c => c.notNull()).addColumn('languages', 'text', c => c.notNull())
    .addColumn('tiers', 'text', c => c.notNull()).addColumn('capacity', 'integer').addColumn('updated_at', 'text', c => c.notNull()).execute()
  await schema.createTable('staff_certificates')
    .addColumn('staff_id', 'text', c => c.notNull()).addColumn('kind', 'text', c => c.notNull()).addColumn('number', 'text', c => c.notNull())
    .addColumn('issued', 'text', c => c.notNull()).addColumn('expires', 'text', c => c.notNull()).addColumn('checked', 'text')
    .addPrimaryKeyConstraint('staff_certificates_pk', ['staff_id', 'kind', 'number']).execute()
  await schema.createTable('staff_education')
    .addColumn('id', 'text', c => c.primaryKey()).addColumn('staff_id', 'text', c => c.notNull()).addColumn('day', 'text', c => c.notNull())
    .addColumn('year', 'integer', c => c.notNull()).addColumn('hours', 'real', c => c.notNull()).addColumn('subject', 'text', c => c.notNull()).execute()
  await schema.createIndex('staff_education_by_year').on('staff_education').columns(['staff_id', 'year']).execute()
}
