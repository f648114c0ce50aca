import { Anchor, Badge, Button, Group, Loader, Paper, SegmentedControl, SimpleGrid, Text } from '@mantine/core'
import { useState } from 'react'
import { Link, useParams } from 'wouter'
import { z } from 'zod/mini'
import { desk, type Schema } from '../call/desk.ts'
import { subjectOf } from '../conversations/queue/sifting.ts'
import { Steps } from '../parts/asking/steps.tsx'
import { useSaying } from '../parts/language.tsx'
import { useMember } from '../parts/member.tsx'
import { Sheet } from '../parts/page.tsx'
import { useReadAgain } from '../parts/reading.ts'
import { mayAudit, oversees, serves } from '../parts/staff.ts'
import { Timeline } from '../parts/timeline/timeline.tsx'
import { Told } from '../parts/told.tsx'
import { Surveys, Tasks } from './care.tsx'
import { Part } from './part.tsx'
import { grading, stepsOn } from './steps.ts'
import { words } from './words.ts'

type Journey = Schema<'CustomerJourney'>
const given = z.object({ id: z.string() })
/** Who grades customers (M2.1b). */
const grades = (role: string) => oversees(role) && role !== 'auditor'
const spoken = /^(customer|bot|agent)\.message$|^message\.left$/

function Enquiries({ enquiries }: { enquiries: Journey['enquiries'] }) {
  const { say, inWords, time, locale } = useSaying(words)
  const { role } = useMember()
  return (
    <Part title={say('enquiries')}>
      {enquiries.length === 0 && <Text size="sm" c="dimmed">{say('noEnquiries')}</Text>}
      {enquiries.map(({ id, topic, kind, status, owner, openedAt }) => (
        <Group key={id} gap="xs">
          <Anchor component={Link} href={`/enquiries/${id}`} size="sm">{topic ? inWords(subjectOf(topic)) : say('noTopic')}</Anchor>
          <Badge size="xs" tt="none" variant={status === 'open' ? 'light' : 'default'}>{inWords(status)}</Badge><Text span size="xs">{inWords(kind)}</Text>
          <Text span size="xs" c="dimmed">{owner.name} · {time(openedAt)}</Text>
          {mayAudit(role) && <Anchor href={`/api/desk/enquiries/${id}/evidence?locale=${locale}`} download size="xs" ml="auto">{say('evidence')}</Anchor>}
        </Group>
      ))}
    </Part>
  )
}

/** The complaints that the customer's timeline tells of, each once. */
const complaintsOf = ({ timeline }: Journey): string[] => [...new Set(timeline.flatMap(({ kind, facts }) => kind === 'case.opened' && typeof facts['number'] === 'string' ? [facts['number']] : []))]

function Merges({ merges }: { merges: Journey['merges'] }) {
  const { say, inWords, time } = useSaying(words)
  const { role } = useMember()
  const readAgain = useReadAgain()
  const { mutate, isPending, error } = desk.useMutation('post', '/api/desk/merges/{id}/undo', { onSuccess: readAgain })
  if (merges.length === 0) return null
  return (
    <Part title={say('merges')}>
      {merges.map(({ id, how, at, undoneAt }) => (
        <Group key={id} gap="xs">
          <Text span size="sm">{say('mergeLine', { at: time(at), how: inWords(how) })}</Text>
          {undoneAt !== null && <Badge size="xs" variant="default" tt="none">{say('undone')}</Badge>}
          {undoneAt === null && oversees(role) && role !== 'auditor' && <Button size="compact-xs" variant="default" loading={isPending} onClick={() => mutate({ params: { path: { id } } })}>{say('undo')}</Button>}
        </Group>
      ))}
      <Told error={error} />
    </Part>
  )
}

/** A customer over all channels: who they are to us, what they agreed to, and their whole journey (M3.2b). */
export default function Customer() {
  const { id } = given.parse(useParams())
  const { say, inWords, time } = useSaying(words)
  const { role } = useMember()
  const readAgain = useReadAgain()
  const [shown, setShown] = useState('everything')
  const { data, error, isPending } = desk.useQuery('get', '/api/desk/customers/{id}', { params: { path: { id }, query: { limit: 1000 } } })
  if (!data) return <Sheet title={say('customer')}>{isPending ? <Loader aria-label={say('loading')} /> : <Told error={error} />}</Sheet>
  const complaints = complaintsOf(data)
  const entries = data.timeline.filter(({ kind }) => shown === 'everything' || (shown === 'words') === spoken.test(kind))
  return (
    <Sheet title={say('customer')} badges={<><Badge size="sm" tt="none" variant={data.tier === 'ordinary' ? 'default' : 'filled'} {...(data.tier === 'high-risk' ? { color: 'red' } : {})}>{inWords(data.tier)}</Badge><Text span size="xs" c="dimmed">{id}</Text></>}>
      <Group gap="md">
        <Text size="sm" c="dimmed">{say('since', { at: time(data.since) })}</Text>
        {role !== 'auditor' && <Steps label={say('actions')} more={say('more')} next={grades(role) ? [grading(id, data.tier, { say, inWords, onTaken: readAgain })] : []} others={serves(role) ? stepsOn(id, { say, inWords, onTaken: readAgain }) : []} />}
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <Part title={say('channels')}>
          {data.channels.map(({ channel, verified }, index) => <Group key={`${channel}${index}`} gap="xs"><Text span size="sm">{inWords(channel)}</Text><Badge size="xs" tt="none" variant={verified ? 'light' : 'default'}>{say(verified ? 'verified' : 'notVerified')}</Badge></Group>)}
        </Part>
        <Part title={say('consents')}>
          {data.consents.length === 0 && <Text size="sm" c="dimmed">{say('noConsents')}</Text>}
          {data.consents.map(({ purpose, given: agreed, wording, at }) => <Group key={purpose} gap="xs"><Text span size="sm">{inWords(purpose)}</Text><Badge size="xs" tt="none" variant={agreed ? 'light' : 'default'}>{say(agreed ? 'given' : 'withdrawn')}</Badge><Text span size="xs" c="dimmed">{say('consentLine', { at: time(at), wording })}</Text></Group>)}
        </Part>
        <Enquiries enquiries={data.enquiries} />
        {complaints.length > 0 && <Part title={say('complaints')}>{complaints.map(number => <Anchor key={number} component={Link} href={`/cases/${number}`} size="sm">{number}</Anchor>)}</Part>}
        <Tasks tasks={data.tasks} followUps={data.followUps} />
        <Surveys surveys={data.surveys} />
        <Merges merges={data.merges} />
      </SimpleGrid>
      <Paper withBorder p="sm">
        <SegmentedControl size="xs" mb="xs" aria-label={say('shown')} value={shown} onChange={setShown} data={[{ value: 'everything', label: say('everything') }, { value: 'words', label: say('words') }, { value: 'stepsOnly', label: say('stepsOnly') }]} />
        <Timeline entries={entries} title={say('journey')} />
      </Paper>
    </Sheet>
  )
}
