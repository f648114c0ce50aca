import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useRef, useState } from 'react'
import { call, desk } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import { Told } from '../parts/told.tsx'
import { draftOf, keepDraft } from './drafts.ts'
import { replyBox } from './shortcuts.tsx'
import { words } from './words.ts'

/** The customer is told that we type at most this often, in milliseconds. */
const tellTypingEvery = 3_000

/** What the agent writes. A text that the gate stops stays, with the reasons, to be rewritten. */
export function Reply({ id }: { id: string }) {
  const { say } = useSaying(words)
  const [text, setText] = useState(() => draftOf(id))
  const told = useRef(0)
  const { mutate, error, isPending, reset } = desk.useMutation('post', '/api/desk/handovers/{id}/messages', {
    onSuccess() {
      write('')
      document.getElementById(replyBox)?.focus()
    },
  })
  function write(next: string): void {
    setText(next)
    keepDraft(id, next)
  }
  function typed(next: string): void {
    write(next)
    reset()
    if (next === '' || Date.now() - told.current < tellTypingEvery) return
    told.current = Date.now()
    // Whether it arrives matters to nobody but the customer's view of the moment.
    call.POST('/api/desk/handovers/{id}/typing', { params: { path: { id } }, body: {} }).catch(() => undefined)
  }
  const send = () => { if (text.trim() !== '' && !isPending) mutate({ params: { path: { id } }, body: { text } }) }
  return (
    <form onSubmit={event => { event.preventDefault(); send() }}>
      <Stack gap="xs" p="sm">
        <Textarea id={replyBox} label={say('reply')} value={text} onChange={event => typed(event.currentTarget.value)} minRows={3} maxRows={10} autosize maxLength={4000}
          onKeyDown={event => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send() }} />
        <Told error={error} />
        <Group><Button type="submit" loading={isPending} aria-keyshortcuts="Control+Enter">{say('send')}</Button></Group>
      </Stack>
    </form>
  )
}
