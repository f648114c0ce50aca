import { localeOfTag } from '../contacts/busy.ts'
import type { Clocks } from '../contacts/clocks/clocks.ts'
import type { Term } from '../contacts/clocks/term.ts'
import type { Contacts } from '../contacts/contacts.ts'
import type { ContactsDeps } from '../contacts/deps.ts'
import type { Enquiries, EnquiryRecord } from '../contacts/enquiries/enquiries.ts'
import { fill, message, phrases } from '../dialogs/phrases.ts'
import { readDialogState } from '../dialogs/state.ts'
import type { Tell } from './telling.ts'

export type PromisingDeps = { contacts: Pick<Contacts, 'turnState'>; enquiries: Enquiries; clocks: Pick<Clocks, 'dueIn'>; store: ContactsDeps['store']; tell: Tell }

const dayOf = (due: string) => new Date(Date.parse(due) + 8 * 3_600_000).toISOString().slice(0, 10)

/** Makes a promise and tells the customer of it in one unit of work (M1.1c): what the gate stops is not promised. */
export function createPromising({ contacts, enquiries, clocks, store, tell }: PromisingDeps) {
  return async function promise(enquiry: EnquiryRecord, what: string, term: Term, member: { id: string; name: string }): Promise<{ promised: Awaited<ReturnType<Enquiries['promise']>> } | { reasons: string[] }> {
    let promised: Awaited<ReturnType<Enquiries['promise']>> | undefined
    const make: Parameters<typeof store.write>[0] = async tx => { promised = await enquiries.promise(tx, enquiry.id, what, term, member.id) }
    const conversation = await enquiries.conversationOf(enquiry.id)
    const state = conversation === undefined ? undefined : await contacts.turnState(conversation)
    if (conversation === undefined || !state) await store.write(make)
    else {
      const locale = readDialogState(state.dialogState).locale ?? localeOfTag(state.locale ?? undefined)
      const words = fill(phrases.promise[locale], { what, day: dayOf(clocks.dueIn(term)) })
      const said = await tell({ conversation, locale, speaker: { actor: `agent:${member.id}`, name: member.name, author: 'agent' }, outgoing: [message(locale, words)], steps: ['promised'], enquiry, also: async tx => { await make(tx) } })
      if (!said.sent) return { reasons: said.reasons }
    }
    if (!promised) throw new Error('The promise was not written down')
    return { promised }
  }
}
