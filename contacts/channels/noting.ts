import type { ContactsDeps } from '../deps.ts'
import { append } from '../log.ts'
import type { Turns } from '../turns.ts'

/** Writes down what a channel reports of a conversation beside its messages. */
export function createNoting({ store, clock, onLogged }: Pick<ContactsDeps, 'store' | 'clock' | 'onLogged'>, { turnState }: Pick<Turns, 'turnState'>) {
  return {
    /** `facts` hold no personal data. A conversation that does not exist has nothing to note. */
    async note(conversation: string, kind: string, facts: Record<string, unknown>): Promise<void> {
      const state = await turnState(conversation)
      if (!state) return
      await store.write(tx => append(tx, store.engine, [{ at: clock.now().toISOString(), kind, customer: state.customer, enquiry: state.enquiry.id, conversation, actor: 'system', facts }]))
      onLogged(conversation)
    },
  }
}
