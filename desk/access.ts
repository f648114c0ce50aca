import type { Handovers } from '../contacts/handovers.ts'
import type { Journey } from '../contacts/journey.ts'
import type { Guests } from '../contacts/serving/guests.ts'
import type { Passing } from '../contacts/serving/passing.ts'
import type { Handover } from '../contacts/types.ts'
import { Refused } from './operation.ts'
import type { StaffMember } from './register.ts'

export type AccessDeps = {
  handovers: Pick<Handovers, 'get'>
  journey: Pick<Journey, 'enquiry'>
  /** Colleagues beside the agent, and who is being offered the customer. */
  guests: Pick<Guests, 'partOf'>
  passing: Pick<Passing, 'offerOf'>
  /** The enquiries of which a complaint concerns this member: they neither serve nor see them (M3.3a). */
  concerning(member: string): Promise<ReadonlySet<string>>
}

export type Enquiry = NonNullable<Awaited<ReturnType<Journey['enquiry']>>>

/** Who may do what with a customer's conversation. Each throws Refused. */
export function createAccess({ handovers, journey, guests, passing, concerning }: AccessDeps) {
  /** A hand-over with its enquiry, unless a complaint concerns the member. */
  async function known(id: string, member: StaffMember): Promise<{ handover: Handover; enquiry: Enquiry }> {
    const handover = await handovers.get(id)
    const enquiry = handover && await journey.enquiry(handover.enquiry)
    if (!handover || !enquiry) throw new Refused(404, 'NotFound', 'There is no such hand-over')
    if ((await concerning(member.id)).has(handover.enquiry)) throw new Refused(403, 'Forbidden', 'A colleague serves this customer')
    return { handover, enquiry }
  }
  const isServing = (handover: Handover, member: StaffMember) => handover.status === 'active' && handover.agent === member.id
  const isInvited = async ({ id }: Handover, member: StaffMember) => await guests.partOf(id, member.id) !== undefined || (await passing.offerOf(id))?.to === member.id

  return {
    /** For whoever serves the customer or answers for the enquiry, and for these roles. */
    async concerned(id: string, member: StaffMember, roles: readonly StaffMember['role'][]): Promise<{ handover: Handover; enquiry: Enquiry }> {
      const found = await known(id, member)
      if (isServing(found.handover, member) || found.enquiry.owner === member.id || roles.includes(member.role) || await isInvited(found.handover, member)) return found
      throw new Refused(403, 'Forbidden', 'A colleague serves this customer')
    },
    /** For all the same while the customer waits. */
    async readable(id: string, member: StaffMember, roles: readonly StaffMember['role'][]): Promise<{ handover: Handover; enquiry: Enquiry }> {
      const found = await known(id, member)
      if (found.handover.status === 'waiting' || isServing(found.handover, member) || found.enquiry.owner === member.id || roles.includes(member.role) || await isInvited(found.handover, member)) return found
      throw new Refused(403, 'Forbidden', 'A colleague serves this customer')
    },
    /** For whoever serves or served the customer in it. */
    async ownTalk(id: string, member: StaffMember): Promise<{ handover: Handover; enquiry: Enquiry }> {
      const found = await known(id, member)
      if (found.handover.agent !== member.id) throw new Refused(403, 'Forbidden', 'This conversation is not yours')
      return found
    },
    /** What the member may do in a conversation. */
    async partIn({ id, status, agent }: Handover, member: StaffMember): Promise<'serving' | 'joined' | 'consulted' | 'reading'> {
      if (status === 'active' && agent === member.id) return 'serving'
      return status === 'active' ? await guests.partOf(id, member.id) ?? 'reading' : 'reading'
    },
    /** For whoever writes to the customer: the agent, and a supervisor who has joined. */
    async speaking(id: string, member: StaffMember): Promise<{ handover: Handover; enquiry: Enquiry }> {
      const found = await known(id, member)
      if (!isServing(found.handover, member) && (found.handover.status !== 'active' || await guests.partOf(id, member.id) !== 'joined')) throw new Refused(403, 'Forbidden', 'This conversation is not yours; take it first')
      return found
    },
    /** For whoever serves the customer now. */
    async served(id: string, member: StaffMember): Promise<{ handover: Handover; enquiry: Enquiry }> {
      const found = await known(id, member)
      if (!isServing(found.handover, member)) throw new Refused(403, 'Forbidden', 'This conversation is not yours; take it first')
      return found
    },
  }
}

export type Access = ReturnType<typeof createAccess>
