import { type Kysely, sql } from 'kysely'
import type { Tables } from '../store/index.ts'
import { notify } from './clocks/notices.ts'
import { unconcerned } from './clocks/unconcerned.ts'
import type { ContactsDeps } from './deps.ts'
import { append, type NewEntry } from './log.ts'
import type { StaffId } from './types.ts'

const running = ['accepted', 'investigating', 'decided', 'answered'] as const

/** Passes a member's cases on; one that concerns the other stays, and senior management is told (回避, M3.3a). */
async function passCases(tx: Kysely<Tables>, from: StaffId, to: StaffId, why: string, at: string): Promise<NewEntry[]> {
  const concerns = sql<boolean>`EXISTS (SELECT 1 FROM case_concerned WHERE case_concerned.number = cases.number AND case_concerned.staff_id = ${to})`
  const owned = tx.selectFrom('cases').select(['number', 'customer_id', 'enquiry_id', 'conversation_id']).where('owner', '=', from).where('status', 'in', running)
  const [stay, pass] = [await owned.where(concerns).execute(), await owned.where(({ not }) => not(concerns)).execute()]
  await notify(tx, at, stay.map(({ number }) => ({ key: `owner-gone:${number}:${at}`, recipient: 'management', kind: 'case.owner-gone', subject: { kind: 'case', id: number }, facts: { owner: from, rule: 'M3.3a' } })))
  if (pass.length > 0) await tx.updateTable('cases').set({ owner: to }).where('number', 'in', pass.map(({ number }) => number)).execute()
  return pass.map(({ number, customer_id, enquiry_id, conversation_id }) => ({
    at, kind: 'case.owner-named', customer: customer_id, enquiry: enquiry_id, conversation: conversation_id, actor: 'system', facts: { number, owner: to, before: from, why, rule: 'M3.3a' },
  }))
}

/** What a member answers for: enquiries, complaints, and what is due of them. */
export function createOwnership({ store, clock, onQueue }: Pick<ContactsDeps, 'store' | 'clock' | 'onQueue'>) {
  return {
    /** Gives all of it from one member to another, in one step: nothing is without an owner in between (M1.1b). Gives how many enquiries. */
    async passOn(from: StaffId, to: StaffId, why: string): Promise<number> {
      const passed = await store.write(async tx => {
        const at = clock.now().toISOString()
        const enquiries = await tx.updateTable('enquiries').set({ owner: to, updated_at: at }).where('owner', '=', from).where('status', '=', 'open').returning(['id', 'customer_id']).execute()
        const cases = await passCases(tx, from, to, why, at)
        await tx.updateTable('clocks').set({ owner: to }).where('owner', '=', from).where('status', '<>', 'done').where(unconcerned(to)).execute()
        await tx.updateTable('follow_ups').set({ owner: to }).where('owner', '=', from).where('status', 'in', ['planned', 'asked']).execute()
        await tx.updateTable('successions').set({ status: 'overtaken', decided_at: at }).where('status', '=', 'proposed').where(eb => eb.or([eb('from_owner', '=', from), eb('to_owner', '=', from)])).execute()
        await append(tx, store.engine, [
          ...enquiries.map(({ id, customer_id }) => ({ at, kind: 'enquiry.owner-named', customer: customer_id, enquiry: id, conversation: '', actor: 'system', facts: { owner: to, before: from, why, rule: 'M1.1b' } })),
          ...cases,
        ])
        return enquiries.length
      })
      if (passed > 0) onQueue()
      return passed
    },
  }
}
