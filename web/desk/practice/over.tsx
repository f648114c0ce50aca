import { Alert, Button, Group } from '@mantine/core'
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
  const toPractice = <Button component="a" href="/desk/practice" size="xs">{say('toPractice')}</Button>
  if (data.elsewhere) return <Alert m="md" color="yellow" title={say('elsewhereTitle')} role="alert">{say('elsewhere')}<Group gap="xs" mt="xs"><Button size="xs" variant="default" onClick={() => location.reload()}>{say('tryAgain')}</Button>{toPractice}</Group></Alert>
  return <Alert m="md" color="yellow" title={say('over')} role="alert">{say('overHint')}<Group mt="xs">{toPractice}</Group></Alert>
}
