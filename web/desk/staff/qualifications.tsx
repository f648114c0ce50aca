import { Alert, Anchor, Button, Checkbox, Group, Loader, Paper, Stack, Table, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { desk, type Schema } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import { useMember } from '../parts/member.tsx'
import { Sheet } from '../parts/page.tsx'
import { Told } from '../parts/told.tsx'
import { Importing } from './importing.tsx'
import { CertificateState, Hours, MayServe, MemberRecord, serves } from './record.tsx'
import { words } from './words.ts'

/** The roles that keep the register; nobody but an administrator keeps their own record. */
const keeping = new Set(['supervisor', 'admin'])

type Qualification = Schema<'Qualification'>

const needsAttention = (of: Qualification) => (serves(of) && !of.mayServe) || of.certificates.some(({ state, recheckDue }) => state === 'expiring' || state === 'expired' || recheckDue)

/** That nobody is held to the register, and what that means. */
function Held({ rules: { held, required } }: { rules: Schema<'QualificationRules'> }) {
  const { say } = useSaying(words)
  return held ? null : <Alert color="gray" variant="light" role="note">{say(required === 'never' ? 'neverHeld' : 'notHeld')}</Alert>
}

function Row({ of, needed }: { of: Qualification; needed: number }) {
  const { inWords } = useSaying(words)
  return (
    <Table.Tr>
      <Table.Td><Anchor component={Link} href={`/staff/${of.member.id}`} size="sm">{of.member.name}</Anchor><Text size="xs" c="dimmed">{of.member.email}</Text></Table.Td>
      <Table.Td><Text size="sm">{inWords(of.member.role)}</Text></Table.Td>
      <Table.Td><MayServe of={of} needed={needed} /></Table.Td>
      <Table.Td>
        <Stack gap={2}>{of.certificates.map(each => <Group key={`${each.kind} ${each.number}`} gap={6} wrap="nowrap"><Text size="sm" style={{ whiteSpace: 'nowrap' }}>{inWords(each.kind)} {each.expires}</Text>{(each.state !== 'in-force' || each.recheckDue) && <CertificateState {...each} />}</Group>)}</Stack>
      </Table.Td>
      <Table.Td><Hours of={of} needed={needed} /></Table.Td>
    </Table.Tr>
  )
}

/** The agents' register: who may serve, who soon may not, and why. */
export function QualificationList() {
  const { say } = useSaying(words)
  const { role } = useMember()
  const { data, error, isPending } = desk.useQuery('get', '/api/desk/qualifications')
  const [search, setSearch] = useState('')
  const [attention, setAttention] = useState(false)
  const [importing, setImporting] = useState(false)
  const sought = search.trim().toLowerCase()
  const shown = (data?.members ?? []).filter(each => (!attention || needsAttention(each)) && (sought === '' || [each.member.name, each.member.email].some(text => text.toLowerCase().includes(sought))))
  return (
    <Sheet title={say('staff')} actions={(
      <>
        <Button component="a" href="/api/desk/qualifications-file" download size="xs" variant="default">{say('export')}</Button>
        {keeping.has(role) && <Button size="xs" variant="default" aria-haspopup="dialog" onClick={() => setImporting(true)}>{say('import')}</Button>}
      </>
    )}>
      {data && <Held rules={data.rules} />}
      <Group gap="sm">
        <TextInput type="search" size="xs" aria-label={say('searchStaff')} placeholder={say('search')} value={search} onChange={event => setSearch(event.currentTarget.value)} />
        <Checkbox size="xs" label={say('onlyAttention')} checked={attention} onChange={event => setAttention(event.currentTarget.checked)} />
      </Group>
      <Told error={error} />
      <Paper withBorder>
        <Table.ScrollContainer minWidth={720} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': say('members') } }}>
          <Table verticalSpacing={6} highlightOnHover>
            <Table.Thead><Table.Tr><Table.Th>{say('member')}</Table.Th><Table.Th>{say('roleOf')}</Table.Th><Table.Th>{say('serves')}</Table.Th><Table.Th>{say('certificates')}</Table.Th><Table.Th>{say('education')}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {shown.map(each => <Row key={each.member.id} of={each} needed={data?.rules.educationHours ?? 0} />)}
              {shown.length === 0 && !isPending && <Table.Tr><Table.Td colSpan={5}><Text size="sm" c="dimmed">{say('nobody')}</Text></Table.Td></Table.Tr>}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Paper>
      {importing && <Importing onClose={() => setImporting(false)} />}
    </Sheet>
  )
}

/** One member's record, for those who oversee. */
export function QualificationSheet({ id }: { id: string }) {
  const { say } = useSaying(words)
  const member = useMember()
  const { data, error, isPending } = desk.useQuery('get', '/api/desk/qualifications')
  const of = data?.members.find(each => each.member.id === id)
  if (!data || !of) return <Sheet title={say('staff')} back="/staff">{isPending ? <Loader aria-label={say('loading')} /> : error ? <Told error={error} /> : <Text size="sm">{say('nobody')}</Text>}</Sheet>
  return <Sheet title={of.member.name} back="/staff"><Held rules={data.rules} /><MemberRecord of={of} rules={data.rules} keeps={keeping.has(member.role) && (id !== member.id || member.role === 'admin')} /></Sheet>
}

/** What the register holds of who is signed in. */
export function OwnQualification() {
  const { say } = useSaying(words)
  const { data, error, isPending } = desk.useQuery('get', '/api/desk/qualifications/mine')
  if (!data) return <Sheet title={say('own')}>{isPending ? <Loader aria-label={say('loading')} /> : <Told error={error} />}</Sheet>
  return <Sheet title={say('own')}><Held rules={data.rules} /><MemberRecord of={data.record} rules={data.rules} keeps={false} /></Sheet>
}
