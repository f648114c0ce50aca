import { Badge, Group, Table, Text, Title } from '@mantine/core'
import { nowThere } from '../../call/clock.ts'
import type { Schema } from '../../call/desk.ts'
import { useSaying } from '../language.tsx'
import { leftOf } from './left.ts'
import { words } from './words.ts'

type Clock = Schema<'Clock'>

/** What a clock is for, as `words` names it: each measure has one of its own. */
export const matterOf = (what: string): string => what.startsWith('measure:') ? 'measure' : what

/** When something is due, with what is out of the ordinary about it. */
export function DueAt({ at, overdue, provisional }: { at: string; overdue: boolean; provisional: boolean }) {
  const { say, time, since } = useSaying(words)
  return (
    <Group gap={6} wrap="nowrap">
      <Text span size="sm" style={{ whiteSpace: 'nowrap' }} {...(overdue ? { c: 'var(--mantine-color-error)', fw: 600 } : {})}>{time(at)}</Text>
      {overdue && <Badge color="red" size="sm" variant="filled" tt="none" style={{ flexShrink: 0 }}>{say('overdueSince', { n: since(at) })}</Badge>}
      {provisional && <Badge color="gray" size="sm" variant="default" tt="none" style={{ flexShrink: 0 }} title={say('provisionalWhy')}>{say('provisional')}</Badge>}
    </Group>
  )
}

function Remaining({ clock }: { clock: Clock }) {
  const { say, inWords } = useSaying(words)
  const paused = clock.pauses.find(({ to }) => to === null)
  if (clock.status === 'done') return <Text span size="sm" c="dimmed">{say('done')}</Text>
  if (clock.status === 'paused') return <Text span size="sm">{say('pausedFor', { why: inWords(paused?.reason ?? 'paused') })}</Text>
  if (clock.overdue) return <Text span size="sm" c="var(--mantine-color-error)" fw={600}>{say('overdue')}</Text>
  const { unit, n } = leftOf(clock, new Date(nowThere()))
  return <Text span size="sm">{n === 0 && unit === 'working-days' ? say('lastDay') : say(unit === 'hours' ? 'leftHours' : 'leftDays', { n })}</Text>
}

/** The clocks of an enquiry or a case: what is due when, and how much of it is left. */
export function Clocks({ clocks, measures = [] }: { clocks: readonly Clock[]; measures?: readonly { id: string; what: string }[] }) {
  const { say, inWords } = useSaying(words)
  const named = ({ what }: Clock) => measures.find(({ id }) => what === `measure:${id}`)?.what
  return (
    <section aria-label={say('clocks')}>
      <Title order={3} size="h6" c="dimmed" mb={4}>{say('clocks')}</Title>
      {clocks.length === 0 ? <Text size="sm" c="dimmed">{say('noClocks')}</Text> : (
        <Table verticalSpacing={4} layout="auto">
          <Table.Thead><Table.Tr><Table.Th>{say('what')}</Table.Th><Table.Th>{say('dueAt')}</Table.Th><Table.Th>{say('left')}</Table.Th><Table.Th visibleFrom="sm">{say('owner')}</Table.Th><Table.Th visibleFrom="sm">{say('rule')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {clocks.map(clock => (
              <Table.Tr key={`${clock.what}${clock.startedAt}`}>
                <Table.Td>{inWords(matterOf(clock.what))}{named(clock) !== undefined && ` · ${named(clock)}`}</Table.Td>
                <Table.Td><DueAt at={clock.dueAt} overdue={clock.overdue} provisional={clock.provisional} /></Table.Td>
                <Table.Td><Remaining clock={clock} /></Table.Td>
                <Table.Td visibleFrom="sm">{clock.owner.name}</Table.Td>
                <Table.Td visibleFrom="sm"><Text span size="xs" c="dimmed">{clock.rule}</Text></Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  )
}
