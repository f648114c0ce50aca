/** What a service says whose records are away, and what stands before one that is being started again. */
const awayStatuses: ReadonlySet<number> = new Set([502, 503, 504])

let away = false
const listeners = new Set<() => void>()

/** Whether an answer with this status says that the records, or the service, cannot be reached now. */
export const saysAway = (status: number): boolean => awayStatuses.has(status)

/** Whether the records could be reached, as far as this page has heard. */
export const records = {
  areAway: (): boolean => away,
  note(are: boolean): void {
    if (away === are) return
    away = are
    for (const listener of listeners) listener()
  },
  listen(listener: () => void): () => void {
    listeners.add(listener)
    return () => { listeners.delete(listener) }
  },
}
