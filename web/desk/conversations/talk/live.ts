import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { desk } from '../../call/desk.ts'
import { useDeskEvents } from '../../parts/happening.tsx'

/** A customer counts as typing for so long, in milliseconds. */
const typesFor = 5_000

/** One conversation as it goes on: what is known of it, and whether the customer types. */
export function useTalk(id: string) {
  const queries = useQueryClient()
  const { queryKey } = desk.queryOptions('get', '/api/desk/handovers/{id}', { params: { path: { id } } })
  const { data: detail, error } = desk.useQuery('get', '/api/desk/handovers/{id}', { params: { path: { id } } })
  const [types, setTypes] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  useDeskEvents(event => {
    if (event.type !== 'typing' && event.type !== 'message' || event.handover !== id) return
    clearTimeout(timer.current)
    setTypes(event.type === 'typing')
    if (event.type === 'typing') timer.current = setTimeout(() => setTypes(false), typesFor)
    else queries.setQueryData(queryKey, before => before && !before.transcript.some(entry => entry.id === event.entry.id) ? { ...before, transcript: [...before.transcript, event.entry].toSorted((a, b) => a.sequence - b.sequence) } : before)
  })
  return { detail, error, types }
}
