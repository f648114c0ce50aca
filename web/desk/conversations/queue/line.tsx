import { Badge, Group, Text, UnstyledButton } from '@mantine/core'
import { useSaying } from '../../parts/language.tsx'
import classes from './queue.module.css'
import { type Handover, subjectOf } from './sifting.ts'
import { type Patience, waitSince } from './waits.ts'
import { words } from './words.ts'

export type Shown = {
  chosen: string | undefined
  /** How much came in conversations since they were last looked at. */
  unread: ReadonlyMap<string, number>
  /** Since when customers who are served await an answer. */
  awaiting: ReadonlyMap<string, string>
  now: number
  /** Undefined until it is known; nothing is called long before. */
  patience: Patience | undefined
  onOpen(id: string): void
}

/** One customer of a list: why, how long, in which language and channel, and what it is about. */
export function Line({ handover, chosen, unread, awaiting, now, patience, onOpen, tabIndex }: Shown & { handover: Handover; tabIndex: 0 | -1 }) {
  const { say, inWords, since } = useSaying(words)
  const { id, urgent, reason, topic, summary, language, channel, status } = handover
  const waits = status === 'waiting'
  const awaits = awaiting.get(id)
  const from = waits || status === 'left' ? handover.requestedAt : awaits
  const wait = from === undefined || patience === undefined || status === 'left' ? 'fine' : waitSince(from, status, now, patience)
  const count = unread.get(id) ?? 0
  const about = [inWords(language), inWords(channel), topic === 'none' || topic.startsWith('dialog.') ? '' : inWords(subjectOf(topic))].filter(Boolean).join(' · ')
  return (
    <UnstyledButton className={classes['line']} w="100%" display="block" aria-current={id === chosen} data-urgent={urgent} tabIndex={tabIndex} onClick={() => onOpen(id)}>
      <Group gap={6} wrap="nowrap">
        <Text span fw={600} size="sm" truncate>{inWords(reason)}</Text>
        {urgent && <Badge color="red" size="xs" variant="filled" style={{ flexShrink: 0 }}>{say('urgent')}</Badge>}
        {count > 0 && <Badge size="xs" circle={count < 10} style={{ flexShrink: 0 }} aria-label={say('unread', { n: count })}>{count}</Badge>}
        {from !== undefined && (
          <span className={classes['wait']} data-wait={wait}>
            <span aria-hidden>{status === 'active' && '↩ '}{since(from)}{wait === 'late' && ` · ${say('late')}`}</span>
            <span className="only-heard">{say(status === 'left' ? 'leftAt' : status === 'active' ? 'awaits' : 'waited', { n: since(from) })}{wait === 'late' && ` ${say('tooLong')}`}</span>
          </span>
        )}
      </Group>
      <span className={classes['meta']}><span className="clip">{about}</span></span>
      {summary && <Text span display="block" size="xs" className="clip">{summary}</Text>}
    </UnstyledButton>
  )
}
