import { Anchor, Badge, Group, Paper, Stack, Table, Text, Title } from '@mantine/core'
import { Link } from 'wouter'
import { nowThere } from '../call/clock.ts'
import { desk } from '../call/desk.ts'
import { isPressing, type Owed, owed } from '../enquiries/owed.ts'
import { DueAt } from '../parts/due/due.tsx'
import { endOfDay } from '../parts/due/left.ts'
import { useSaying } from '../parts/language.tsx'
import { useMember } from '../parts/member.tsx'
import { Sheet } from '../parts/page.tsx'
import { oversees } from '../parts/staff.ts'
import { Told } from '../parts/told.tsx'
import { words } from './words.ts'

const most = 1000

function OfOwner({ name, list }: { name: string; list: readonly Owed[] }) {
  const { say, inWords } = useSaying(words)
  const title = say('ofOwner', { name, n: list.length })
  return (
    <Paper withBorder p="sm" component="section" aria-label={title}>
      <Title order={3} size="h6" mb={4}>{title}</Title>
      <Table verticalSpacing={4}>
        <Table.Thead><Table.Tr><Table.Th w="45%">{say('due')}</Table.Th><Table.Th>{say('what')}</Table.Th><Table.Th>{say('subject')}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {list.map(({ key, due, what, subject, place, toReport }) => (
            <Table.Tr key={key}>
              <Table.Td><Group gap={6}>{due && <DueAt {...due} />}{due?.overdue && toReport?.kind !== 'follow-up' && <Badge size="sm" variant="default" tt="none" title={say('escalatedWhy')}>{say('escalated')}</Badge>}</Group></Table.Td>
              <Table.Td>{inWords(what)}</Table.Td>
              <Table.Td>{place === undefined ? inWords(subject.kind) : <Anchor component={Link} href={place} size="sm">{subject.kind === 'case' ? subject.id : `${inWords(subject.kind)} ${subject.id.slice(0, 8)}`}</Anchor>}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

/** All that is overdue or due today, by owner, whoever has most overdue first: everybody's for those who oversee, else one's own. */
export default function Overdue() {
  const { say } = useSaying(words)
  const { role } = useMember()
  const asked = { params: { query: { of: oversees(role) ? 'all' as const : 'mine' as const, limit: most } } }
  const clocks = desk.useQuery('get', '/api/desk/due', asked)
  const followUps = desk.useQuery('get', '/api/desk/follow-ups', asked)
  const until = endOfDay(new Date(nowThere()))
  const list = owed({ clocks: clocks.data?.clocks ?? [], enquiries: [], followUps: followUps.data?.followUps ?? [] }, new Date(nowThere())).filter(each => isPressing(each, until))
  const late = (each: readonly Owed[]) => each.filter(({ due }) => due?.overdue).length
  const byOwner = [...Map.groupBy(list, ({ owner }) => owner.id).values()].toSorted((one, other) => late(other) - late(one) || other.length - one.length)
  return (
    <Sheet title={say('overdueBoard')} badges={<><Badge size="sm" color="red" variant={late(list) > 0 ? 'filled' : 'default'} tt="none">{say('overdueCount', { n: late(list) })}</Badge><Badge size="sm" variant="light" tt="none">{say('todayCount', { n: list.length - late(list) })}</Badge></>}>
      <Told error={clocks.error ?? followUps.error} />
      {list.length === 0 && !clocks.isPending && <Text size="sm" c="dimmed">{say('nothingDue')}</Text>}
      <Stack gap="md">{byOwner.map(each => <OfOwner key={each[0]?.owner.id ?? ''} name={each[0]?.owner.name ?? ''} list={each} />)}</Stack>
    </Sheet>
  )
}
