import { Anchor, Badge, Button, Checkbox, Group, NativeSelect, Paper, SegmentedControl, Table, Text, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { desk, type Schema } from '../call/desk.ts'
import { Asking, type Step } from '../parts/asking/asking.tsx'
import { DueAt } from '../parts/due/due.tsx'
import { useSaying } from '../parts/language.tsx'
import { useMember } from '../parts/member.tsx'
import { Sheet } from '../parts/page.tsx'
import { oversees, serves, useStaff } from '../parts/staff.ts'
import { Told } from '../parts/told.tsx'
import { openingStep } from './opening.ts'
import { words } from './words.ts'

const states = ['accepted', 'investigating', 'decided', 'answered', 'closed', 'archived'] as const

function Row({ of, due }: { of: Schema<'CaseSummary'>; due: Schema<'Clock'> | undefined }) {
  const { say, inWords, all } = useSaying(words)
  return (
    <Table.Tr>
      <Table.Td><Anchor component={Link} href={`/cases/${of.number}`} size="sm" style={{ whiteSpace: 'nowrap' }}>{of.number}</Anchor></Table.Td>
      <Table.Td><Group gap={4}><Badge size="sm" variant="light" tt="none" style={{ flexShrink: 0 }}>{inWords(of.status)}</Badge>{of.major.length > 0 && <Badge size="sm" color="red" variant="filled" tt="none" style={{ flexShrink: 0 }} title={all(of.major)}>{say('major')}</Badge>}</Group></Table.Td>
      <Table.Td>{due ? <DueAt at={due.dueAt} overdue={due.overdue} provisional={due.provisional} /> : '–'}</Table.Td>
      <Table.Td>{of.owner.name}</Table.Td>
      <Table.Td><Text size="sm" lineClamp={2}>{of.summary}</Text></Table.Td>
    </Table.Tr>
  )
}

/** Complaints, those opened last first, with what is due first of each. */
export function CaseList() {
  const { say, inWords } = useSaying(words)
  const { role } = useMember()
  const { staff } = useStaff()
  const [, go] = useLocation()
  const [of, setOf] = useState<'mine' | 'all'>(oversees(role) ? 'all' : 'mine')
  const [state, setState] = useState('')
  const [major, setMajor] = useState(false)
  const [search, setSearch] = useState('')
  const [opening, setOpening] = useState<Step>()
  const status = states.find(each => each === state)
  const filter = { of, limit: 500, ...(status ? { status } : {}), ...(major ? { major: 'true' as const } : {}) }
  const { data, error, isPending } = desk.useQuery('get', '/api/desk/cases', { params: { query: filter } })
  const due = desk.useQuery('get', '/api/desk/due', { params: { query: { of, limit: 1000 } } })
  const dueFirst = useMemo(() => new Map((due.data?.clocks ?? []).toReversed().filter(({ subject }) => subject.kind === 'case').map(clock => [clock.subject.id, clock])), [due.data])
  const sought = search.trim().toLowerCase()
  const shown = (data?.cases ?? []).filter(each => sought === '' || [each.number, each.summary, each.owner.name].some(text => text.toLowerCase().includes(sought)))
  const colleagues = staff.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Sheet title={say('cases')} actions={(
      <>
        {oversees(role) && <Button component="a" href="/api/desk/cases-file" download size="xs" variant="default">{say('export')}</Button>}
        {serves(role) && <Button size="xs" aria-haspopup="dialog" onClick={() => setOpening(openingStep({ say, inWords, colleagues, onOpened: number => go(`/cases/${number}`) }))}>{say('openNew')}</Button>}
      </>
    )}>
      <Group gap="sm">
        {oversees(role) && <SegmentedControl size="xs" aria-label={say('whose')} value={of} onChange={setOf} data={[{ value: 'mine', label: say('mine') }, { value: 'all', label: say('all') }]} />}
        <TextInput type="search" size="xs" aria-label={say('searchCases')} placeholder={say('search')} value={search} onChange={event => setSearch(event.currentTarget.value)} />
        <NativeSelect size="xs" aria-label={say('state')} value={state} onChange={event => setState(event.currentTarget.value)} data={[{ value: '', label: say('anyState') }, ...states.map(value => ({ value, label: inWords(value) }))]} />
        <Checkbox size="xs" label={say('onlyMajor')} checked={major} onChange={event => setMajor(event.currentTarget.checked)} />
      </Group>
      <Told error={error ?? due.error} />
      <Paper withBorder>
        <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': say('cases') } }}>
          <Table verticalSpacing={6} highlightOnHover>
            <Table.Thead><Table.Tr><Table.Th>{say('number')}</Table.Th><Table.Th>{say('state')}</Table.Th><Table.Th>{say('nextDue')}</Table.Th><Table.Th>{say('owner')}</Table.Th><Table.Th>{say('summary')}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {shown.map(each => <Row key={each.number} of={each} due={dueFirst.get(each.number)} />)}
              {shown.length === 0 && !isPending && <Table.Tr><Table.Td colSpan={5}><Text size="sm" c="dimmed">{say(data?.cases.length === 0 && status === undefined && !major ? 'noCases' : 'nothingFound')}</Text></Table.Td></Table.Tr>}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Paper>
      {opening && <Asking step={opening} onClose={() => setOpening(undefined)} />}
    </Sheet>
  )
}
