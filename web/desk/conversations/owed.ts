import { useEffect, useMemo, useRef } from 'react'
import { desk } from '../call/desk.ts'
import { useDeskEvents } from '../parts/happening.tsx'

/** Of several messages that come together, what is unread is asked for once, after so many milliseconds. */
const gatherFor = 200

export type Owed = {
  /** How many messages of each of the member's customers they have not read. */
  unread: ReadonlyMap<string, number>
  /** Since when each of them awaits an answer. */
  awaiting: ReadonlyMap<string, string>
}

/** What the member's customers have said that is not read or not answered. What is open counts as read. */
export function useOwed(chosen: string | undefined): Owed {
  const { data, refetch } = desk.useQuery('get', '/api/desk/unread')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  useDeskEvents(event => {
    if (event.type !== 'message' || event.entry.role === 'bot') return
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void refetch(), gatherFor)
  })
  return useMemo(() => {
    const all = data?.conversations ?? []
    return {
      unread: new Map(all.flatMap(({ handover, unread }) => unread > 0 && handover !== chosen ? [[handover, unread]] : [])),
      awaiting: new Map(all.flatMap(({ handover, awaitingSince }) => awaitingSince === null ? [] : [[handover, awaitingSince]])),
    }
  }, [data, chosen])
}
