/** From when on a customer waits long, and too long, in milliseconds. */
export const waits = { long: 60_000, late: 180_000 }

export type Wait = 'fine' | 'long' | 'late'

/** How a wait since an instant is to be judged now. */
export function waitSince(instant: string, now: number): Wait {
  const waited = now - Date.parse(instant)
  return waited >= waits.late ? 'late' : waited >= waits.long ? 'long' : 'fine'
}
