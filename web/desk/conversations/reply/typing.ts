import { useRef } from 'react'
import { call } from '../../call/desk.ts'

/** The customer is told that we type at most this often, in milliseconds. */
const tellTypingEvery = 3_000

/** Tells the customer that the agent types. */
export function useTellTyping(id: string): () => void {
  const told = useRef(0)
  return () => {
    if (Date.now() - told.current < tellTypingEvery) return
    told.current = Date.now()
    // Whether it arrives matters to nobody but the customer's view of the moment.
    call.POST('/api/desk/handovers/{id}/typing', { params: { path: { id } } }).catch(() => undefined)
  }
}
