import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Router } from 'wouter'
import { forgetEnded, noteEnded } from './account/ended.ts'
import { Entry } from './account/entry.tsx'
import { desk, RefusedError, session, sessionEnded } from './call/desk.ts'
import { pagesBase } from './call/place.ts'
import { saysAway } from './call/records.ts'
import { Frame } from './frame.tsx'
import { isSigningOut } from './call/signing-out.ts'
import { RecordsAway } from './parts/away/away.tsx'
import { HappeningProvider } from './parts/happening.tsx'
import { SignedIn } from './parts/member.tsx'

/** The desk: the sign-in, or the pages of who is signed in. */
export function App() {
  const queries = useQueryClient()
  const { data: member, isPending, error } = desk.useQuery('get', '/api/desk/session')
  useEffect(() => {
    // A new page: nothing of a customer stays behind the sign-in.
    const onEnded = () => {
      if (isSigningOut()) return
      noteEnded()
      location.reload()
    }
    session.addEventListener(sessionEnded, onEnded)
    return () => session.removeEventListener(sessionEnded, onEnded)
  }, [])
  if (isPending) return <p className="starting">首问 · 首問 · Shouwen</p>
  // Who is signed in nobody knows then: it is no reason to ask for the password.
  if (!member && error instanceof RefusedError && saysAway(error.status)) return <main><p className="starting">首问 · 首問 · Shouwen</p><RecordsAway /></main>
  if (!member) return <Entry onSignedIn={() => { forgetEnded(); void queries.resetQueries() }} />
  return (
    <SignedIn value={member}>
      <HappeningProvider>
        <Router base={pagesBase}><Frame /></Router>
      </HappeningProvider>
    </SignedIn>
  )
}
