import { Box, Button, Group, Loader, Text, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { desk, RefusedError, type Schema } from '../call/desk.ts'
import { useDeskEvents } from '../parts/happening.tsx'
import { useSaying } from '../parts/language.tsx'
import { Told } from '../parts/told.tsx'
import { Closing } from './closing.tsx'
import { Facts } from './facts.tsx'
import classes from './page.module.css'
import { Reply } from './reply.tsx'
import { words } from './words.ts'

type Entry = Schema<'Entry'>
/** A customer counts as typing for so long, in milliseconds. */
const typesFor = 5_000

function Said({ entry: { role, name, at, text, articles, wording } }: { entry: Entry }) {
  const { say, inWords, clock } = useSaying(words)
  const sources = [...articles.map(({ id, version }) => `${id} ${version}`), ...(wording.length > 0 && role === 'agent' ? [say('wordingAdded', { n: wording.map(({ id }) => id).join(', ') })] : [])]
  return (
    <li className={classes['entry']} data-role={role}>
      <Text size="xs" c="dimmed">{name || inWords(role)} · {clock(at)}</Text>
      {text}
      {sources.length > 0 && <Text size="xs" c="dimmed">{sources.join(' · ')}</Text>}
    </li>
  )
}

/** What was said, newest last; the newest stays in view for who is at the end. */
function Transcript({ entries, label }: { entries: readonly Entry[]; label: string }) {
  const log = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  useEffect(() => {
    if (atEnd.current) log.current?.scrollTo({ top: log.current.scrollHeight })
  }, [entries.length])
  return (
    <Box ref={log} className={classes['log']} role="log" aria-live="polite" aria-label={label} tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => { atEnd.current = scrollHeight - scrollTop - clientHeight < 40 }}>
      <ol className="plain">{entries.map(entry => <Said key={entry.id} entry={entry} />)}</ol>
    </Box>
  )
}

/** One conversation with a customer: what was said, what is known, and the reply where it is the member's own. */
export function Talk({ id, onTake, onLeave }: { id: string; onTake(): void; onLeave(): void }) {
  const { say, inWords } = useSaying(words)
  const queries = useQueryClient()
  const asked = desk.queryOptions('get', '/api/desk/handovers/{id}', { params: { path: { id } } })
  const { data: detail, error } = desk.useQuery('get', '/api/desk/handovers/{id}', { params: { path: { id } } })
  const [types, setTypes] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const gone = error instanceof RefusedError && (error.status === 403 || error.status === 404)
  useEffect(() => { if (gone) onLeave() }, [gone, onLeave])
  useDeskEvents(event => {
    if (event.type !== 'typing' && event.type !== 'message' || event.handover !== id) return
    clearTimeout(timer.current)
    setTypes(event.type === 'typing')
    if (event.type === 'typing') timer.current = setTimeout(() => setTypes(false), typesFor)
    else queries.setQueryData(asked.queryKey, before => before && !before.transcript.some(entry => entry.id === event.entry.id) ? { ...before, transcript: [...before.transcript, event.entry].toSorted((a, b) => a.sequence - b.sequence) } : before)
  })
  if (!detail) return error && !gone ? <Box p="sm"><Told error={error} /></Box> : <Loader m="auto" aria-label={say('loading')} />
  const { handover, transcript } = detail
  const title = `${inWords(handover.reason)} · ${inWords(handover.language)}`
  return (
    <div className={classes['opened']}>
      <div className={classes['words']}>
        <Group px="sm" py={6} gap="xs" wrap="nowrap">
          <Button className={classes['back']} variant="default" size="xs" onClick={onLeave}>{say('back')}</Button>
          <Title order={2} size="h6">{title}</Title>
          {handover.status === 'active' && <Closing id={id} onClosed={onLeave} />}
        </Group>
        <Transcript entries={transcript} label={title} />
        <Text role="status" size="xs" c="dimmed" px="sm" mih="1.2rem">{types ? say('customerTypes') : ''}</Text>
        {(handover.status === 'waiting' || handover.status === 'left') && <Group p="sm" justify="space-between"><Text size="sm" c="dimmed">{say('readOnly')}</Text><Button onClick={onTake}>{say(handover.status === 'left' ? 'takeMessage' : 'take')}</Button></Group>}
        {handover.status === 'active' && <Reply id={id} />}
      </div>
      <Facts detail={detail} />
    </div>
  )
}
