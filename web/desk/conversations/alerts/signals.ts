import { useEffect, useRef } from 'react'
import { useDeskEvents } from '../../parts/happening.tsx'
import { useSaying } from '../../parts/language.tsx'
import type { Handover } from '../queue/sifting.ts'
import type { Alerts } from './kept.ts'
import { signal } from './signal.ts'
import { words } from './words.ts'

type Signals = { alerts: Alerts; waiting: readonly Handover[]; mine: readonly Handover[]; chosen: string | undefined; onChosen(id: string): void }

/** Tells of customers who begin to wait and of messages in the member's own conversations, in the ways that were chosen. */
export function useSignals({ alerts, waiting, mine, chosen, onChosen }: Signals): void {
  const { say } = useSaying(words)
  const known = useRef<ReadonlySet<string>>(undefined)
  useEffect(() => {
    const before = known.current
    known.current = new Set(waiting.map(({ id }) => id))
    // Who waited before the page was opened is seen in the list.
    const fresh = before && waiting.filter(({ id }) => !before.has(id))
    const first = fresh?.find(({ urgent }) => urgent) ?? fresh?.[0]
    if (first) signal(alerts, { said: say(first.urgent ? 'urgentWaits' : 'someoneWaits'), tag: 'waiting', urgent: first.urgent, onChosen: () => onChosen(first.id) })
  })
  useDeskEvents(event => {
    if (event.type !== 'message' || event.entry.role !== 'user' || !mine.some(({ id }) => id === event.handover)) return
    if (event.handover === chosen && document.hasFocus()) return
    signal(alerts, { said: say('wrote'), tag: event.handover, onChosen: () => onChosen(event.handover) })
  })
}
