import { Alert, Badge, Group, Paper, Stack, Table, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Schema } from '../call/desk.ts'
import { Steps } from '../parts/asking/steps.tsx'
import { useSaying } from '../parts/language.tsx'
import { useReadAgain } from '../parts/reading.ts'
import { stepsOn } from './steps.ts'
import { whyInWords } from './why.ts'
import { words } from './words.ts'

const colours = { 'in-force': 'brand', expiring: 'yellow', expired: 'red', 'to-come': 'gray' } as const

/** Whether somebody's role is to serve customers at all. */
export const serves = ({ member: { role } }: Schema<'Qualification'>): boolean => role === 'agent' || role === 'supervisor' || role === 'admin'

/** Whether somebody may be given customers, and why not. */
export function MayServe({ of, needed }: { of: Schema<'Qualification'>; needed: number }) {
  const saying = useSaying(words)
  if (!serves(of)) return '–'
  if (of.mayServe) return <Badge color="brand" variant="light" tt="none">{saying.say('mayServe')}</Badge>
  return (
    <Stack gap={2}>
      <Badge color="red" variant="filled" tt="none">{saying.say('mayNot')}</Badge>
      {of.why.map(why => <Text key={why} size="xs">{whyInWords(why, needed, saying)}</Text>)}
    </Stack>
  )
}

/** The hours of this year and what is still lacking. */
export function Hours({ of, needed }: { of: Schema<'Qualification'>; needed: number }) {
  const { say } = useSaying(words)
  return (
    <Group gap={6} wrap="nowrap">
      <Text span size="sm" style={{ whiteSpace: 'nowrap' }}>{say('hoursOf', { n: of.hoursThisYear, needed })}</Text>
      {of.shortThisYear && <Badge size="sm" color="gray" variant="default" tt="none" style={{ flexShrink: 0 }}>{say('shortSoFar')}</Badge>}
    </Group>
  )
}

export function CertificateState({ state, recheckDue }: Pick<Schema<'Qualification'>['certificates'][number], 'state' | 'recheckDue'>) {
  const { say, inWords } = useSaying(words)
  return (
    <Group gap={4} wrap="nowrap">
      <Badge size="sm" color={colours[state]} variant={state === 'expired' ? 'filled' : 'light'} tt="none" {...(state === 'expiring' ? { autoContrast: true, variant: 'filled' } : {})}>{inWords(state)}</Badge>
      {recheckDue && <Badge size="sm" color="gray" variant="default" tt="none">{say('recheck')}</Badge>}
    </Group>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return <section aria-label={title}><Title order={3} size="h6" c="dimmed" mb={4}>{title}</Title><Paper withBorder p="xs">{children}</Paper></section>
}

function Scrolled({ label, children }: { label: string; children: ReactNode }) {
  return <Table.ScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': label } }}><Table verticalSpacing={4}>{children}</Table></Table.ScrollContainer>
}

/** What the register holds of one member; with what can be done about it, for those who keep it. */
export function MemberRecord({ of, rules, keeps }: { of: Schema<'Qualification'>; rules: Schema<'QualificationRules'>; keeps: boolean }) {
  const saying = useSaying(words)
  const { say, inWords, all } = saying
  const readAgain = useReadAgain()
  const steps = stepsOn(of, rules, saying, readAgain)
  const listed = (list: readonly string[] | 'all') => list === 'all' ? say('all') : all(list)
  return (
    <Stack gap="md">
      {serves(of) && !of.mayServe && <Alert color="red" variant="light" role="status" title={say('mayNot')}><ul className="plain">{of.why.map(why => <li key={why}>{whyInWords(why, rules.educationHours, saying)}</li>)}</ul></Alert>}
      {keeps && <Steps label={say('steps')} more={say('more')} next={steps.next} others={steps.others} />}
      <Part title={say('certificates')}>
        {of.certificates.length === 0 ? <Text size="sm" c="dimmed">{say('noCertificates')}</Text> : (
          <Scrolled label={say('certificates')}>
            <Table.Thead><Table.Tr><Table.Th>{say('certificate')}</Table.Th><Table.Th>{say('number')}</Table.Th><Table.Th>{say('issued')}</Table.Th><Table.Th>{say('expires')}</Table.Th><Table.Th>{say('checked')}</Table.Th><Table.Th>{say('state')}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {of.certificates.map(each => (
                <Table.Tr key={`${each.kind} ${each.number}`}>
                  <Table.Td>{inWords(each.kind)}</Table.Td><Table.Td>{each.number}</Table.Td><Table.Td>{each.issued}</Table.Td><Table.Td>{each.expires}</Table.Td><Table.Td>{each.checked ?? '–'}</Table.Td><Table.Td><CertificateState {...each} /></Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Scrolled>
        )}
      </Part>
      <Part title={say('education')}>
        <Group gap="md" mb={4}><Hours of={of} needed={rules.educationHours} /><Text size="sm" c="dimmed">{say('hoursLastYear', { n: of.hoursLastYear })}</Text></Group>
        {of.education.length === 0 ? <Text size="sm" c="dimmed">{say('noEducation')}</Text> : (
          <Scrolled label={say('education')}>
            <Table.Thead><Table.Tr><Table.Th>{say('day')}</Table.Th><Table.Th>{say('subject')}</Table.Th><Table.Th>{say('hours')}</Table.Th><Table.Th>{say('year')}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{of.education.map(({ id, day, subject, hours, year }) => <Table.Tr key={id}><Table.Td>{day}</Table.Td><Table.Td>{subject}</Table.Td><Table.Td>{hours}</Table.Td><Table.Td>{year}</Table.Td></Table.Tr>)}</Table.Tbody>
          </Scrolled>
        )}
      </Part>
      <Part title={say('skills')}>
        <Stack gap={2}>
          <Text size="sm">{say('topics')}: {listed(of.topics)}</Text>
          <Text size="sm">{say('languagesHeld')}: {all(of.languages)}</Text>
          <Text size="sm">{say('tiers')}: {listed(of.tiers)}</Text>
          <Text size="sm">{say('capacity')}: {of.capacity}</Text>
        </Stack>
      </Part>
    </Stack>
  )
}
