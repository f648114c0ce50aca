import { Anchor, Group, Text } from '@mantine/core'
import { useSaying } from '../../parts/language.tsx'
import { Chip } from './chip.tsx'
import type { Entry, Group as SpokenGroup } from './grouping.ts'
import classes from './talk.module.css'
import { words } from './words.ts'

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

function Said({ entry }: { entry: Entry }) {
  return <li className={classes['entry']} data-role={entry.role} data-entry={entry.id}><div className={classes['text']}>{entry.text}</div><Sources entry={entry} /></li>
}

/** What one speaker said without a pause, with who and when above it. */
export function SpokenBy({ group: { role, name, at, entries } }: { group: SpokenGroup }) {
  const { inWords, clock } = useSaying(words)
  return (
    <li className={classes['group']} data-speaker={role}>
      <Text size="xs" c="dimmed" className={classes['who']}><Text span fw={600}>{name || inWords(role)}</Text> <time dateTime={at}>{clock(at)}</time></Text>
      <ol className="plain">{entries.map(entry => <Said key={entry.id} entry={entry} />)}</ol>
    </li>
  )
}
