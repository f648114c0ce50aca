import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, use, useEffect, useEffectEvent, useMemo, useState } from 'react'
import { session, sessionEnded } from '../call/desk.ts'
import { type DeskEvent, followEvents } from '../call/events.ts'
import { placed } from '../call/place.ts'
import { gather } from './gathering.ts'

type Listener = (event: DeskEvent) => void
type Happening = { connected: boolean; listen(listener: Listener): () => void }
/** What changes no list; whoever shows it listens for it. */
const passing: ReadonlySet<DeskEvent['type']> = new Set(['typing', 'message', 'looking', 'delivery', 'beat'])
const Line = createContext<Happening>({ connected: true, listen: () => () => undefined })

/**
 * Keeps one line to the server for all of the desk's pages. Whatever is shown of the API is read again when something has
 * happened to it, so that pages need to listen only for what is not a change of a list: typing, and messages as they come.
 * What has its own time to be read again says so in its query: `meta: { steady: true }`.
 */
export function HappeningProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient()
  const [connected, setConnected] = useState(true)
  const listeners = useMemo(() => new Set<Listener>(), [])
  useEffect(() => {
    const reading = gather(() => queries.invalidateQueries({ predicate: ({ queryKey: [, path], meta }) => path !== '/api/desk/session' && meta?.['steady'] !== true }))
    const line = followEvents({
      at: `${location.origin.replace(/^http/, 'ws')}${placed('/api/desk/events')}`,
      onEvent(event) {
        for (const listener of listeners) listener(event)
        if (event.type === 'changed') void queries.invalidateQueries({ predicate: ({ queryKey }) => JSON.stringify(queryKey).includes(event.handover) })
        else if (!passing.has(event.type)) reading.ask()
      },
      onConnected(now) {
        setConnected(now)
        // What could not be read while the line was down.
        if (now) void queries.invalidateQueries({ predicate: ({ state }) => state.status === 'error' })
      },
      onSignedOut: () => session.dispatchEvent(new Event(sessionEnded)),
    })
    // A browser knows sooner than its lines that there is no network.
    const heard = new AbortController()
    addEventListener('offline', () => line.lost(), heard)
    addEventListener('online', () => line.again(), heard)
    return () => {
      heard.abort()
      reading.stop()
      line.stop()
    }
  }, [queries, listeners])
  const happening = useMemo(() => ({
    connected,
    listen(listener: Listener) {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
  }), [connected, listeners])
  return <Line value={happening}>{children}</Line>
}

/** Whether events come in. */
export const useConnected = (): boolean => use(Line).connected

/** Calls `onEvent` with each event of the desk while the component is shown. */
export function useDeskEvents(onEvent: Listener): void {
  const { listen } = use(Line)
  const heard = useEffectEvent(onEvent)
  useEffect(() => listen(event => heard(event)), [listen])
}
