import { NativeSelect, Paper, Group, SimpleGrid, Text, Title } from '@mantine/core'
import type { Schema } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import { words } from './words.ts'

const choices = [20, 30, 60, 120, 300]

/** Today's figures. The term and its figure belong together, so that they are read out as pairs. */
export function Level({ level, onWithin }: { level: Schema<'ServiceLevel'>; onWithin(seconds: number): void }) {
  const { say } = useSaying(words)
  const { within, asked, taken, takenInTime, abandoned, left, longestWait, averageWait, averageHandling } = level
  const time = (seconds: number | null) => seconds === null ? '–' : seconds < 120 ? say('seconds', { n: seconds }) : seconds < 7200 ? say('minutes', { n: Math.round(seconds / 60) }) : say('hours', { n: Math.round(seconds / 3600) })
  const figures: [string, string][] = [
    [say('takenInTime', { n: within }), taken === 0 ? '–' : `${Math.round(takenInTime / taken * 100)}% (${takenInTime}/${taken})`], [say('asked'), String(asked)], [say('abandoned'), asked === 0 ? '0' : `${abandoned} (${Math.round(abandoned / asked * 100)}%)`], [say('left'), String(left)],
    [say('longestWait'), time(longestWait)], [say('averageWait'), time(averageWait)], [say('averageHandling'), time(averageHandling)],
  ]
  return (
    <Paper withBorder p="sm" component="section" aria-label={say('level')}>
      <Group justify="space-between" mb={6}>
        <Title order={3} size="h6" c="dimmed">{say('level')}</Title>
        <NativeSelect size="xs" aria-label={say('withinChoice')} value={String(within)} onChange={event => onWithin(Number(event.currentTarget.value))} data={[...new Set([...choices, within])].toSorted((one, other) => one - other).map(n => ({ value: String(n), label: `${say('withinChoice')} ${say('seconds', { n })}` }))} />
      </Group>
      <SimpleGrid cols={{ base: 2, sm: 4, lg: 7 }} spacing="sm" component="dl" m={0}>
        {figures.map(([name, figure]) => <div key={name}><Text component="dt" size="xs" c="dimmed">{name}</Text><Text component="dd" size="lg" fw={600} m={0}>{figure}</Text></div>)}
      </SimpleGrid>
    </Paper>
  )
}
