import { Badge, Button, Group, Loader, Paper, Table, Text, Title } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { desk, type Schema } from '../call/desk.ts'
import { Steps } from '../parts/asking/steps.tsx'
import { useSaying } from '../parts/language.tsx'
import { useMember } from '../parts/member.tsx'
import { Sheet } from '../parts/page.tsx'
import { useReadAgain } from '../parts/reading.ts'
import { useStaff } from '../parts/staff.ts'
import { Told } from '../parts/told.tsx'
import { keepRoster, stepsOn } from './steps.ts'
import { words } from './words.ts'

type Roster = Schema<'DutyRoster'>
/** Who changes the roster. */
const keeping: ReadonlySet<string> = new Set(['supervisor', 'admin'])
const serving: ReadonlySet<string> = new Set(['agent', 'supervisor', 'admin'])

function Part({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <Paper withBorder p="sm" component="section" aria-label={title}>
      <Title order={3} size="h6" c="dimmed">{title}</Title><Text size="xs" c="dimmed" mb={6}>{hint}</Text>
      <Table.ScrollContainer minWidth={480} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': title } }}>{children}</Table.ScrollContainer>
    </Paper>
  )
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** Who answers for what comes in, day by day. */
function Week({ week }: Pick<Roster, 'week'>) {
  const { say, inWords, day: dayIn } = useSaying(words)
  return (
    <Part title={say('week')} hint={say('weekHint')}>
      <Table verticalSpacing={6} withRowBorders>
        <Table.Tbody>
          {week.map(({ day, shifts }) => (
            <Table.Tr key={day}>
              <Table.Th scope="row" w={200}>{inWords(weekdays[new Date(`${day}T12:00:00Z`).getUTCDay()] ?? '')} {dayIn(`${day}T12:00:00+08:00`)}</Table.Th>
              <Table.Td><Group gap="md">{shifts.map(({ from, to, owner }) => <Text key={from} span size="sm"><Text span size="xs" c="dimmed">{from}–{to}</Text> {owner.name}</Text>)}</Group></Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Part>
  )
}

/** Lines and hours of the roster, each of which those who keep it remove or move. */
function Kept({ roster, changes }: { roster: Roster; changes: boolean }) {
  const { say, all } = useSaying(words)
  const readAgain = useReadAgain()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  async function change(to: Parameters<typeof keepRoster>[1]): Promise<void> {
    setBusy(true)
    setError(undefined)
    try {
      await keepRoster(roster, to)
    } catch (refused) {
      setError(refused)
    }
    await readAgain()
    setBusy(false)
  }
  const button = (word: 'up' | 'remove', label: string, onClick: () => void) => <Button size="compact-xs" variant="default" disabled={busy} aria-label={label} onClick={onClick}>{say(word)}</Button>
  const on = (days: readonly string[]) => days.length === 0 ? say('everyDay') : all(days)
  return (
    <>
      <Told error={error} />
      <Part title={say('lines')} hint={say('linesHint')}>
        <Table verticalSpacing={6}>
          <Table.Thead><Table.Tr><Table.Th>{say('who')}</Table.Th><Table.Th>{say('days')}</Table.Th><Table.Th>{say('time')}</Table.Th><Table.Th>{say('topics')}</Table.Th>{changes && <Table.Th><span className="only-heard">{say('actions')}</span></Table.Th>}</Table.Tr></Table.Thead>
          <Table.Tbody>
            {roster.duty.map(({ owner, days, from, to, topics }, index) => (
              <Table.Tr key={`${index}${owner.name}`}>
                <Table.Td>{owner.name} {!owner.active && <Badge size="xs" color="red" variant="default" tt="none">{say('inactive')}</Badge>}</Table.Td><Table.Td>{on(days)}</Table.Td><Table.Td>{from}–{to}</Table.Td><Table.Td>{topics.length === 0 ? say('allTopics') : topics.join(' ')}</Table.Td>
                {changes && (
                  <Table.Td>
                    <Group gap={4} justify="flex-end" wrap="nowrap">
                      {index > 0 && button('up', say('upLine', { n: index + 1, name: owner.name }), () => void change(({ duty }) => void duty.splice(index - 1, 0, ...duty.splice(index, 1))))}
                      {button('remove', say('removeLine', { n: index + 1, name: owner.name }), () => void change(({ duty }) => void duty.splice(index, 1)))}
                    </Group>
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
            {roster.duty.length === 0 && <Table.Tr><Table.Td colSpan={changes ? 5 : 4}><Text size="sm" c="dimmed">{say('noLines')}</Text></Table.Td></Table.Tr>}
          </Table.Tbody>
        </Table>
      </Part>
      <Part title={say('hours')} hint={say('hoursHint')}>
        <Table verticalSpacing={6}>
          <Table.Tbody>
            {roster.hours.map(({ days, from, to }, index) => (
              <Table.Tr key={`${index}${from}`}>
                <Table.Td>{on(days)}</Table.Td><Table.Td>{from}–{to}</Table.Td>
                {changes && <Table.Td><Group justify="flex-end">{button('remove', say('removeHours', { time: `${on(days)} ${from}–${to}` }), () => void change(({ hours }) => void hours.splice(index, 1)))}</Group></Table.Td>}
              </Table.Tr>
            ))}
            {roster.hours.length === 0 && <Table.Tr><Table.Td><Text size="sm" c="dimmed">{say('alwaysOpen')}</Text></Table.Td></Table.Tr>}
          </Table.Tbody>
        </Table>
      </Part>
    </>
  )
}

/** Who is on duty: who answers for what comes in when, and when agents serve (M1.1b). */
export default function DutyRoster() {
  const { say, inWords, time } = useSaying(words)
  const { role } = useMember()
  const { staff } = useStaff()
  const readAgain = useReadAgain()
  const { data, error, isPending } = desk.useQuery('get', '/api/desk/duty')
  if (!data) return <Sheet title={say('duty')}>{isPending ? <Loader aria-label={say('loading')} /> : <Told error={error} />}</Sheet>
  const changes = keeping.has(role)
  const owners = staff.filter(each => serving.has(each.role)).map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Sheet title={say('duty')} badges={<Text span size="xs" c="dimmed">{data.kept ? say('desk', { name: data.kept.by.name, at: time(data.kept.at) }) : say(data.source === 'file' ? 'file' : 'nothingSet')} · {say('zone', { zone: data.zone })}</Text>}>
      <Group gap="xs"><Badge tt="none" variant={data.now.open ? 'light' : 'default'}>{say('now')}: {say(data.now.open ? 'open' : 'shut')}</Badge><Text size="sm">{say('comesIn', { name: data.now.owner.name })}</Text></Group>
      {changes && <Steps label={say('actions')} more={say('more')} {...stepsOn(data, { say, inWords, owners, onTaken: readAgain })} />}
      <Week week={data.week} />
      <Kept roster={data} changes={changes} />
    </Sheet>
  )
}
