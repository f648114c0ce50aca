import { Box, Button, Group, Stack, Text } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import { type ReactNode, useRef, useState } from 'react'
import { nowThere } from '../../call/clock.ts'
import { useSaying } from '../../parts/language.tsx'
import { Filters } from './filters.tsx'
import type { Shown } from './line.tsx'
import { List } from './list.tsx'
import classes from './queue.module.css'
import { filtersSet, type Handover, type Sieve } from './sifting.ts'
import { words } from './words.ts'

export type Lists = { waiting: Handover[]; mine: Handover[]; guest: Handover[]; messages: Handover[] }

/** Waiting times are drawn anew this often, in milliseconds. */
const drawEvery = 10_000

export type QueueProps = Omit<Shown, 'now'> & {
  /** All there is, and what of it passes the sieve. */
  lists: Lists
  sifted: Lists
  sieve: Sieve
  present: readonly { name: string }[]
  onSieve(sieve: Sieve): void
  onTake(id: string): void
  /** Buttons beside "next customer". */
  children: ReactNode
}

/** Whom the member serves, what was left for them, and who waits. */
export function Queue({ lists, sifted, sieve, present, onSieve, onTake, children, ...rest }: QueueProps) {
  const { say } = useSaying(words)
  const scroller = useRef<HTMLDivElement>(null)
  const [now, setNow] = useState(nowThere)
  useInterval(() => setNow(nowThere()), drawEvery, { autoInvoke: true })
  const [next] = sifted.waiting
  const all = [...lists.mine, ...lists.guest, ...lists.messages, ...lists.waiting]
  const count = sifted.mine.length + sifted.guest.length + sifted.messages.length + sifted.waiting.length
  const narrowed = filtersSet(sieve) > 0 || sieve.search.trim() !== ''
  const emptyOf = (list: readonly Handover[], empty: string) => narrowed && list.length > 0 ? say('nothingFound') : empty
  const shared = { scroller, now, ...rest }
  return (
    <Box component="nav" className={classes['queue']} aria-label={say('conversations')}>
      <Stack className={classes['head']} gap={6}>
        <Group gap={6} wrap="nowrap"><Button size="xs" disabled={!next} onClick={() => next && onTake(next.id)} aria-keyshortcuts="Alt+N">{say('takeNext')}</Button>{children}</Group>
        <Filters handovers={all} sieve={sieve} onSieve={onSieve} />
        <Text role="status" size="xs" c="dimmed" className={narrowed ? '' : 'only-heard'}>{narrowed ? say('shown', { n: count, all: all.length }) : ''}</Text>
      </Stack>
      <div ref={scroller} className={classes['lists']}>
        <List title={say('mine')} empty={emptyOf(lists.mine, say('noMine'))} handovers={sifted.mine} {...shared} />
        {lists.guest.length > 0 && <List title={say('guest')} empty={emptyOf(lists.guest, say('none'))} handovers={sifted.guest} {...shared} />}
        {lists.messages.length > 0 && <List title={say('messages')} empty={emptyOf(lists.messages, say('noMessages'))} handovers={sifted.messages} {...shared} />}
        <List title={say('waiting')} empty={emptyOf(lists.waiting, say('noWaiting'))} handovers={sifted.waiting} {...shared} />
        {present.length > 0 && <Text size="xs" c="dimmed">{say('present')}: {present.map(({ name }) => name).join(', ')}</Text>}
      </div>
    </Box>
  )
}
