/** A member who is at the desk, as it matters to who waits. */
export type There = { id: string; status: 'available' | 'away' | 'wrap-up'; load: number; capacity: number }

/** Why a customer waits: what keeps them from being given to somebody. */
export type Holding = {
  why: 'offered' | 'nobody-here' | 'nobody-qualified' | 'nobody-available' | 'all-busy' | 'next'
  /** What whoever is there lacks for this customer, each once, what most of them lack first; where nobody is qualified. */
  lacking: string[]
}

/**
 * What holds a waiting customer up. `unfit` says for each member who is there why they may not serve this customer. The first thing
 * in the way is named: nobody there, nobody who may serve them, all of those away or writing, all of those full.
 */
export function holdingOf(there: readonly There[], unfit: ReadonlyMap<string, readonly string[]>, offered: boolean): Holding {
  if (offered) return { why: 'offered', lacking: [] }
  if (there.length === 0) return { why: 'nobody-here', lacking: [] }
  const fit = there.filter(({ id }) => (unfit.get(id) ?? []).length === 0)
  if (fit.length === 0) {
    const counts = new Map<string, number>()
    for (const { id } of there) for (const reason of unfit.get(id) ?? []) counts.set(reason, (counts.get(reason) ?? 0) + 1)
    return { why: 'nobody-qualified', lacking: [...counts].toSorted(([one, many], [other, more]) => more - many || one.localeCompare(other)).map(([reason]) => reason) }
  }
  const available = fit.filter(({ status }) => status === 'available')
  if (available.length === 0) return { why: 'nobody-available', lacking: [] }
  return { why: available.some(({ load, capacity }) => load < capacity) ? 'next' : 'all-busy', lacking: [] }
}
