import { Badge, Button, Card, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import type { Schema } from '../../call/desk.ts'
import { useSaying } from '../../parts/language.tsx'
import { Told } from '../../parts/told.tsx'
import { useSuggestions } from './assist.ts'
import { words } from './words.ts'

export type Suggested = Schema<'SuggestedArticle'> | Schema<'SuggestedReply'>

/** How the gate would judge a suggestion, where that is more than letting it pass. */
export function Judged({ verdict }: { verdict: Suggested['verdict'] }) {
  const { say } = useSaying(words)
  if (verdict === 'send') return null
  return <Badge size="xs" variant="light" color={verdict === 'stop' ? 'red' : 'yellow'} tt="none" c={verdict === 'stop' ? 'light-dark(var(--mantine-color-red-9), var(--mantine-color-red-2))' : 'light-dark(#6b4a00, var(--mantine-color-yellow-3))'}>{say(verdict === 'stop' ? 'stopped' : 'goesWith')}</Badge>
}

function Suggestion({ of, onInsert }: { of: Suggested; onInsert(text: string): void }) {
  const { say } = useSaying(words)
  const [whole, setWhole] = useState(false)
  const shown = of.sends || of.text
  return (
    <Card withBorder p="xs" component="article" aria-label={of.title}>
      <Group gap={6} wrap="nowrap" align="start"><Text size="sm" fw={600} flex={1}>{of.title}</Text>{'confidence' in of && <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>{Math.round(of.confidence * 100)}%</Text>}</Group>
      <Text size="xs" mb={4} style={{ whiteSpace: 'pre-wrap' }} {...(whole ? {} : { lineClamp: 3 })}>{whole ? shown : shown.replaceAll(/\n+/g, ' ')}</Text>
      <Group gap={6}><Judged verdict={of.verdict} /><Button size="compact-xs" variant="subtle" ml="auto" aria-expanded={whole} onClick={() => setWhole(!whole)}>{say('full')}</Button><Button size="compact-xs" variant="light" onClick={() => onInsert(of.text)} aria-label={`${say('insert')}: ${of.title}`}>{say('insert')}</Button></Group>
    </Card>
  )
}

/** Reviewed texts for what the customer asked, ready to be put into the reply. */
export function Suggestions({ id, lastWord, onInsert }: { id: string; lastWord: string; onInsert(text: string): void }) {
  const { say } = useSaying(words)
  const [search, setSearch] = useState('')
  const { data, error } = useSuggestions(id, lastWord, search)
  const [articles, replies] = [data?.articles ?? [], data?.replies ?? []]
  const part = (title: string, list: readonly Suggested[]) => list.length > 0 && (
    <Stack gap={6}><Title order={3} size="h6" c="dimmed">{title}</Title>{list.map(each => <Suggestion key={each.id} of={each} onInsert={onInsert} />)}</Stack>
  )
  return (
    <Stack gap="sm">
      <TextInput size="xs" type="search" aria-label={say('searchSuggestions')} placeholder={say('searchSuggestions')} value={search} onChange={event => setSearch(event.currentTarget.value)} />
      <Told error={error} />
      {search === '' && data && <Text size="xs" c="dimmed">{data.question ? say('forQuestion', { q: data.question }) : say('noQuestion')}</Text>}
      {data && articles.length + replies.length === 0 && <Text size="sm" c="dimmed">{say('noSuggestions')}</Text>}
      {part(say('articles'), articles)}
      {part(say('replies'), replies)}
    </Stack>
  )
}
