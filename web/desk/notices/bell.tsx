import { ActionIcon, Anchor, Button, Group, Indicator, Popover, ScrollArea, SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'wouter'
import { call, desk, type Schema } from '../call/desk.ts'
import { matterOf } from '../parts/due/due.tsx'
import { useSaying } from '../parts/language.tsx'
import { useReadAgain } from '../parts/reading.ts'
import { Told } from '../parts/told.tsx'
import { words } from './words.ts'

type Notice = Schema<'Notice'>

/** Where a notice's matter is shown; nothing where the desk has no page of it. */
export function placeOf({ subject: { kind, id } }: Pick<Notice, 'subject'>): string | undefined {
  return { case: `/cases/${id}`, enquiry: `/enquiries/${id}`, task: '/enquiries', handover: `/conversations/${id}` }[kind]
}

function Line({ notice, onRead, onOpen }: { notice: Notice; onRead(): void; onOpen(): void }) {
  const { say, inWords, time } = useSaying(words)
  const { kind, subject, facts, at, readAt } = notice
  const place = placeOf(notice)
  const more = ['stage', 'what'].flatMap(name => typeof facts[name] === 'string' ? [matterOf(facts[name])] : []).map(inWords)
  const title = [inWords(kind), ...more].join(' · ')
  return (
    <li>
      <Group gap="xs" wrap="nowrap" py={6}>
        <div style={{ flex: 1, minWidth: 0 }}>
          {place === undefined ? <Text size="sm" fw={readAt === null ? 600 : 400}>{title}</Text>
            : <Anchor component={Link} href={place} size="sm" fw={readAt === null ? 600 : 400} onClick={() => { if (readAt === null) onRead(); onOpen() }}>{title}</Anchor>}
          <Text size="xs" c="dimmed">{subject.kind === 'case' ? `${subject.id} · ` : ''}{time(at)}{readAt !== null && ` · ${say('wasRead')}`}</Text>
        </div>
        {readAt === null && <Button size="compact-xs" variant="default" onClick={onRead} aria-label={`${say('read')}: ${title}`}>{say('read')}</Button>}
      </Group>
    </li>
  )
}

/** What the member is told beside the queue: reminders, escalations, what is theirs now. The bell in the header counts what is unread. */
export function Bell() {
  const { say } = useSaying(words)
  const readAgain = useReadAgain()
  const [opened, setOpened] = useState(false)
  const [shown, setShown] = useState('unread')
  const unread = desk.useQuery('get', '/api/desk/notices', { params: { query: { unread: 'true', limit: 100 } } })
  const all = desk.useQuery('get', '/api/desk/notices', { params: { query: { unread: 'false', limit: 100 } } }, { enabled: opened && shown !== 'unread' })
  const [error, setError] = useState<unknown>()
  const waiting = unread.data?.notices ?? []
  const list = shown === 'unread' ? waiting : all.data?.notices ?? []
  async function read(notices: readonly Notice[]): Promise<void> {
    try {
      setError(undefined)
      await Promise.all(notices.map(({ id }) => call.POST('/api/desk/notices/{id}/read', { params: { path: { id } } })))
    } catch (failed) {
      setError(failed)
    }
    await readAgain()
  }
  const label = waiting.length === 0 ? say('notices') : say('count', { n: waiting.length === 100 ? '99+' : waiting.length })
  return (
    <Indicator inline disabled={waiting.length === 0} label={waiting.length > 99 ? '99+' : waiting.length} size={16} color="red" offset={4}>
      <Popover opened={opened} onChange={setOpened} position="bottom-end" width={380} shadow="md" trapFocus returnFocus>
        <Popover.Target>
          <ActionIcon variant="default" size={30} aria-label={label} aria-haspopup="dialog" aria-expanded={opened} onClick={() => setOpened(!opened)}>
            <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.4" aria-hidden><path d="M4 6.5a4 4 0 0 1 8 0c0 3.5 1.3 4.5 1.3 4.5H2.7S4 10 4 6.5ZM6.6 13.2a1.5 1.5 0 0 0 2.8 0" /></svg>
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown aria-label={say('notices')} p="sm">
          <Stack gap="xs">
            <Group justify="space-between"><Title order={2} size="h6">{say('notices')}</Title><SegmentedControl size="xs" aria-label={say('shown')} value={shown} onChange={setShown} data={[{ value: 'unread', label: say('unread') }, { value: 'everything', label: say('everything') }]} /></Group>
            <Told error={error ?? unread.error} />
            {list.length === 0 ? <Text size="sm" c="dimmed">{say('noNotices')}</Text> : (
              <ScrollArea.Autosize mah={420} viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': say('notices') }}>
                <ul className="plain">{list.map(each => <Line key={each.id} notice={each} onRead={() => void read([each])} onOpen={() => setOpened(false)} />)}</ul>
              </ScrollArea.Autosize>
            )}
            {waiting.length > 1 && <Button size="xs" variant="default" onClick={() => void read(waiting)}>{say('readAll')}</Button>}
          </Stack>
        </Popover.Dropdown>
      </Popover>
    </Indicator>
  )
}
