import { Badge, Button, Group, Modal, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { desk, type Schema } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import { Sheet } from '../parts/page.tsx'
import { useReadAgain } from '../parts/reading.ts'
import { Told } from '../parts/told.tsx'
import { OwnPassword } from './own-password.tsx'
import { useProof } from './proof.tsx'
import { EnrolmentForm, RecoveryCodes } from './second-step.tsx'
import { words } from './words.ts'

/** Sessions as a table; with `onEnd` each other one can be ended. */
export function SessionTable({ sessions, onEnd }: { sessions: readonly Schema<'Session'>[]; onEnd?(id: string): void }) {
  const { say, inWords, time } = useSaying(words)
  return (
    <Table.ScrollContainer minWidth={680} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': say('mySessions') } }}>
      <Table verticalSpacing={4}>
        <Table.Thead><Table.Tr>{(['device', 'network', 'how', 'since', 'seen'] as const).map(column => <Table.Th key={column}>{say(column)}</Table.Th>)}{onEnd && <Table.Th>{say('actions')}</Table.Th>}</Table.Tr></Table.Thead>
        <Table.Tbody>
          {sessions.map(({ id, device, network, how, since, seenAt, own }) => (
            <Table.Tr key={id}>
              <Table.Td>{device === '' ? say('program') : device}</Table.Td><Table.Td>{network}</Table.Td><Table.Td>{inWords(how)}</Table.Td><Table.Td>{time(since)}</Table.Td><Table.Td>{time(seenAt)}</Table.Td>
              {onEnd && <Table.Td>{own ? <Badge variant="light" tt="none">{say('thisOne')}</Badge> : <Button size="compact-xs" variant="default" aria-label={`${say('end')}: ${device} ${time(since)}`} onClick={() => onEnd(id)}>{say('end')}</Button>}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

type Doing = { enrolment: Schema<'Enrolment'> } | { codes: readonly string[] }

function SecondFactor() {
  const { say, time } = useSaying(words)
  const readAgain = useReadAgain()
  const { proven, dialog } = useProof()
  const { data } = desk.useQuery('get', '/api/desk/account')
  const [doing, setDoing] = useState<Doing>()
  const begin = desk.useMutation('post', '/api/desk/account/factor')
  const confirm = desk.useMutation('post', '/api/desk/account/factor/code')
  const renew = desk.useMutation('post', '/api/desk/account/recovery-codes')
  const factor = data?.secondFactor
  const start = (work: () => Promise<Doing>) => void proven(work).then(setDoing).catch(() => undefined)
  const done = () => {
    setDoing(undefined)
    void readAgain()
  }
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="my-factor">
      <Stack gap="xs">
        <Title order={3} size="h5" id="my-factor">{say('myFactor')}</Title>
        {data && <Text size="sm">{factor ? `${say('factorSince', { when: time(factor.since) })} · ${say('codesLeft', { n: factor.recoveryCodesLeft })}` : say('noFactor')}</Text>}
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => start(async () => ({ enrolment: await begin.mutateAsync({}) }))}>{say(factor ? 'newFactor' : 'setUp')}</Button>
          {factor && <Button size="xs" variant="default" title={say('newCodesWhy')} onClick={() => start(async () => ({ codes: (await renew.mutateAsync({})).recoveryCodes }))}>{say('newCodes')}</Button>}
        </Group>
        <Told error={begin.error ?? renew.error} />
      </Stack>
      {dialog}
      <Modal opened={doing !== undefined} onClose={done} title={say(doing && 'codes' in doing ? 'kept' : 'setUp')} closeButtonProps={{ 'aria-label': say('dismiss') }}>
        {doing && ('codes' in doing
          ? <RecoveryCodes codes={doing.codes} onKept={done} />
          : <EnrolmentForm enrolment={doing.enrolment} pending={confirm.isPending} error={confirm.error} onCode={code => confirm.mutate({ body: { code } }, { onSuccess: ({ recoveryCodes }) => setDoing({ codes: recoveryCodes }) })} />)}
      </Modal>
    </Paper>
  )
}

function OwnSessions() {
  const { say } = useSaying(words)
  const readAgain = useReadAgain()
  const { data } = desk.useQuery('get', '/api/desk/sessions')
  const end = desk.useMutation('delete', '/api/desk/sessions/{id}', { onSuccess: readAgain })
  const endOthers = desk.useMutation('delete', '/api/desk/sessions', { onSuccess: readAgain })
  const sessions = data?.sessions ?? []
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="my-sessions">
      <Stack gap="xs">
        <Group justify="space-between">
          <Title order={3} size="h5" id="my-sessions">{say('mySessions')}</Title>
          {sessions.length > 1 && <Button size="xs" variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate({})}>{say('endOthers')}</Button>}
        </Group>
        <SessionTable sessions={sessions} onEnd={id => end.mutate({ params: { path: { id } } })} />
        <Told error={end.error ?? endOthers.error} />
      </Stack>
    </Paper>
  )
}

/** The member's own account: the second factor, the password, and where they are signed in. */
export default function Account() {
  const { say } = useSaying(words)
  return <Sheet title={say('account')}><SecondFactor /><OwnPassword /><OwnSessions /></Sheet>
}
