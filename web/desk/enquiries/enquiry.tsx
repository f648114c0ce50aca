import { Anchor, Badge, Button, Group, List, Loader, Paper, Text, ThemeIcon, Title } from '@mantine/core'
import { Link } from 'wouter'
import { desk, type Schema } from '../call/desk.ts'
import { subjectOf } from '../conversations/queue/sifting.ts'
import { Steps } from '../parts/asking/steps.tsx'
import { Clocks } from '../parts/due/due.tsx'
import { useSaying } from '../parts/language.tsx'
import { useMember } from '../parts/member.tsx'
import { Sheet } from '../parts/page.tsx'
import { useReadAgain } from '../parts/reading.ts'
import { mayAudit, serves, useStaff } from '../parts/staff.ts'
import { Timeline } from '../parts/timeline/timeline.tsx'
import { Told } from '../parts/told.tsx'
import { Successions } from './successions.tsx'
import { stepsOn } from './steps.ts'
import { words } from './words.ts'

/** The steps that the service has taken and those it lacks, each with what to do for it (M1.1c). */
function ClosedLoop({ enquiry: { steps, missing } }: { enquiry: Schema<'Enquiry'> }) {
  const { say, inWords, time } = useSaying(words)
  return (
    <section aria-label={say('steps')}>
      <Title order={3} size="h6" c="dimmed" mb={4}>{say('steps')}</Title>
      <List spacing={4} size="sm" center>
        {steps.map(({ step, at }) => <List.Item key={step} icon={<ThemeIcon size={18} radius="xl" aria-hidden>✓</ThemeIcon>}>{inWords(step)} <Text span size="xs" c="dimmed">{say('taken', { at: time(at) })}</Text></List.Item>)}
        {missing.map(step => (
          <List.Item key={step} icon={<ThemeIcon size={18} radius="xl" variant="default" aria-hidden>·</ThemeIcon>}>
            <Text span size="sm" fw={600}>{inWords(step)}</Text> <Badge size="xs" variant="default" tt="none">{say('lacking')}</Badge> <Text span size="sm" c="dimmed">{inWords(`do-${step}`)}</Text>
          </List.Item>
        ))}
      </List>
    </section>
  )
}

/** One enquiry: what it needs, by when, what can be done, and what has happened. */
export function EnquirySheet({ id }: { id: string }) {
  const { say, inWords, locale } = useSaying(words)
  const member = useMember()
  const { staff } = useStaff()
  const readAgain = useReadAgain()
  const { data, error, isPending } = desk.useQuery('get', '/api/desk/enquiries/{id}', { params: { path: { id } } })
  if (!data) return <Sheet title={say('enquiry')} back="/enquiries">{isPending ? <Loader aria-label={say('loading')} /> : <Told error={error} />}</Sheet>
  const { enquiry, clocks, timeline } = data
  const steps = stepsOn(enquiry, { say, member, colleagues: staff.map(({ id: value, name }) => ({ value, label: name })), onTaken: readAgain })
  return (
    <Sheet title={enquiry.topic ? inWords(subjectOf(enquiry.topic)) : say('noTopic')} back="/enquiries"
      badges={(
        <>
          <Badge size="sm" tt="none" variant="light">{inWords(enquiry.status)}</Badge><Badge size="sm" tt="none" variant="default">{inWords(enquiry.kind)}</Badge>
          {enquiry.closeProposed && <Badge size="sm" tt="none" variant="filled">{say('proposedBy', { outcome: inWords(enquiry.closeProposed.outcome) })}</Badge>}
        </>
      )}
      actions={mayAudit(member.role) && <Button component="a" href={`/api/desk/enquiries/${id}/evidence?locale=${locale}`} download size="xs" variant="default">{say('evidence')}</Button>}>
      <Group gap="md">
        <Text size="sm">{say('owner')} <b>{enquiry.owner.name}</b></Text>
        <Anchor component={Link} href={`/customers/${enquiry.customer}`} size="sm">{say('customerPage')}</Anchor>
      </Group>
      <Successions />
      {serves(member.role) && <Steps label={say('actions')} more={say('more')} {...steps} />}
      <Paper withBorder p="sm"><ClosedLoop enquiry={enquiry} /></Paper>
      <Paper withBorder p="sm"><Clocks clocks={clocks} /></Paper>
      <Paper withBorder p="sm"><Timeline entries={timeline} /></Paper>
    </Sheet>
  )
}
