import { Alert, Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useSaying } from '../parts/language.tsx'
import { usePractice } from './bar.tsx'
import { words } from './words.ts'

/** What is shown in a practice room for as long as there is one; then where to go from here. */
export function InPractice({ children }: { children: ReactNode }) {
  const { say } = useSaying(words)
  const { data } = usePractice()
  if (!data) return null
  if (data.room) return children
  return <Alert m="md" color="yellow" title={say('over')} role="alert">{say('overHint')} <Button component="a" href="/desk/practice" size="xs" mt="xs" display="block" w="fit-content">{say('toPractice')}</Button></Alert>
}
