import { Badge, Button, Menu, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { desk } from '../call/desk.ts'
import { useLacking } from '../parts/lacking/lacking.ts'
import { useSaying } from '../parts/language.tsx'
import { words } from './words.ts'

const states = ['available', 'wrap-up', 'away'] as const
const colors = { available: 'brand', 'wrap-up': 'yellow', away: 'gray' } as const

/** Whether the member takes customers by routing, how many they have, and why they are offered none. */
export function Availability() {
  const { say, clock } = useSaying(words)
  const inLack = useLacking()
  const queries = useQueryClient()
  const { queryKey } = desk.queryOptions('get', '/api/desk/availability')
  const { data } = desk.useQuery('get', '/api/desk/availability')
  const { mutate, isPending } = desk.useMutation('put', '/api/desk/availability', { onSuccess: own => { queries.setQueryData(queryKey, own) } })
  if (!data) return null
  const { status, load, capacity, until, why } = data
  return (
    <Menu position="bottom-end" shadow="md" width={240}>
      <Menu.Target>
        <Button size="xs" variant="default" loading={isPending} data-availability={status}
          leftSection={<Badge size="xs" circle color={why.length > 0 ? 'red' : colors[status]} variant="filled">{why.length > 0 ? '!' : ''}</Badge>}>
          <span className="only-heard">{say('availability')}: </span>{say(status)}<Text span size="xs" c="dimmed" ml={6} fw={400} aria-hidden>{say('load', { n: load, all: capacity })}</Text><span className="only-heard">. {say('loadSaid', { n: load, all: capacity })}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{say('availability')} · {say('loadSaid', { n: load, all: capacity })}</Menu.Label>
        <Menu.RadioGroup value={status} onChange={chosen => { const next = states.find(each => each === chosen); if (next) mutate({ body: { status: next } }) }}>
          {states.map(each => <Menu.RadioItem key={each} value={each} closeMenuOnClick>{say(each)}{each === status && until !== null && <Text span size="xs" c="dimmed" ml={6}>{say('until', { time: clock(until) })}</Text>}</Menu.RadioItem>)}
        </Menu.RadioGroup>
        {why.length > 0 && (
          <>
            <Menu.Divider />
            <Menu.Label>{say('notOffered')}</Menu.Label>
            {why.map(code => <Text key={code} size="xs" px="sm" py={2}>{inLack([code])}</Text>)}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
