import { Badge, Group, Paper, Table, Text, Title, UnstyledButton } from '@mantine/core'
import { useDisclosure, useId } from '@mantine/hooks'
import type { Schema } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import { words } from './words.ts'

/** Who could serve and is not at the desk, with when they were last there; shown when it is asked for. */
export function Absent({ members }: { members: readonly Schema<'BoardAbsent'>[] }) {
  const { say, inWords, time, since } = useSaying(words)
  const [opened, { toggle }] = useDisclosure()
  const list = useId()
  return (
    <Paper withBorder component="section" aria-label={say('absent')}>
      <Title order={3} size="h6">
        <UnstyledButton w="100%" p="sm" aria-expanded={opened} aria-controls={list} onClick={toggle}>
          <Group gap={6}><Text span fz="var(--mantine-h6-font-size)" c="dimmed" fw={700}>{opened ? '▾' : '▸'} {say('absent')}</Text><Badge size="sm" variant="light">{members.length}</Badge></Group>
        </UnstyledButton>
      </Title>
      <div id={list} hidden={!opened}>
        {opened && (
          <Table.ScrollContainer minWidth={480} maxHeight={420} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': say('absent') } }}>
            <Table verticalSpacing={4} stickyHeader>
              <Table.Thead><Table.Tr>{[say('agent'), say('status'), say('lastSeen')].map(each => <Table.Th key={each}>{each}</Table.Th>)}</Table.Tr></Table.Thead>
              <Table.Tbody>
                {members.map(({ id, name, role, seenAt, signedIn }) => (
                  <Table.Tr key={id}>
                    <Table.Td>{name} <Text span size="xs" c="dimmed">{inWords(role)}</Text></Table.Td>
                    <Table.Td>{say(signedIn ? 'notHeardOf' : 'signedOut')}</Table.Td>
                    <Table.Td>{seenAt === null ? say('neverSeen') : <>{time(seenAt)} <Text span size="xs" c="dimmed">{since(seenAt)}</Text></>}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </div>
    </Paper>
  )
}
