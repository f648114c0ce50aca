import { Badge, Group, Paper, Table, Text, Title } from '@mantine/core'
import type { Schema } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import { words } from './words.ts'

type Finding = Schema<'PracticeFinding'>
type Served = Schema<'PracticeDebrief'>['customers'][number]

function Found({ finding: { kind, well, about, seconds } }: { finding: Finding }) {
  const { say, all } = useSaying(words)
  const word = kind === 'forbidden' && !well ? 'forbidden-missed' : kind
  return (
    <Table.Tr data-well={well}>
      <Table.Td w="8rem"><Badge size="sm" tt="none" variant="light" color={well ? 'brand' : 'red'}>{well ? `✓ ${say('well')}` : `✗ ${say('missed')}`}</Badge></Table.Td>
      <Table.Td>{say(word, { what: all(about), n: seconds ?? 0 })}</Table.Td>
    </Table.Tr>
  )
}

/** What one simulated customer's conversation showed. */
export function Findings({ served: { script, findings } }: { served: Served }) {
  const { inWords } = useSaying(words)
  return (
    <Paper withBorder p="sm">
      <Group gap="xs" mb="xs"><Title order={3} size="h6">{script.name}</Title><Badge variant="default" size="sm" tt="none">{inWords(script.locale)}</Badge><Badge variant="default" size="sm" tt="none">{script.rule}</Badge></Group>
      <Text size="sm" c="dimmed" mb="xs">{script.about}</Text>
      <Table verticalSpacing={4}><Table.Tbody>{[...findings].sort((one, other) => Number(one.well) - Number(other.well)).map((finding, index) => <Found key={`${finding.kind}-${index}`} finding={finding} />)}</Table.Tbody></Table>
    </Paper>
  )
}
