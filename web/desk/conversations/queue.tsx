import { Badge, Box, Button, Group, Indicator, NavLink, Text, Title } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import { useState } from 'react'
import type { Schema } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import classes from './page.module.css'
import { ShortcutHelp } from './shortcuts.tsx'
import { words } from './words.ts'

type Handover = Schema<'Handover'>
export type Lists = { waiting: Handover[]; mine: Handover[]; messages: Handover[]; present: { name: string }[] }
type Shown = { chosen: string | undefined; news: ReadonlySet<string>; onOpen(id: string): void }

/** Waiting times are drawn anew this often, in milliseconds. */
const drawEvery = 20_000

function Line({ handover, chosen, news, onOpen }: Shown & { handover: Handover }) {
  const { say, inWords, since } = useSaying(words)
  const { id, urgent, reason, topic, summary, requestedAt, language } = handover
  const about = [inWords(language), topic === 'none' || topic.startsWith('dialog.') ? '' : topic].filter(Boolean).join(' · ')
  return (
    <NavLink component="button" active={id === chosen} aria-current={id === chosen} data-urgent={urgent} onClick={() => onOpen(id)} px="xs" py={4}
      label={<Group gap={6} wrap="nowrap">{news.has(id) && <Indicator inline processing size={8} aria-label={say('news')} />}<Text span fw={600} size="sm">{inWords(reason)}</Text>{urgent && <Badge color="red" size="xs">{say('urgent')}</Badge>}<Text span size="xs" c="dimmed" ml="auto">{since(requestedAt)}</Text></Group>}
      description={<><span>{about}</span>{summary && <Text span display="block" size="xs" className="clip">{summary}</Text>}</>} />
  )
}

function List({ title, empty, handovers, ...shown }: Shown & { title: string; empty: string; handovers: readonly Handover[] }) {
  return (
    <Box component="section" mb="sm" aria-label={title}>
      <Group gap={6} mb={4}><Title order={2} size="h6" c="dimmed">{title}</Title>{handovers.length > 0 && <Badge variant="light" size="sm">{handovers.length}</Badge>}</Group>
      {handovers.length === 0 ? <Text size="sm" c="dimmed">{empty}</Text> : <ul className="plain">{handovers.map(handover => <li key={handover.id}><Line handover={handover} {...shown} /></li>)}</ul>}
    </Box>
  )
}

/** Who waits, whom the member serves, and what was left for them. */
export function Queue({ lists, onTake, ...shown }: Shown & { lists: Lists | undefined; onTake(id: string): void }) {
  const { say } = useSaying(words)
  const [, draw] = useState(0)
  useInterval(() => draw(count => count + 1), drawEvery, { autoInvoke: true })
  const { waiting = [], mine = [], messages = [], present = [] } = lists ?? {}
  const [next] = waiting
  return (
    <Box component="nav" className={classes['queue']} aria-label={say('conversations')}>
      <Group mb="sm" gap="xs"><Button size="xs" disabled={!next} onClick={() => next && onTake(next.id)} aria-keyshortcuts="Alt+N">{say('takeNext')}</Button><ShortcutHelp /></Group>
      <List title={say('waiting')} empty={say('noWaiting')} handovers={waiting} {...shown} />
      <List title={say('mine')} empty={say('noMine')} handovers={mine} {...shown} />
      <List title={say('messages')} empty={say('noMessages')} handovers={messages} {...shown} />
      {present.length > 0 && <Text size="xs" c="dimmed">{say('present')}: {present.map(({ name }) => name).join(', ')}</Text>}
    </Box>
  )
}
