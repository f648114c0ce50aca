import type { ContactsDeps } from '../deps.ts'
import type { Enquiries } from '../enquiries/enquiries.ts'
import { noteSteps } from '../enquiries/records.ts'
import type { Handover, StaffId } from '../types.ts'
import { createMoves } from './moves.ts'

/** How a call to a customer went. */
export const callResults = ['reached', 'not-reached', 'wrong-number'] as const
export type CallResult = (typeof callResults)[number]

/** Calls to customers who asked for one (M2.3a). */
export function createCalls(deps: Pick<ContactsDeps, 'store' | 'clock' | 'onQueue'>, enquiries: Pick<Enquiries, 'answered'>) {
  const move = createMoves(deps)
  return {
    /**
     * Notes a call. Who was reached has their answer, and their wish is done with; otherwise it stays on the owner's list. The
     * enquiry goes on with its owner. False where somebody has done with it meanwhile.
     */
    note(handover: Handover, staff: StaffId, result: CallResult): Promise<boolean> {
      const actor = `agent:${staff}`
      const reached = result === 'reached'
      return move(handover, {
        kind: 'handover.called', actor, from: ['left'], facts: { result, rule: 'M2.3a' }, tellsOwner: true,
        change: reached ? { status: 'closed', agent: staff, closed_at: deps.clock.now().toISOString(), outcome: 'called' } : { status: 'left' },
        async then(tx, enquiry, at) {
          if (!reached) return undefined
          await noteSteps(tx, enquiry, ['answered'], at)
          await enquiries.answered(tx, enquiry.id, actor)
          return undefined
        },
      })
    },
  }
}

export type Calls = ReturnType<typeof createCalls>
