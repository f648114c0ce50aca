import type { Schema } from '../../call/desk.ts'
import type { Handover } from './sifting.ts'

/** After how many seconds a wait is long, and too long, by the rules in force. */
export type Patience = Schema<'Patience'>
export type Wait = 'fine' | 'long' | 'late'

/** How a customer's wait since an instant is to be judged now: for somebody to serve them, or for that member's reply. */
export function waitSince(instant: string, status: Handover['status'], now: number, patience: Patience): Wait {
  const { long, late } = status === 'active' ? patience.reply : patience.person
  const seconds = (now - Date.parse(instant)) / 1000
  return seconds >= late ? 'late' : seconds >= long ? 'long' : 'fine'
}
