import { Box, Button, Text } from '@mantine/core'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { nowThere } from '../../call/clock.ts'
import { useSaying } from '../../parts/language.tsx'
import { byDay, type Entry } from './grouping.ts'
import { Journey } from './journey.tsx'
import { type Place, SpokenBy } from './said.tsx'
import classes from './talk.module.css'
import { words } from './words.ts'

/** So near to the end counts as being there, in pixels. */
const nearEnd = 48
const dayMs = 86_400_000

/** Reads out what comes while the conversation is open, not what was there before. */
function Announcer({ entries }: { entries: readonly Entry[] }) {
  const { say, inWords } = useSaying(words)
  const [known, setKnown] = useState(() => new Set(entries.map(({ id }) => id)))
  const [heard, setHeard] = useState<readonly Entry[]>([])
  const fresh = entries.filter(({ id }) => !known.has(id))
  if (fresh.length > 0) {
    setKnown(new Set(entries.map(({ id }) => id)))
    setHeard(before => [...before, ...fresh].slice(-20))
  }
  return <div className="only-heard" aria-live="polite">{heard.map(({ id, role, name, audience, as, text }) => <p key={id}>{audience === 'colleagues' && `${say(`private-${as ?? 'note'}`)} `}{say('heard', { who: name || inWords(role), text })}</p>)}</div>
}

/** What was said, newest last. It stays at the end for who is there; who reads further up is told of what comes. */
export function Transcript({ entries, label, place }: { entries: readonly Entry[]; label: string; place: Place }) {
  const { say, day } = useSaying(words)
  const log = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const [atEnd, setAtEnd] = useState(true)
  const [seen, setSeen] = useState(entries.length)
  const days = useMemo(() => byDay(entries, day), [entries, day])
  const [today, yesterday] = [0, 1].map(back => day(new Date(nowThere() - back * dayMs).toISOString()))
  const toEnd = () => log.current?.scrollTo({ top: log.current.scrollHeight })
  if (atEnd && seen !== entries.length) setSeen(entries.length)
  useLayoutEffect(() => { if (atEnd) toEnd() }, [atEnd, entries.length])
  // Neither the reply that grows below nor a message that does, as it comes further on its way, may hide the newest.
  useEffect(() => {
    if (!log.current || !content.current) return
    const watching = new ResizeObserver(() => { if (atEnd) toEnd() })
    watching.observe(log.current)
    watching.observe(content.current)
    return () => watching.disconnect()
  }, [atEnd])
  const unseen = entries.length - seen
  return (
    <div className={classes['transcript']}>
      <Box ref={log} className={classes['log']} role="log" aria-live="off" aria-label={label} tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => setAtEnd(scrollHeight - scrollTop - clientHeight < nearEnd)}>
        <div ref={content}>
          <Journey handover={place.handover} transcript={entries} />
          {days.map(({ day: of, groups }) => (
            <section key={of} aria-label={of}>
              <Text component="h3" size="xs" c="dimmed" fw={400} ta="center" my={6}>{of === today ? say('today') : of === yesterday ? say('yesterday') : of}</Text>
              <ol className="plain">{groups.map(group => <SpokenBy key={group.entries[0]?.id} group={group} place={place} />)}</ol>
            </section>
          ))}
        </div>
      </Box>
      {!atEnd && <Button className={classes['jump']} size="xs" variant="filled" radius="xl" onClick={toEnd}>{unseen > 0 ? `↓ ${say('newMessages', { n: unseen })}` : `↓ ${say('toNewest')}`}</Button>}
      <Announcer entries={entries} />
    </div>
  )
}
