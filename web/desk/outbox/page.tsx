import { Badge, Button, Paper, Table, Text } from '@mantine/core'
import { desk } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import { Sheet } from '../parts/page.tsx'
import { useReadAgain } from '../parts/reading.ts'
import { Told } from '../parts/told.tsx'
import { words } from './words.ts'

/** Replies that no channel took, for whoever runs the service. */
export default function Outbox() {
  const { say, time } = useSaying(words)
  const readAgain = useReadAgain()
  const { data, error } = desk.useQuery('get', '/api/desk/dead-letters', { params: { query: { limit: 200 } } })
  const resend = desk.useMutation('post', '/api/desk/dead-letters/resend', { onSettled: readAgain })
  const letters = data?.letters ?? []
  return (
    <Sheet title={say('outbox')} badges={<><Badge size="sm" tt="none" color="red" variant={data?.dead ? 'filled' : 'default'}>{say('dead', { n: data?.dead ?? 0 })}</Badge><Badge size="sm" tt="none" variant="default">{say('waiting', { n: data?.pending ?? 0 })}</Badge></>}
      actions={letters.length > 0 && <Button size="xs" loading={resend.isPending} onClick={() => resend.mutate({ body: { all: true } })}>{say('resendAll')}</Button>}>
      <Text size="sm" c="dimmed">{say('explained')}</Text>
      <Told error={error ?? resend.error} />
      <Paper withBorder>
        <Table.ScrollContainer minWidth={720} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': say('outbox') } }}>
          <Table verticalSpacing={4}>
            <Table.Thead><Table.Tr><Table.Th>{say('at')}</Table.Th><Table.Th>{say('conversation')}</Table.Th><Table.Th>{say('text')}</Table.Th><Table.Th>{say('attempts')}</Table.Th><Table.Th>{say('why')}</Table.Th><Table.Th><span className="only-heard">{say('resend')}</span></Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {letters.map(({ conversation, sequence, at, attempts, lastError, text }) => (
                <Table.Tr key={`${conversation}|${sequence}`}>
                  <Table.Td><Text span size="sm" style={{ whiteSpace: 'nowrap' }}>{time(at)}</Text></Table.Td>
                  <Table.Td><Text span size="xs" style={{ overflowWrap: 'anywhere' }}>{conversation} #{sequence}</Text></Table.Td>
                  <Table.Td><Text size="sm" lineClamp={2}>{text}</Text></Table.Td>
                  <Table.Td>{attempts}</Table.Td>
                  <Table.Td><Text size="xs" c="dimmed" lineClamp={2}>{lastError}</Text></Table.Td>
                  <Table.Td><Button size="compact-xs" variant="default" disabled={resend.isPending} aria-label={`${say('resend')}: ${conversation} #${sequence}`} onClick={() => resend.mutate({ body: { conversation, sequence } })}>{say('resend')}</Button></Table.Td>
                </Table.Tr>
              ))}
              {letters.length === 0 && data && <Table.Tr><Table.Td colSpan={6}><Text size="sm" c="dimmed">{say('noLetters')}</Text></Table.Td></Table.Tr>}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Paper>
    </Sheet>
  )
}
