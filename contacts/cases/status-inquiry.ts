import type { Kysely } from 'kysely'
import type { Tables } from '../../store/index.ts'
import type { Clocks } from '../clocks/clocks.ts'
import type { ContactsDeps } from '../deps.ts'
import type { Instant } from '../types.ts'
import { readCase } from './case-record.ts'
import type { CaseStatus } from './case-state.ts'

/** What a customer is told of their case; of no other case they learn anything, not even whether there is one. */
export type ToldStatus =
  | { kind: 'told'; number: string; status: CaseStatus; openedAt: Instant; dueAt: Instant | undefined; provisional: boolean; extended: boolean; answeredAt: Instant | null }
  | { kind: 'not-yours' }
  | { kind: 'too-many' }

/** After so many wrong numbers a person is told nothing for so long, in milliseconds: five in a day leave nobody a chance to guess. */
const mostGuesses = 5
const lockMs = 24 * 3_600_000

/** Asks after a case by its number, for the person who filed it only (M2.1a): the same customer, or one who is the same person by a proven identity. */
export function createStatusInquiry({ store, clock, clocks }: Pick<ContactsDeps, 'store' | 'clock'> & { clocks: Clocks }) {
  const personOf = async (db: Kysely<Tables>, customer: string) =>
    (await db.selectFrom('customers').select('person').where('id', '=', customer).executeTakeFirst())?.person ?? customer

  /** Counts a wrong number; the same whether a case of it exists or not. */
  async function countGuess(person: string): Promise<void> {
    const now = clock.now()
    const long = new Date(now.getTime() - lockMs).toISOString()
    await store.write(async tx => {
      await tx.insertInto('case_guesses').values({ person, failed: 1, since: now.toISOString() }).onConflict(conflict => conflict.column('person').doUpdateSet(eb => ({
        failed: eb.case().when('case_guesses.since', '<=', long).then(1).else(eb('case_guesses.failed', '+', 1)).end(),
        since: eb.case().when('case_guesses.since', '<=', long).then(now.toISOString()).else(eb.ref('case_guesses.since')).end(),
      }))).execute()
    })
  }

  return async function statusFor(customer: string, number: string): Promise<ToldStatus> {
    const person = await personOf(store.db, customer)
    const guesses = await store.db.selectFrom('case_guesses').selectAll().where('person', '=', person).executeTakeFirst()
    if (guesses && guesses.failed >= mostGuesses && Date.parse(guesses.since) > clock.now().getTime() - lockMs) return { kind: 'too-many' }
    const whole = await readCase(store.db, number)
    if (!whole || await personOf(store.db, whole.case.customer) !== person) {
      await countGuess(person)
      return { kind: 'not-yours' }
    }
    const { case: of, extensions } = whole
    const answer = (await clocks.of({ kind: 'case', id: number })).findLast(each => each.what === 'answer')
    return {
      kind: 'told', number, status: of.status, openedAt: of.openedAt, dueAt: answer?.status === 'done' ? undefined : answer?.dueAt, provisional: answer?.provisional ?? false,
      extended: extensions.some(each => each.status === 'granted'), answeredAt: of.answeredAt,
    }
  }
}
