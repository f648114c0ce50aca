import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { desk } from '../../call/desk.ts'
import { useSaying } from '../../parts/language.tsx'
import { Lock } from '../../parts/lock.tsx'
import { Told } from '../../parts/told.tsx'
import { replyBox } from '../shortcuts.tsx'
import { draftOf, keepDraft } from './drafts.ts'
import { leftAfter } from './inserting.ts'
import { words } from './words.ts'

/** Words for colleagues, which no customer sees: a note in one's own conversation, a whisper of a supervisor in another's. */
export function Note({ id, as }: { id: string; as: 'note' | 'whisper' }) {
  const { say } = useSaying(words)
  const draft = `${id}.note`
  const [text, setText] = useState(() => draftOf(draft))
  const { mutate, error, isPending } = desk.useMutation('post', '/api/desk/handovers/{id}/notes', { onSuccess: (_, { body }) => write(leftAfter(text, body.text)) })
  function write(next: string): void {
    setText(next)
    keepDraft(draft, next)
  }
  const save = () => { if (text.trim() !== '' && !isPending) mutate({ params: { path: { id } }, body: { text } }) }
  return (
    <form onSubmit={event => { event.preventDefault(); save() }}>
      <Stack gap={6}>
        <Text size="xs" fw={700} style={{ color: 'light-dark(var(--mantine-color-violet-9), var(--mantine-color-violet-2))' }}><Lock /> {say('unseen')}</Text>
        <Textarea id={replyBox} label={say(as)} labelProps={{ className: 'only-heard' }} placeholder={say(as)} value={text} onChange={event => write(event.currentTarget.value)} minRows={2} maxRows={10} autosize maxLength={4000}
          onKeyDown={event => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); save() } }} />
        <Told error={error} />
        <Group justify="flex-end"><Button type="submit" color="violet" leftSection={<Lock />} loading={isPending} aria-keyshortcuts="Control+Enter">{say(as === 'note' ? 'saveNote' : 'sendWhisper')}</Button></Group>
      </Stack>
    </form>
  )
}
