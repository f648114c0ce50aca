import { Alert, Anchor, Badge, Button, Group, List, Loader, Menu, Paper, Table, Text, Title } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { desk, type Schema } from '../call/desk.ts'
import { subjectOf } from '../conversations/queue/sifting.ts'
import { Asking, type Step } from '../parts/asking/asking.tsx'
import { useLacking } from '../parts/lacking/lacking.ts'
import { useSaying } from '../parts/language.tsx'
import { useMember } from '../parts/member.tsx'
import { Sheet } from '../parts/page.tsx'
import { useReadAgain } from '../parts/reading.ts'
import { Told } from '../parts/told.tsx'
import { Absent } from './absent.tsx'
import { Level } from './level.tsx'
import { stepsOn } from './steps.ts'
import { words } from './words.ts'

/** Waits grow without an event: how often the board is read beside those, in milliseconds. */
const readEvery = 10_000
type StepsOf = (handover: Schema<'Handover'>) => readonly Step[]

/** A table of the board with its title; a long one scrolls within itself, by keyboard too. */
function Part({ title, count, empty, head, children }: { title: string; count: number; empty: string; head: readonly string[]; children: ReactNode }) {
  return (
    <Paper withBorder component="section" aria-label={title}>
      <Group gap={6} p="sm" pb={4}><Title order={3} size="h6" c="dimmed">{title}</Title><Badge size="sm" variant="light">{count}</Badge></Group>
      {count === 0 ? <Text size="sm" c="dimmed" p="sm" pt={0}>{empty}</Text> : (
        <Table.ScrollContainer minWidth={760} maxHeight={420} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': title } }}>
          <Table verticalSpacing={4} stickyHeader><Table.Thead><Table.Tr>{head.map(each => <Table.Th key={each}>{each}</Table.Th>)}</Table.Tr></Table.Thead><Table.Tbody>{children}</Table.Tbody></Table>
        </Table.ScrollContainer>
      )}
    </Paper>
  )
}

function Actions({ handover, steps, onStep }: { handover: Schema<'Handover'>; steps: readonly Step[]; onStep(step: Step): void }) {
  const { say, inWords } = useSaying(words)
  return (
    <Group gap={4} wrap="nowrap">
      <Button component={Link} href={`/conversations/${handover.id}`} size="compact-xs" variant="default">{say(handover.status === 'active' ? 'listen' : 'show')}</Button>
      {steps.length > 0 && (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target><Button size="compact-xs" variant="default" aria-label={`${say('more')}: ${inWords(handover.reason)}`}>⋯</Button></Menu.Target>
          <Menu.Dropdown>{steps.map(step => <Menu.Item key={step.title} onClick={() => onStep(step)}>{step.title}</Menu.Item>)}</Menu.Dropdown>
        </Menu>
      )}
    </Group>
  )
}

function About({ handover: { urgent, reason, topic, language, channel } }: { handover: Schema<'Handover'> }) {
  const { say, inWords } = useSaying(words)
  const subject = topic === 'none' || topic.startsWith('dialog.') ? '' : inWords(subjectOf(topic))
  return (
    <Table.Td>
      <Group gap={6} wrap="nowrap"><Text span size="sm">{inWords(reason)}</Text>{urgent && <Badge size="xs" color="red" variant="filled">{say('urgent')}</Badge>}</Group>
      <Text size="xs" c="dimmed">{[subject, inWords(language), inWords(channel)].filter(Boolean).join(' · ')}</Text>
    </Table.Td>
  )
}

function Waiting({ of: { handover, why, offeredTo, lacking }, steps, onStep }: { of: Schema<'BoardWaiting'>; steps: readonly Step[]; onStep(step: Step): void }) {
  const inLack = useLacking()
  const saying = useSaying(words)
  const { say, since } = saying
  return (
    <Table.Tr>
      <Table.Td><Text span size="sm" fw={600} style={{ whiteSpace: 'nowrap' }}>{since(handover.requestedAt)}</Text></Table.Td>
      <About handover={handover} />
      <Table.Td><Text size="sm">{why === 'offered' ? say('offered', { name: offeredTo?.name ?? '' }) : say(why)}</Text>{lacking.length > 0 && <Text size="xs" c="dimmed">{say('lacks', { what: inLack(lacking) })}</Text>}</Table.Td>
      <Table.Td><Actions handover={handover} steps={steps} onStep={onStep} /></Table.Td>
    </Table.Tr>
  )
}

function Talking({ of: { handover, agent, unansweredSince, lacking }, steps, onStep }: { of: Schema<'BoardTalking'>; steps: readonly Step[]; onStep(step: Step): void }) {
  const inLack = useLacking()
  const saying = useSaying(words)
  const { since, clock } = saying
  return (
    <Table.Tr>
      <Table.Td><Text size="sm">{agent.name}</Text>{lacking.length > 0 && <Text size="xs" c="var(--mantine-color-error)">{inLack(lacking)}</Text>}</Table.Td>
      <About handover={handover} />
      <Table.Td>{handover.takenAt !== null && `${clock(handover.takenAt)} · ${since(handover.takenAt)}`}</Table.Td>
      <Table.Td>{unansweredSince === null ? '–' : <Text span size="sm" fw={600}>{since(unansweredSince)}</Text>}</Table.Td>
      <Table.Td><Actions handover={handover} steps={steps} onStep={onStep} /></Table.Td>
    </Table.Tr>
  )
}

function Agent({ of: { name, role, status, load, capacity, since: from, mayServe, lacking } }: { of: Schema<'BoardAgent'> }) {
  const inLack = useLacking()
  const saying = useSaying(words)
  const { say, inWords, since } = saying
  return (
    <Table.Tr>
      <Table.Td>{name} <Text span size="xs" c="dimmed">{inWords(role)}</Text></Table.Td>
      <Table.Td><Badge size="sm" tt="none" variant={status === 'available' ? 'light' : 'default'}>{say(status)}</Badge> {from !== '' && <Text span size="xs" c="dimmed">{since(from)}</Text>}</Table.Td>
      <Table.Td>{load} / {capacity}</Table.Td>
      <Table.Td>{!mayServe && <Text size="sm" c="var(--mantine-color-error)">{say('mayNotServe')}: {inLack(lacking)}</Text>}</Table.Td>
    </Table.Tr>
  )
}

function Alerts({ alerts }: { alerts: readonly Schema<'BoardAlert'>[] }) {
  const inLack = useLacking()
  const saying = useSaying(words)
  const { say, inWords } = saying
  const { role } = useMember()
  const placeOf = ({ kind, handover }: Schema<'BoardAlert'>) => handover !== null ? `/conversations/${handover}` : kind === 'overdue' ? '/overdue' : kind === 'dead-letters' && role === 'admin' ? '/outbox' : undefined
  const said = ({ kind, count, topic, agent, lacking }: Schema<'BoardAlert'>) => [say(`alert-${kind}`, { n: count, topic: topic === null ? '' : inWords(subjectOf(topic)), name: agent?.name ?? '' }), lacking.length > 0 ? inLack(lacking) : ''].filter(Boolean).join(' · ')
  if (alerts.length === 0) return <Text size="sm" c="dimmed" role="status">{say('noAlerts')}</Text>
  return (
    <Alert p="xs" variant="light" color="red" title={say('alerts')} role="status" aria-label={say('alerts')}>
      <List size="sm" spacing={2}>{alerts.map((each, index) => <List.Item key={`${each.kind}${each.handover ?? each.topic ?? index}`}>{placeOf(each) === undefined ? said(each) : <Anchor component={Link} href={placeOf(each) ?? ''} size="sm" c="inherit" underline="always">{said(each)}</Anchor>}</List.Item>)}</List>
    </Alert>
  )
}

/** How the desk stands, for those who oversee it: what needs a look, today's figures, who waits and why, who talks to whom, who is there. */
export default function Board() {
  const { say, time } = useSaying(words)
  const { id: me, role } = useMember()
  const [, go] = useLocation()
  const readAgain = useReadAgain()
  const [within, setWithin] = useState<number>()
  const [step, setStep] = useState<Step>()
  const { data, error } = desk.useQuery('get', '/api/desk/board', { params: { query: within === undefined ? {} : { within } } }, { refetchInterval: readEvery, placeholderData: before => before })
  if (!data) return <Sheet title={say('board')}>{error ? <Told error={error} /> : <Loader aria-label={say('loading')} />}</Sheet>
  const colleagues = data.agents.filter(({ mayServe }) => mayServe).map(({ id, name }) => ({ value: id, label: name }))
  const stepsOf: StepsOf = handover => role === 'supervisor' || role === 'admin' ? stepsOn(handover, { say, colleagues, member: me, onTaken: readAgain, onMine: id => go(`/conversations/${id}`) }) : []
  return (
    <Sheet title={say('board')} badges={<Text span size="xs" c="dimmed">{say('readAt', { at: time(data.at) })}</Text>}>
      <Told error={error} />
      <Alerts alerts={data.alerts} />
      <Level level={data.level} onWithin={setWithin} />
      <Part title={say('waiting')} count={data.waiting.length} empty={say('noWaiting')} head={[say('wait'), say('customer'), say('whyWaiting'), say('actions')]}>
        {data.waiting.map(each => <Waiting key={each.handover.id} of={each} steps={stepsOf(each.handover)} onStep={setStep} />)}
      </Part>
      <Part title={say('talking')} count={data.talking.length} empty={say('noTalking')} head={[say('agent'), say('customer'), say('since'), say('unanswered'), say('actions')]}>
        {data.talking.map(each => <Talking key={each.handover.id} of={each} steps={stepsOf(each.handover)} onStep={setStep} />)}
      </Part>
      <Part title={say('agents')} count={data.agents.length} empty={say('noAgents')} head={[say('agent'), say('status'), say('load'), say('reason')]}>
        {data.agents.map(each => <Agent key={each.id} of={each} />)}
      </Part>
      {data.absent.length > 0 && <Absent members={data.absent} />}
      {step && <Asking step={step} onClose={() => setStep(undefined)} />}
    </Sheet>
  )
}
