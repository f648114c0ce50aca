import { Anchor, Badge, Button, Checkbox, Group, NativeSelect, Paper, SegmentedControl, Table, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { nowThere } from '../call/clock.ts'
import { desk } from '../call/desk.ts'
import { subjectOf } from '../conversations/queue/sifting.ts'
import { DueAt } from '../parts/due/due.tsx'
import { endOfDay } from '../parts/due/left.ts'
import { useSaying } from '../parts/language.tsx'
import { useMember } from '../parts/member.tsx'
import { Sheet } from '../parts/page.tsx'
import { useReadAgain } from '../parts/reading.ts'
import { oversees, serves } from '../parts/staff.ts'
import { Told } from '../parts/told.tsx'
import { isPressing, type Owed, owed } from './owed.ts'
import { Successions } from './successions.tsx'
import { Unfinished } from './unfinished.tsx'
import { words } from './words.ts'

const kinds = ['any', 'enquiry', 'case', 'follow-ups'] as const
type Kind = (typeof kinds)[number]
const most = 500

function Reporting({ of: { kind, id } }: { of: NonNullable<Owed['toReport']> }) {
  const { say } = useSaying(words)
  const readAgain = useReadAgain()
  const followUp = desk.useMutation('post', '/api/desk/follow-ups/{id}/outcome', { onSuccess: readAgain })
  const task = desk.useMutation('post', '/api/desk/tasks/{id}/done', { onSuccess: readAgain })
  const at = { params: { path: { id } } }
  const button = (label: string, onClick: () => void) => <Button size="compact-xs" variant="default" disabled={followUp.isPending || task.isPending} onClick={onClick}>{label}</Button>
  return (
    <Group gap={4} wrap="nowrap" role="group" aria-label={say('reported')}>
      {kind === 'task' ? button(say('taskDone'), () => task.mutate({ ...at, body: { how: '' } }))
        : <>{button(say('solved'), () => followUp.mutate({ ...at, body: { solved: true } }))}{button(say('notSolved'), () => followUp.mutate({ ...at, body: { solved: false } }))}</>}
      <Told error={followUp.error ?? task.error} />
    </Group>
  )
}

function Row({ owed: { subject, place, what, text, owner, due, enquiry, toReport }, withOwner }: { owed: Owed; withOwner: boolean }) {
  const { say, inWords, all } = useSaying(words)
  const { role } = useMember()
  const name = subject.kind === 'case' ? subject.id : enquiry?.topic ? inWords(subjectOf(enquiry.topic)) : enquiry ? say('noTopic') : inWords(subject.kind)
  const kind = inWords(subject.kind === 'enquiry' ? enquiry?.kind ?? 'enquiry' : subject.kind)
  return (
    <Table.Tr>
      <Table.Td>{due ? <DueAt {...due} /> : <Text span size="sm" c="dimmed">–</Text>}</Table.Td>
      <Table.Td>{inWords(what)}{text !== '' && <Text size="xs" c="dimmed" lineClamp={2}>{text}</Text>}</Table.Td>
      <Table.Td>
        {place === undefined ? name : <Anchor component={Link} href={place} size="sm">{name}</Anchor>}
        {' '}{kind !== name && <Badge size="xs" variant="default" tt="none">{kind}</Badge>}
      </Table.Td>
      {withOwner && <Table.Td>{owner.name}</Table.Td>}
      <Table.Td>{toReport !== undefined && serves(role) ? <Reporting of={toReport} /> : enquiry ? <Text span size="sm" c="dimmed">{enquiry.missing.length === 0 ? say('whole') : all(enquiry.missing)}</Text> : null}</Table.Td>
    </Table.Tr>
  )
}

/** One list of what has to be done, in the order in which it is due: answers, promises, follow-ups, closes to confirm. */
export function OwedList() {
  const { say, inWords } = useSaying(words)
  const { role } = useMember()
  const [of, setOf] = useState<'mine' | 'all'>(oversees(role) ? 'all' : 'mine')
  const [kind, setKind] = useState<Kind>('any')
  const [search, setSearch] = useState('')
  const [pressing, setPressing] = useState(false)
  const asked = { params: { query: { of, limit: most } } }
  const clocks = desk.useQuery('get', '/api/desk/due', asked)
  const enquiries = desk.useQuery('get', '/api/desk/enquiries', asked)
  const followUps = desk.useQuery('get', '/api/desk/follow-ups', asked)
  const own = desk.useQuery('get', '/api/desk/mine', { params: { query: { limit: most } } })
  const list = owed({ known: own.data?.due ?? [], clocks: clocks.data?.clocks ?? [], enquiries: enquiries.data?.enquiries ?? [], followUps: followUps.data?.followUps ?? [] }, new Date(nowThere()))
  const until = endOfDay(new Date(nowThere()))
  const sought = search.trim().toLowerCase()
  const isFollowUp = ({ what }: Owed) => what === 'ask-customer' || what === 'report-outcome'
  const shown = list.filter(each => (kind === 'any' || (kind === 'follow-ups' ? isFollowUp(each) : each.subject.kind === kind)) && (!pressing || isPressing(each, until))
    && (sought === '' || [inWords(each.what), each.subject.id, each.owner.name, each.text, each.enquiry?.topic ? inWords(subjectOf(each.enquiry.topic)) : ''].some(text => text.toLowerCase().includes(sought))))
  const withOwner = of === 'all'
  return (
    <Sheet title={say('owed')} actions={<Button component="a" href={`/api/desk/enquiries-file?of=${of}`} download size="xs" variant="default">{say('export')}</Button>}>
      <Successions />
      <Unfinished of={of} />
      <Group gap="sm">
        {oversees(role) && <SegmentedControl size="xs" aria-label={say('whose')} value={of} onChange={setOf} data={[{ value: 'mine', label: say('mine') }, { value: 'all', label: say('all') }]} />}
        <TextInput type="search" size="xs" aria-label={say('searchOwed')} placeholder={say('search')} value={search} onChange={event => setSearch(event.currentTarget.value)} />
        <NativeSelect size="xs" aria-label={say('kinds')} value={kind} onChange={({ currentTarget: { value } }) => setKind(kinds.find(each => each === value) ?? 'any')} data={kinds.map(value => ({ value, label: say(value) }))} />
        <Checkbox size="xs" label={say('onlyPressing')} checked={pressing} onChange={event => setPressing(event.currentTarget.checked)} />
      </Group>
      <Told error={clocks.error ?? enquiries.error ?? followUps.error} />
      <Paper withBorder>
        <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': say('owed') } }}>
          <Table verticalSpacing={6} highlightOnHover>
            <Table.Thead><Table.Tr><Table.Th>{say('due')}</Table.Th><Table.Th>{say('what')}</Table.Th><Table.Th>{say('subject')}</Table.Th>{withOwner && <Table.Th>{say('owner')}</Table.Th>}<Table.Th>{say('missing')}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {shown.map(each => <Row key={each.key} owed={each} withOwner={withOwner} />)}
              {shown.length === 0 && !clocks.isPending && !enquiries.isPending && <Table.Tr><Table.Td colSpan={withOwner ? 5 : 4}><Text size="sm" c="dimmed">{say(list.length === 0 ? 'nothingOwed' : 'nothingFound')}</Text></Table.Td></Table.Tr>}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Paper>
    </Sheet>
  )
}
