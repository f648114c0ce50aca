import { Anchor, Group, SegmentedControl, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { desk } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import { useMember } from '../parts/member.tsx'
import { useHoursInWords } from './debrief.tsx'
import { words } from './words.ts'

/** Shifts of practice, the latest first: the member's, and for those who train everybody's. */
export function Debriefs() {
  const { say, time } = useSaying(words)
  const { role } = useMember()
  const hours = useHoursInWords()
  const [of, setOf] = useState<'mine' | 'all'>('mine')
  const { data } = desk.useQuery('get', '/api/desk/practice/debriefs', { params: { query: { of } } })
  const list = data?.debriefs ?? []
  return (
    <section aria-label={say('debriefs')}>
      <Group gap="sm" mb="xs">
        <Title order={3} size="h6">{say('debriefs')}</Title>
        {(role === 'supervisor' || role === 'admin') && <SegmentedControl size="xs" aria-label={say('whose')} value={of} onChange={setOf} data={[{ value: 'mine', label: say('mine') }, { value: 'all', label: say('all') }]} />}
      </Group>
      {list.length === 0 ? <Text size="sm" c="dimmed">{say('noDebriefs')}</Text> : (
        <Table>
          <Table.Thead><Table.Tr><Table.Th>{say('when')}</Table.Th>{of === 'all' && <Table.Th>{say('who')}</Table.Th>}<Table.Th>{say('customers')}</Table.Th><Table.Th>{say('missed')}</Table.Th><Table.Th>{say('hours')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {list.map(each => (
              <Table.Tr key={each.id}>
                <Table.Td><Anchor component={Link} href={`/practice/${each.id}`} size="sm">{time(each.endedAt)}</Anchor></Table.Td>
                {of === 'all' && <Table.Td>{each.member.name}</Table.Td>}
                <Table.Td>{each.customers.length}</Table.Td>
                <Table.Td>{each.customers.flatMap(({ findings }) => findings).filter(({ well }) => !well).length}</Table.Td>
                <Table.Td>{hours(each)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  )
}
