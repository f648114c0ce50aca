import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { call, desk, type Schema } from '../../call/desk.ts'
import { useDeskEvents } from '../../parts/happening.tsx'

type Detail = { handover: Schema<'Handover'>; customer: Schema<'Customer'>; transcript: Schema<'Entry'>[] }

/** A customer counts as typing for so long, in milliseconds. */
const typesFor = 5_000

/** One conversation as it goes on: what is known of it, and whether the customer types. */
export function useTalk(id: string) {
  const queries = useQueryClient()
  const { queryKey } = desk.queryOptions('get', '/api/desk/handovers/{id}', { params: { path: { id } } })
  // What was said while another conversation was open is not in what is kept of this one; nor does a refusal of then hold now.
  const { data: detail, error, isFetching } = desk.useQuery('get', '/api/desk/handovers/{id}', { params: { path: { id } } }, { refetchOnMount: 'always' })
  const [types, setTypes] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  useDeskEvents(event => {
    if (event.type !== 'typing' && event.type !== 'message' || event.handover !== id) return
    clearTimeout(timer.current)
    setTypes(event.type === 'typing')
    if (event.type === 'typing') timer.current = setTimeout(() => setTypes(false), typesFor)
    else queries.setQueryData<Detail>(queryKey, before => before && !before.transcript.some(entry => entry.id === event.entry.id) ? { ...before, transcript: [...before.transcript, event.entry].toSorted((a, b) => a.place - b.place) } : before)
  })
  return { detail, error: isFetching ? null : error, types }
}

/** Notes how far the member has read, while they look at the page. */
export function useReadUpTo(id: string, sequence: number): void {
  const queries = useQueryClient()
  useEffect(() => {
    function note(): void {
      if (sequence === 0 || document.visibilityState === 'hidden') return
      // What is not noted counts as unread once more; nothing is lost.
      call.POST('/api/desk/handovers/{id}/read', { params: { path: { id } }, body: { sequence } }).then(() => queries.invalidateQueries({ queryKey: ['get', '/api/desk/unread'] })).catch(() => undefined)
    }
    note()
    document.addEventListener('visibilitychange', note)
    return () => document.removeEventListener('visibilitychange', note)
  }, [id, sequence, queries])
}
