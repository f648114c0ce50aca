import { Badge } from '@mantine/core'
import { desk } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import { words } from './words.ts'

/** How many conversations the member closed and has not wrapped up; nothing where there are none. */
export default function UnfinishedCount() {
  const { say } = useSaying(words)
  const { data } = desk.useQuery('get', '/api/desk/wrap-ups', { params: { query: { of: 'mine' } } })
  const n = data?.conversations.length ?? 0
  return n === 0 ? null : <Badge size="sm" circle color="yellow.9" ml={6}><span aria-hidden>{n}</span><span className="only-heard">{say('toWrapUp', { n })}</span></Badge>
}
