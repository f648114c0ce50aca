import { ActionIcon, Badge, Button, Checkbox, Group, Menu, Modal, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useProof } from '../account/proof.tsx'
import { SessionTable } from '../account/page.tsx'
import { call, desk, type Schema } from '../call/desk.ts'
import { Asking, type Step } from '../parts/asking/asking.tsx'
import { useSaying } from '../parts/language.tsx'
import { useMember } from '../parts/member.tsx'
import { useReadAgain } from '../parts/reading.ts'
import { Told } from '../parts/told.tsx'
import { words } from './words.ts'

type Access = Schema<'Access'>
const roles = ['agent', 'supervisor', 'compliance', 'admin', 'auditor'] as const
type Role = (typeof roles)[number]
const roleOf = (given: string): Role => roles.find(each => each === given) ?? 'agent'
const calm: ReadonlySet<string> = new Set(['never-signed-in', 'few-recovery-codes'])

/** What an administrator can do with an account. */
function useSteps() {
  const { say, inWords } = useSaying(words)
  const readAgain = useReadAgain()
  const { proven, dialog } = useProof()
  const roleField = { name: 'role', label: say('role'), kind: 'choice' as const, choices: roles.map(value => ({ value, label: inWords(value) })) }
  /** Does it once its owner has proven who they are, and reads again what is shown. */
  const taking = (work: () => Promise<unknown>) => proven(work).then(readAgain)
  const add: Step = {
    title: say('add'), explained: say('addWhy'),
    fields: [{ name: 'name', label: say('name'), kind: 'line' }, { name: 'email', label: say('email'), kind: 'email' }, roleField, { name: 'password', label: say('initialPassword'), kind: 'password' }],
    take: given => taking(() => call.POST('/api/desk/staff', { body: { name: given.one('name'), email: given.one('email'), role: roleOf(given.one('role')), password: given.one('password') } })),
  }
  function of({ id, disabled, secondFactor, sessions }: Access): Step[] {
    const path = { params: { path: { id } } }
    return [
      { title: say('changeRole'), explained: say('changeRoleWhy'), fields: [roleField], take: given => taking(() => call.POST('/api/desk/staff/{id}/role', { ...path, body: { role: roleOf(given.one('role')) } })) },
      { title: say('resetPassword'), fields: [{ name: 'password', label: say('initialPassword'), kind: 'password' }], take: given => taking(() => call.POST('/api/desk/staff/{id}/password', { ...path, body: { password: given.one('password') } })) },
      ...(secondFactor === 'app' ? [{ title: say('resetFactor'), explained: say('resetFactorWhy'), fields: [], take: () => taking(() => call.POST('/api/desk/staff/{id}/factor/reset', path)) }] : []),
      ...(sessions > 0 ? [{ title: say('endSessions'), fields: [], take: () => taking(() => call.DELETE('/api/desk/staff/{id}/sessions', path)) }] : []),
      disabled ? { title: say('enable'), fields: [], take: () => taking(() => call.POST('/api/desk/staff/{id}/enable', path)) }
        : { title: say('disable'), explained: say('disableWhy'), fields: [], take: () => taking(() => call.POST('/api/desk/staff/{id}/disable', path)) },
    ]
  }
  return { add, of, taking, dialog }
}

function Sessions({ of: { id, name }, onClose }: { of: Access; onClose(): void }) {
  const { say } = useSaying(words)
  const { data, error } = desk.useQuery('get', '/api/desk/staff/{id}/sessions', { params: { path: { id } } })
  return <Modal opened onClose={onClose} size="xl" title={`${say('sessions')}: ${name}`} closeButtonProps={{ 'aria-label': say('dismiss') }}><Told error={error} />{data && <SessionTable sessions={data.sessions} />}</Modal>
}

function Proposals({ onDecide }: { onDecide(work: () => Promise<unknown>): Promise<unknown> }) {
  const { say, inWords } = useSaying(words)
  const { id: own } = useMember()
  const { data } = desk.useQuery('get', '/api/desk/role-proposals')
  const [error, setError] = useState<unknown>()
  if (!data || data.proposals.length === 0) return null
  const decide = (id: string, accept: boolean) => onDecide(() => call.POST('/api/desk/role-proposals/{id}/decision', { params: { path: { id } }, body: { accept } })).then(() => setError(undefined)).catch(setError)
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="proposals">
      <Stack gap="xs">
        <Title order={3} size="h5" id="proposals">{say('proposals')}</Title>
        <ul className="plain">
          {data.proposals.map(({ id, by, member, role }) => (
            <li key={id}>
              <Group gap="xs">
                <Text size="sm">{say('proposed', { who: by.name, name: `${member.name} (${member.email})`, role: inWords(role) })}</Text>
                {by.id !== own && member.id !== own && (
                  <>
                    <Button size="compact-xs" onClick={() => void decide(id, true)}>{say('confirm')}</Button>
                    <Button size="compact-xs" variant="default" onClick={() => void decide(id, false)}>{say('decline')}</Button>
                  </>
                )}
              </Group>
            </li>
          ))}
        </ul>
        <Told error={error} />
      </Stack>
    </Paper>
  )
}

function Row({ access, steps, onStep, onSessions }: { access: Access; steps: readonly Step[] | undefined; onStep(step: Step): void; onSessions(): void }) {
  const { say, inWords, day, time } = useSaying(words)
  const { name, email, role, roleSince, roleBy, disabled, lastSignInAt, secondFactor, sessions, certificates, remarks } = access
  return (
    <Table.Tr data-email={email} c={disabled ? 'dimmed' : undefined}>
      <Table.Td><Text size="sm" fw={500}>{name}</Text><Text size="xs" c="dimmed">{email}</Text></Table.Td>
      <Table.Td><Text size="sm">{inWords(role)}</Text><Text size="xs" c="dimmed">{say('since', { when: day(roleSince) })}{roleBy.name !== '' && ` · ${say('by', { who: inWords(roleBy.name) })}`}</Text></Table.Td>
      <Table.Td>{lastSignInAt === null ? say('never') : time(lastSignInAt)}</Table.Td>
      <Table.Td>{secondFactor === 'none' ? '–' : inWords(secondFactor)}</Table.Td>
      <Table.Td>{sessions}</Table.Td>
      <Table.Td>
        <Group gap={4}>
          {disabled && <Badge variant="default" tt="none">{say('disabled')}</Badge>}
          {remarks.map(remark => <Badge key={remark} variant="light" color={calm.has(remark) ? 'gray' : 'orange'} c="var(--mantine-color-text)" tt="none">{inWords(remark)}</Badge>)}
          {certificates && certificates.length > 0 && <Text size="xs" c="dimmed">{say('uncertified', { why: certificates.join(', ') })}</Text>}
        </Group>
      </Table.Td>
      {steps && (
        <Table.Td>
          {steps.length > 0 && <Menu position="bottom-end">
            <Menu.Target><ActionIcon variant="default" size="sm" aria-label={say('more_of', { name })}>⋯</ActionIcon></Menu.Target>
            <Menu.Dropdown>
              {sessions > 0 && <Menu.Item onClick={onSessions}>{say('showSessions')}</Menu.Item>}
              {steps.map(step => <Menu.Item key={step.title} onClick={() => onStep(step)}>{step.title}</Menu.Item>)}
            </Menu.Dropdown>
          </Menu>}
        </Table.Td>
      )}
    </Table.Tr>
  )
}

/** Who has access, with what, and what is remarkable of it; for administrators, what can be done about it. */
export function Accounts() {
  const { say } = useSaying(words)
  const { id: own, role } = useMember()
  const [onlyRemarked, setOnlyRemarked] = useState(false)
  const [step, setStep] = useState<Step>()
  const [watched, setWatched] = useState<Access>()
  const steps = useSteps()
  const { data, error } = desk.useQuery('get', '/api/desk/access-review')
  const isAdmin = role === 'admin'
  const shown = (data?.staff ?? []).filter(({ remarks }) => !onlyRemarked || remarks.length > 0)
  return (
    <Stack gap="md">
      {role !== 'auditor' && <Proposals onDecide={steps.taking} />}
      <Paper withBorder p="md" component="section" aria-label={say('accounts')}>
        <Stack gap="xs">
          <Group gap="xs" justify="flex-end">
            <Checkbox label={say('onlyRemarked')} checked={onlyRemarked} onChange={event => setOnlyRemarked(event.currentTarget.checked)} />
            <Button size="xs" variant="default" component="a" href="/api/desk/access-review/file" download>{say('download')}</Button>
            {isAdmin && <Button size="xs" onClick={() => setStep(steps.add)}>{say('add')}</Button>}
          </Group>
          <Told error={error} />
          <Table.ScrollContainer minWidth={820} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': say('accounts') } }}>
            <Table verticalSpacing={4} highlightOnHover>
              <Table.Thead><Table.Tr>{(['member', 'roleSince', 'lastSignIn', 'secondFactor', 'sessions', 'remarks'] as const).map(column => <Table.Th key={column}>{say(column)}</Table.Th>)}{isAdmin && <Table.Th>{say('actions')}</Table.Th>}</Table.Tr></Table.Thead>
              <Table.Tbody>{shown.map(access => <Row key={access.id} access={access} steps={isAdmin ? access.id === own ? [] : steps.of(access) : undefined} onStep={setStep} onSessions={() => setWatched(access)} />)}</Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Stack>
      </Paper>
      {step && <Asking step={step} onClose={() => setStep(undefined)} />}
      {watched && <Sessions of={watched} onClose={() => setWatched(undefined)} />}
      {steps.dialog}
    </Stack>
  )
}
