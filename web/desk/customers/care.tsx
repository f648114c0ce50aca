import { Anchor, Badge, Button, Group, Text } from '@mantine/core'
import { Link } from 'wouter'
import { desk, type Schema } from '../call/desk.ts'
import { DueAt } from '../parts/due/due.tsx'
import { useSaying } from '../parts/language.tsx'
import { useMember } from '../parts/member.tsx'
import { useReadAgain } from '../parts/reading.ts'
import { serves } from '../parts/staff.ts'
import { Told } from '../parts/told.tsx'
import { Part } from './part.tsx'
import { words } from './words.ts'

type Journey = Schema<'CustomerJourney'>

/** What the customer answered to how it was, each with the enquiry it was about. */
export function Surveys({ surveys }: { surveys: Journey['surveys'] }) {
  const { say, time } = useSaying(words)
  return (
    <Part title={say('surveys')}>
      {surveys.length === 0 && <Text size="sm" c="dimmed">{say('noSurveys')}</Text>}
      {surveys.map(({ enquiry, score, at }) => (
        <Group key={`${enquiry}${at}`} gap="xs"><Text span size="sm" fw={600} {...(score <= 2 ? { c: 'var(--mantine-color-error)' } : {})}>{say('score', { n: score })}</Text><Anchor component={Link} href={`/enquiries/${enquiry}`} size="sm">{time(at)}</Anchor></Group>
      ))}
    </Part>
  )
}

/** What is still to be done for the customer, and what was: tasks, and asking whether it is really solved. */
export function Tasks({ tasks, followUps }: Pick<Journey, 'tasks' | 'followUps'>) {
  const { say, inWords, time } = useSaying(words)
  const { id: me, role } = useMember()
  const readAgain = useReadAgain()
  const { mutate, isPending, error } = desk.useMutation('post', '/api/desk/tasks/{id}/done', { onSuccess: readAgain })
  const isOver = ({ endedAt }: Journey['followUps'][number]) => endedAt !== null
  return (
    <Part title={say('tasks')}>
      {tasks.length + followUps.length === 0 && <Text size="sm" c="dimmed">{say('noTasks')}</Text>}
      {tasks.map(({ id, what, owner, dueAt, overdue, doneAt, enquiry }) => (
        <Group key={id} gap="xs">
          <Anchor component={Link} href={`/enquiries/${enquiry}`} size="sm">{what}</Anchor><Text span size="xs" c="dimmed">{owner.name}</Text>
          {doneAt === null ? <DueAt at={dueAt} overdue={overdue} provisional={false} /> : <Badge size="xs" variant="default" tt="none">{say('doneAt', { at: time(doneAt) })}</Badge>}
          {doneAt === null && owner.id === me && serves(role) && <Button size="compact-xs" variant="default" loading={isPending} onClick={() => mutate({ params: { path: { id } }, body: { how: '' } })}>{say('taskDone')}</Button>}
        </Group>
      ))}
      {followUps.map(each => (
        <Group key={each.id} gap="xs">
          <Anchor component={Link} href={each.subject.kind === 'case' ? `/cases/${each.subject.id}` : `/enquiries/${each.subject.id}`} size="sm">{say('followUp')}</Anchor><Text span size="xs" c="dimmed">{each.owner.name}</Text>
          <Badge size="xs" variant={isOver(each) ? 'default' : 'light'} tt="none">{inWords(`follow-up-${each.status}`)}</Badge><Text span size="xs" c="dimmed">{time(each.endedAt ?? each.dueAt)}</Text>
        </Group>
      ))}
      <Told error={error} />
    </Part>
  )
}
