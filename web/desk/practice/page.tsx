import { Alert, Button, Group, Text } from '@mantine/core'
import { useParams } from 'wouter'
import { z } from 'zod/mini'
import { desk } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import { useMember } from '../parts/member.tsx'
import { Sheet } from '../parts/page.tsx'
import { Choosing } from './choosing.tsx'
import { Debrief } from './debrief.tsx'
import { Debriefs } from './debriefs.tsx'
import { NowPractising } from './now.tsx'
import { words } from './words.ts'

const given = z.object({ debrief: z.optional(z.string()) })

function Running() {
  const { say } = useSaying(words)
  const { mutate: end, isPending } = desk.useMutation('post', '/api/desk/practice/end', { onSuccess: ({ debrief }) => location.assign(`/desk/practice/${debrief}`) })
  return (
    <Alert color="yellow" title={say('running')}>
      <Group gap="xs"><Button component="a" href="/desk/practice/room" size="xs">{say('goOn')}</Button><Button size="xs" variant="default" loading={isPending} onClick={() => end({})}>{say('end')}</Button></Group>
    </Alert>
  )
}

/** Practice with simulated customers: to begin, and what it showed. */
export default function Practice() {
  const { say } = useSaying(words)
  const { debrief } = given.parse(useParams())
  const { role } = useMember()
  const { data } = desk.useQuery('get', '/api/desk/practice')
  if (debrief !== undefined) return <Debrief key={debrief} id={debrief} />
  return (
    <Sheet title={say('practice')}>
      <Text size="sm" maw="70ch">{say('intro')}</Text>
      {data?.elsewhere && <Alert color="yellow" title={say('elsewhereTitle')}>{say('elsewhere')}</Alert>}
      {data?.room ? <Running /> : data && <Choosing anew={data.elsewhere} />}
      {(role === 'supervisor' || role === 'admin') && <NowPractising />}
      <Debriefs />
    </Sheet>
  )
}
