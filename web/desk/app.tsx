import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { Router } from 'wouter'
import { Entry } from './account/entry.tsx'
import { desk, session, sessionEnded } from './call/desk.ts'
import { Frame } from './frame.tsx'
import { HappeningProvider } from './parts/happening.tsx'
import { SignedIn } from './parts/member.tsx'

/** The desk: the sign-in, or the pages of who is signed in. */
export function App() {
  const queries = useQueryClient()
  const { data: member, isPending } = desk.useQuery('get', '/api/desk/session')
  // Nothing of a customer stays in the page behind the sign-in.
  const leave = useEffectEvent(() => {
    queries.clear()
    void queries.resetQueries()
    location.reload()
  })
  useEffect(() => {
    const onEnded = () => leave()
    session.addEventListener(sessionEnded, onEnded)
    return () => session.removeEventListener(sessionEnded, onEnded)
  }, [])
  if (isPending) return null
  if (!member) return <Entry onSignedIn={() => void queries.resetQueries()} />
  return (
    <SignedIn value={member}>
      <HappeningProvider>
        <Router base="/desk"><Frame /></Router>
      </HappeningProvider>
    </SignedIn>
  )
}
