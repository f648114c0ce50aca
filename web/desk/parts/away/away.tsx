import { Affix, Alert } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { call, RefusedError } from '../../call/desk.ts'
import { records, saysAway } from '../../call/records.ts'
import { useSaying } from '../language.tsx'
import { words } from './words.ts'

/** How often it is looked whether the records are there again, in milliseconds: not oftener than the service asks for with Retry-After. */
const lookEvery = 3_000

/** Whether the records are there again; the refusal of who is not signed in is an answer of theirs, too. */
async function areBack(): Promise<boolean> {
  try {
    await call.GET('/api/desk/session')
    return true
  } catch (error) {
    return error instanceof RefusedError && !saysAway(error.status)
  }
}

/** Says while the records are away what becomes of what was typed, and has everything read again once they are back. */
export function RecordsAway() {
  const { say } = useSaying(words)
  const queries = useQueryClient()
  const away = useSyncExternalStore(records.listen, records.areAway)
  useEffect(() => {
    if (!away) return undefined
    const looking = setInterval(() => void areBack().then(back => {
      if (!back || !records.areAway()) return
      records.note(false)
      void queries.invalidateQueries()
    }), lookEvery)
    return () => clearInterval(looking)
  }, [away, queries])
  return (
    <Affix position={{ bottom: 12, left: 12 }} maw={360} role="status">
      {away && <Alert color="yellow" p="xs" style={{ boxShadow: 'var(--mantine-shadow-md)' }} styles={{ label: { color: 'var(--mantine-color-text)' } }} title={say('away')}>{say('awayWhat')}</Alert>}
    </Affix>
  )
}
