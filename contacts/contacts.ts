import { accept, type Accepted } from './acceptance.ts'
import { createAnswering } from './answering.ts'
import { createNoting } from './channels/noting.ts'
import { createOffered } from './channels/offered.ts'
import { createRerouting } from './channels/rerouting.ts'
import { type ComplaintSettings, createComplaints, standardSettings } from './cases/complaints.ts'
import { createCustomerSeal } from './customer-seal.ts'
import { createCustomers } from './customers/customers.ts'
import { createLinks } from './customers/links.ts'
import type { ContactsDeps } from './deps.ts'
import { createEnquiries } from './enquiries/enquiries.ts'
import { type ChainVerdict, verifyChain } from './log.ts'
import { createOutbox } from './outbox.ts'
import { createSaying } from './replies.ts'
import { erasedSince } from './proof/erasure.ts'
import { createTasks } from './tasks/tasks.ts'
import { createWrapUps } from './tasks/wrap-ups.ts'
import { createTranscript } from './transcript.ts'
import { createTurnWriting } from './turn-writing.ts'
import { createTurns } from './turns.ts'
import type { Inbound } from './types.ts'

const clocksDifferByMs = 300_000

export type Contacts = ReturnType<typeof createContacts>

/** The contact log and what hangs on it: acceptance, turns, transcripts, the outbox. */
export function createContacts(deps: ContactsDeps, settings: ComplaintSettings = standardSettings) {
  const seal = createCustomerSeal(deps)
  const complaints = createComplaints(deps, seal, settings)
  const transcript = createTranscript(deps, seal)
  const enquiries = createEnquiries({ ...deps, seal, clocks: complaints.clocks, answerDays: settings.answerDays })
  const tasks = createTasks({ ...deps, seal, clocks: complaints.clocks })
  const writeTurn = createTurnWriting(deps, seal, complaints, enquiries)
  const turns = createTurns(deps, seal, writeTurn)
  let lookedTo = ''
  return {
    /** Writes an incoming message down; durable when resolved. */
    async accept(inbound: Inbound): Promise<Accepted> {
      const owner = await deps.dutyOwner(deps.clock.now().toISOString())
      const accepted = await accept(deps, seal, inbound, owner)
      if (accepted.logged) deps.onLogged(accepted.conversation, [accepted.logged])
      return accepted
    },
    ...createAnswering(deps, seal, writeTurn),
    ...turns,
    complaints,
    enquiries,
    tasks,
    wrapUps: createWrapUps({ ...deps, tasks }),
    say: createSaying(deps, seal, enquiries),
    ...transcript,
    ...createOutbox(deps, transcript),
    ...createOffered(deps, transcript),
    ...createRerouting(deps, turns, seal),
    ...createNoting(deps, turns),
    customers: createCustomers({ ...deps, seal }),
    links: createLinks(deps, seal),
    verify: (): Promise<ChainVerdict> => verifyChain(deps.store.db),

    /** Forgets the keys of customers whom another process erased. Clocks may differ by some minutes. */
    async forgetErased(): Promise<void> {
      for (const { customer, at } of await erasedSince(deps.store, lookedTo)) {
        seal.forget(customer)
        const earlier = new Date(Date.parse(at) - clocksDifferByMs).toISOString()
        if (earlier > lookedTo) lookedTo = earlier
      }
    },
  }
}
