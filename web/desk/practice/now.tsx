import { Anchor, Table, Text, Title } from '@mantine/core'
import { Link } from 'wouter'
import { desk } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import { words } from './words.ts'

/** How often it is asked who practises and how it stands, in milliseconds. */
const askEvery = 2_000

/** Who practises now, as it stands. */
export function useUnderWay() {
  return desk.useQuery('get', '/api/desk/practice/rooms', {}, { refetchInterval: askEvery, meta: { steady: true } })
}

/** Who practises now, for those who train: each can be listened in to. */
export function NowPractising() {
  const { say, clock } = useSaying(words)
  const { data } = useUnderWay()
  if (!data) return null
  return (
    <section aria-label={say('now')}>
      <Title order={3} size="h6" mb="xs">{say('now')}</Title>
      {data.rooms.length === 0 ? <Text size="sm" c="dimmed">{say('nobodyNow')}</Text> : (
        <Table>
          <Table.Thead><Table.Tr><Table.Th>{say('who')}</Table.Th><Table.Th>{say('begun')}</Table.Th><Table.Th>{say('customers')}</Table.Th><Table.Th>{say('watch')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {data.rooms.map(({ id, member, begunAt, room }) => (
              <Table.Tr key={id}>
                <Table.Td>{member.name}</Table.Td><Table.Td>{clock(begunAt)}</Table.Td>
                <Table.Td>{room?.customers.map(({ name, status }) => `${name}（${say(`at-${status}`)}）`).join(' ') ?? ''}</Table.Td>
                <Table.Td>{room ? <Anchor component={Link} href={`/practice/rooms/${id}`} size="sm">{say('watchOf', { name: member.name })}</Anchor> : <Text size="sm">{say('watchElsewhere')}</Text>}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  )
}
