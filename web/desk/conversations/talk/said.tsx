import { Anchor, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useSaying } from '../../parts/language.tsx'
import { Lock } from '../../parts/lock.tsx'
import { Chip } from './chip.tsx'
import type { DeliveryState } from './deliveries.ts'
import { Files } from './files.tsx'
import type { Entry, Group as SpokenGroup } from './grouping.ts'
import { isMasked } from './masked.ts'
import { Reveal } from './reveal.tsx'
import classes from './talk.module.css'
import { words } from './words.ts'

/** The conversation that a message stands in. */
export type Place = {
  handover: string
  /** Whether the member may see what is masked, and files. */
  mayOpen: boolean
  deliveries: ReadonlyMap<number, DeliveryState>
}

/** The API's text of a message that has only files. */
const onlyFiles = '📎'

/** What a message came from and what the gate added to it. */
function Sources({ entry: { articles, wording } }: { entry: Entry }) {
  const { say, locale } = useSaying(words)
  if (articles.length === 0 && wording.length === 0) return null
  return (
    <Group gap={4} mt={4}>
      {articles.map(({ id, version }) => (
        <Chip key={id} label={say('article', { id })} heading={say('fromArticle')}>
          <Text size="sm">{say('version', { id, version })}</Text>
          <Anchor size="sm" href={`/a/${encodeURIComponent(id)}?l=${locale}`} target="_blank" rel="noreferrer">{say('openArticle')}</Anchor>
        </Chip>
      ))}
      {wording.length > 0 && (
        <Chip label={say('wordingAdded')} heading={say('riskWording')}>
          <ul className="plain">{wording.map(({ id, version }) => <Text key={id} component="li" size="sm">{say('version', { id, version })}</Text>)}</ul>
        </Chip>
      )}
    </Group>
  )
}

/** How far a message has come; of the bot's only what did not arrive. */
function Delivery({ state, role }: { state: DeliveryState | undefined; role: Entry['role'] }) {
  const { say } = useSaying(words)
  if (state === undefined || (role !== 'agent' && state !== 'failed')) return null
  return <Text component="div" size="xs" ta="end" className={classes['delivery']} data-delivery={state}>{state === 'read' ? '✓✓ ' : state === 'failed' ? '✕ ' : ''}{say(`sent-${state}`)}</Text>
}

function Said({ entry, place: { handover, mayOpen, deliveries } }: { entry: Entry; place: Place }) {
  const { say } = useSaying(words)
  const [opened, setOpened] = useState<string>()
  const { id, role, audience, text, sequence, attachments, choices } = entry
  const masked = mayOpen && role === 'user' && isMasked(text)
  return (
    <li className={classes['entry']} data-role={role} data-audience={audience} data-entry={id}>
      {(text !== onlyFiles || attachments.length === 0) && <div className={classes['text']}>{opened ?? text}</div>}
      {masked && (opened === undefined ? <Reveal handover={handover} sequence={sequence} onShown={setOpened} /> : <Button size="compact-xs" variant="default" onClick={() => setOpened(undefined)}>{say('hide')}</Button>)}
      {attachments.length > 0 && mayOpen && <Files handover={handover} sequence={sequence} files={attachments} />}
      {choices.length > 0 && <ul className={classes['choices']} aria-label={say('choicesShown')}>{choices.map(choice => <li key={choice}>{choice}</li>)}</ul>}
      <Sources entry={entry} />
      {audience === 'customer' && <Delivery state={deliveries.get(sequence)} role={role} />}
    </li>
  )
}

/** What one speaker said without a pause, with who and when above it. */
export function SpokenBy({ group: { role, name, audience, as, at, entries }, place }: { group: SpokenGroup; place: Place }) {
  const { say, inWords, clock } = useSaying(words)
  return (
    <li className={classes['group']} data-speaker={role} data-audience={audience}>
      <Text size="xs" c="dimmed" className={classes['who']}><Text span fw={600}>{name || inWords(role)}</Text> <time dateTime={at}>{clock(at)}</time></Text>
      {audience === 'colleagues' && <Text size="xs" fw={700} className={classes['private']}><Lock /> {say(`private-${as ?? 'note'}`)} · {say('unseen')}</Text>}
      <ol className="plain">{entries.map(entry => <Said key={entry.id} entry={entry} place={place} />)}</ol>
    </li>
  )
}
