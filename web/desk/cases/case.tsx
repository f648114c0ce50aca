import { Anchor, Badge, Button, Group, Loader, Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { call, desk, type Schema } from '../call/desk.ts'
import { Steps } from '../parts/asking/steps.tsx'
import { Clocks } from '../parts/due/due.tsx'
import { useSaying } from '../parts/language.tsx'
import { useMember } from '../parts/member.tsx'
import { Sheet } from '../parts/page.tsx'
import { useReadAgain } from '../parts/reading.ts'
import { handlesCases, mayAudit, useStaff } from '../parts/staff.ts'
import { Timeline } from '../parts/timeline/timeline.tsx'
import { Told } from '../parts/told.tsx'
import { stepsOn } from './steps.ts'
import { words } from './words.ts'

function Part({ title, children }: { title: string; children: ReactNode }) {
  return <section aria-label={title}><Title order={3} size="h6" c="dimmed" mb={4}>{title}</Title><Stack gap={4}>{children}</Stack></section>
}

/** What stands beside the way of a complaint: whom it concerns, measures, more time, follow-ups. Nothing where there is none of it. */
function Beside({ of: { concerned, measures, extensions, followUps } }: { of: Schema<'Case'> }) {
  const { say, inWords, time, all } = useSaying(words)
  if (concerned.length + measures.length + extensions.length + followUps.length === 0) return null
  return (
    <Paper withBorder p="sm">
      <Stack gap="sm">
        {concerned.length > 0 && <Part title={say('concernedOnes')}><Text size="sm">{all(concerned.map(({ name }) => name))}</Text></Part>}
        {measures.length > 0 && (
          <Part title={say('measures')}>
            {measures.map(({ id, what, owner, due, doneAt, result }) => <Text key={id} size="sm"><b>{what}</b> · {owner.name} · {doneAt === null ? say('dueOn', { day: due }) : `${time(doneAt)} · ${result ?? ''}`}</Text>)}
          </Part>
        )}
        {extensions.length > 0 && (
          <Part title={say('extensions')}>
            {extensions.map(({ requestedAt, requestedBy, days, reason, status, decidedBy }) => (
              <Text key={requestedAt} size="sm">{say('extensionLine', { name: requestedBy.name, n: days, reason })} <Badge size="xs" variant="light" tt="none">{inWords(status === 'granted' ? 'extension-granted' : status)}</Badge> {decidedBy?.name}</Text>
            ))}
          </Part>
        )}
        {followUps.length > 0 && <Part title={say('followUps')}>{followUps.map(({ id, dueAt, status, inChat, owner }) => <Text key={id} size="sm">{time(dueAt)} · {inWords(status)} · {say(inChat ? 'inChat' : 'byOwner')} · {owner.name}</Text>)}</Part>}
      </Stack>
    </Paper>
  )
}

/** One complaint: its clocks, what comes next and what else can be done, and its way so far. */
export function CaseSheet({ number }: { number: string }) {
  const { say, inWords, all, time, locale } = useSaying(words)
  const member = useMember()
  const { staff } = useStaff()
  const readAgain = useReadAgain()
  const { data, error, isPending } = desk.useQuery('get', '/api/desk/cases/{number}', { params: { path: { number } } })
  const rules = desk.useQuery('get', '/api/desk/case-rules', {}, { meta: { steady: true } })
  if (!data) return <Sheet title={`${say('case')} ${number}`} back="/cases">{isPending ? <Loader aria-label={say('loading')} /> : <Told error={error} />}</Sheet>
  const of = data.case
  const concerned = new Set(data.concerned.map(({ id }) => id))
  const steps = stepsOn(data, {
    say, inWords, member, causes: rules.data?.causes ?? [], extensionDays: rules.data?.extensionDays ?? 30,
    colleagues: staff.filter(({ id }) => !concerned.has(id)).map(({ id, name }) => ({ value: id, label: name })),
    async act(asked) {
      await call.POST('/api/desk/cases/{number}/acts', { params: { path: { number } }, body: asked })
      await readAgain()
    },
  })
  return (
    <Sheet title={`${say('case')} ${of.number}`} back="/cases"
      badges={(
        <>
          <Badge size="sm" variant="light" tt="none">{inWords(of.status)}</Badge>
          {of.major.length > 0 && <Badge size="sm" color="red" variant="filled" tt="none">{say('majorFor', { why: all(of.major) })}</Badge>}
          {of.reopened > 0 && <Badge size="sm" variant="default" tt="none">{say('reopenedTimes', { n: of.reopened })}</Badge>}
        </>
      )}
      actions={mayAudit(member.role) && <Button component="a" href={`/api/desk/cases/${number}/evidence?locale=${locale}`} download size="xs" variant="default">{say('evidence')}</Button>}>
      <Text size="sm" style={{ whiteSpace: 'pre-line' }}>{of.summary}</Text>
      <Group gap="md">
        <Text size="sm">{say('owner')} <b>{of.owner.name}</b></Text>
        <Text size="sm" c="dimmed">{say('opened')} {time(of.openedAt)}</Text>
        {of.decision !== null && <Text size="sm">{say('decision')} <b>{inWords(of.decision)}</b></Text>}
        {of.cause !== null && <Text size="sm">{say('cause')} <b>{inWords(of.cause)}</b></Text>}
        {of.keepUntil !== null && <Text size="sm" c="dimmed">{say('keepUntil')} {time(of.keepUntil)}</Text>}
        <Anchor component={Link} href={`/customers/${of.customer}`} size="sm">{say('customerPage')}</Anchor>
        <Anchor component={Link} href={`/enquiries/${of.enquiry}`} size="sm">{say('enquiryPage')}</Anchor>
      </Group>
      {handlesCases(member.role) && of.status !== 'archived' && <Steps label={say('actions')} more={say('more')} {...steps} />}
      <Paper withBorder p="sm"><Clocks clocks={data.clocks} measures={data.measures} /></Paper>
      <Beside of={data} />
      <Paper withBorder p="sm"><Timeline entries={data.timeline} /></Paper>
    </Sheet>
  )
}
