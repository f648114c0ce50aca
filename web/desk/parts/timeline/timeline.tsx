import { Button, Group, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { subjectOf } from '../../conversations/queue/sifting.ts'
import { matterOf } from '../due/due.tsx'
import { useSaying } from '../language.tsx'
import { useStaff } from '../staff.ts'
import { toldOf } from './facts.ts'
import classes from './timeline.module.css'
import { words } from './words.ts'

export type Happened = { at: string; kind: string; actor: string; text: string; facts: Record<string, unknown> }

/** What a person reads of a kind's facts, in one line. */
function Facts({ facts, kind }: Pick<Happened, 'facts' | 'kind'>) {
  const { say, inWords, time, all } = useSaying(words)
  const { nameOf } = useStaff()
  const { due, people, told } = toldOf(facts)
  // Only what there are words for: ids and names of the software's own parts tell a reader nothing.
  const known = (value: string) => [value, matterOf(value), subjectOf(value)].find(each => inWords(each) !== each)
  function sayOne({ name, values }: (typeof told)[number]): string {
    if (name === 'days' || name === 'score') return say(name, { n: values[0] ?? '' })
    return all(values.flatMap(value => known(value) ?? []))
  }
  // Of what the bot understood only the subject; what it did about it is said by the next entry.
  const about = kind === 'turn.decided' ? told.filter(({ name }) => name === 'intent' || name === 'topic') : told
  const line = [...about.map(sayOne), ...people.map(nameOf), ...(due === undefined ? [] : [say('by', { at: /T/.test(due) ? time(due) : due })])].filter(Boolean)
  return line.length === 0 ? null : <Text span size="sm" c="dimmed">{[...new Set(line)].join(' · ')}</Text>
}

const shownAtFirst = 60

/** What happened, the newest last: when, what, who, and under which rule. */
export function Timeline({ entries, title }: { entries: readonly Happened[]; title?: string }) {
  const { say, inWords, time } = useSaying(words)
  const [whole, setWhole] = useState(false)
  const shown = whole ? entries : entries.slice(-shownAtFirst)
  const label = title ?? say('timeline')
  return (
    <section aria-label={label}>
      <Title order={3} size="h6" c="dimmed" mb={4}>{label}</Title>
      {entries.length === 0 && <Text size="sm" c="dimmed">{say('empty')}</Text>}
      {shown.length < entries.length && <Button size="xs" variant="subtle" onClick={() => setWhole(true)}>{say('earlier', { n: entries.length - shown.length })}</Button>}
      <ol className="plain">
        {shown.map(({ at, kind, actor, text, facts }, index) => (
          <li key={`${at}${kind}${index}`} className={classes['entry']}>
            <time className={classes['at']} dateTime={at}>{time(at)}</time>
            <Group gap={8} wrap="wrap">
              <Text span size="sm" fw={600}>{inWords(kind)}</Text>
              <Text span size="sm">{inWords(actor)}</Text>
              <Facts facts={facts} kind={kind} />
              {toldOf(facts).rule !== undefined && <Text span size="xs" c="dimmed" ml="auto">{toldOf(facts).rule}</Text>}
            </Group>
            {text !== '' && <span className={classes['text']}>{text}</span>}
          </li>
        ))}
      </ol>
    </section>
  )
}
