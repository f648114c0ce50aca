import { Anchor, Button, Group, NativeSelect, Paper, Table, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Link } from 'wouter'
import { desk, type Schema } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import { Sheet } from '../parts/page.tsx'
import { useStaff } from '../parts/staff.ts'
import { knownKinds } from '../parts/timeline/kinds.ts'
import { Told } from '../parts/told.tsx'
import { words } from './words.ts'

const pageLength = 100
/** A place after all that there are: the first page begins with the latest. */
const newest = Number.MAX_SAFE_INTEGER
type Asked = { person?: string; customer?: string; kind?: string; from?: string; to?: string }
/** A day of the form, from its beginning or to its end, in the desk's time. */
const bounds = { from: (day: string) => `${day}T00:00:00+08:00`, to: (day: string) => new Date(Date.parse(`${day}T00:00:00+08:00`) + 86_400_000).toISOString() }

function askedOf(form: FormData): Asked {
  const text = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
  }
  const [person, customer, kind, from, to] = [text('person'), text('customer'), text('kind'), text('from'), text('to')]
  return { ...(person && { person }), ...(customer && { customer }), ...(kind && { kind }), ...(from && { from: bounds.from(from) }), ...(to && { to: bounds.to(to) }) }
}

function Row({ act: { seq, at, person, kind, customer, enquiry, facts } }: { act: Schema<'Act'> }) {
  const { say, inWords, time } = useSaying(words)
  return (
    <Table.Tr>
      <Table.Td><Text span size="sm" style={{ whiteSpace: 'nowrap' }} title={`${say('place')} ${seq}`}>{time(at)}</Text></Table.Td>
      <Table.Td>{person.name}</Table.Td>
      <Table.Td>{inWords(kind)}</Table.Td>
      <Table.Td>{customer !== '' && <Anchor component={Link} href={`/customers/${customer}`} size="sm">{inWords('customer')}</Anchor>}{enquiry !== '' && <> <Anchor component={Link} href={`/enquiries/${enquiry}`} size="sm">{say('enquiry')}</Anchor></>}</Table.Td>
      <Table.Td><Text span size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{Object.entries(facts).map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`).join(' · ')}</Text></Table.Td>
    </Table.Tr>
  )
}

/** Who looked at or changed what (M5.3a): by person, customer, kind and time. Nothing is asked of the trail until it is searched, for that is on it, too. */
export default function AuditTrail() {
  const { say, inWords } = useSaying(words)
  const { staff } = useStaff()
  const [asked, setAsked] = useState<Asked>()
  const { data, error, isFetching, hasNextPage, fetchNextPage } = desk.useInfiniteQuery('get', '/api/desk/audit', { params: { query: { ...asked, limit: pageLength } } }, {
    // What was found stays as it was until it is searched again: each reading is an entry of its own.
    enabled: asked !== undefined, meta: { steady: true }, pageParamName: 'before', initialPageParam: newest, getNextPageParam: page => page.next ?? undefined,
  })
  const acts = data?.pages.flatMap(page => page.acts) ?? []
  function search(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    setAsked(askedOf(new FormData(event.currentTarget)))
  }
  const file = `/api/desk/audit/file?${new URLSearchParams(asked)}`
  return (
    <Sheet title={say('audit')} actions={asked && <Button component="a" href={file} download size="xs" variant="default">{say('export')}</Button>}>
      <form onSubmit={search}>
        <Group gap="sm" align="flex-end">
          <NativeSelect size="xs" name="person" label={say('person')} data={[{ value: '', label: say('anybody') }, ...staff.map(({ id, name }) => ({ value: id, label: name }))]} />
          <TextInput size="xs" name="customer" label={say('customerId')} maxLength={200} />
          <NativeSelect size="xs" name="kind" label={say('kind')} data={[{ value: '', label: say('anyKind') }, ...knownKinds.map(value => ({ value, label: inWords(value) }))]} />
          <TextInput size="xs" name="from" type="date" label={say('from')} /><TextInput size="xs" name="to" type="date" label={say('to')} />
          <Button size="xs" type="submit" loading={isFetching}>{say('find')}</Button>
        </Group>
      </form>
      <Text size="xs" c="dimmed">{say('looked')}</Text>
      <Told error={error} />
      {data && (
        <Paper withBorder>
          <Table.ScrollContainer minWidth={720} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': say('audit') } }}>
            <Table verticalSpacing={4}>
              <Table.Thead><Table.Tr><Table.Th>{say('at')}</Table.Th><Table.Th>{say('person')}</Table.Th><Table.Th>{say('kind')}</Table.Th><Table.Th>{say('about')}</Table.Th><Table.Th>{say('facts')}</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {acts.map(each => <Row key={each.seq} act={each} />)}
                {acts.length === 0 && <Table.Tr><Table.Td colSpan={5}><Text size="sm" c="dimmed">{say('nothingFound')}</Text></Table.Td></Table.Tr>}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Paper>
      )}
      {hasNextPage && <Button size="xs" variant="default" loading={isFetching} onClick={() => void fetchNextPage()}>{say('more')}</Button>}
    </Sheet>
  )
}
