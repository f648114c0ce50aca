import type { Store } from '../store/index.ts'
export type { Coordination, Lease } from '../store/index.ts'
import type { Sealing } from './sealing.ts'
import type { Instant, LoggedActivity, StaffId } from './types.ts'

/** What the contact log works with; wired once in bot/service.ts. */
export type ContactsDeps = {
  store: Store
  sealing: Sealing
  clock: { now(): Date }
  /** Replaces personal data by its mask. */
  mask(text: string): string
  /** Who answers for an enquiry that begins at this time, once its topic is known: of that topic (M1.1b). */
  dutyOwner(at: Instant, topic?: string): Promise<StaffId>
  /** For how many days after its close a customer who comes back about it finds their enquiry again. */
  reopenDays: number
  /** Called after a commit with the conversation whose log grew, and with what is new in it, in order, where that is at hand. */
  onLogged(conversation: string, logged?: readonly LoggedActivity[]): void
  /** Called after a commit that changed who waits for or talks to an agent. */
  onQueue(): void
}
