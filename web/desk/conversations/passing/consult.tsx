import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { desk } from '../../call/desk.ts'
import { useSaying } from '../../parts/language.tsx'
import { Told } from '../../parts/told.tsx'
import { ColleagueChoice } from './colleagues.tsx'
import { words } from './words.ts'

/** Brings a colleague into the conversation to ask them in private. */
export function Consult({ id, opened, onClose }: { id: string; opened: boolean; onClose(): void }) {
  const { say } = useSaying(words)
  const [member, setMember] = useState<string | null>(null)
  const [text, setText] = useState('')
  const { mutate, error, isPending } = desk.useMutation('post', '/api/desk/handovers/{id}/guests', {
    onSuccess() {
      setText('')
      onClose()
    },
  })
  return (
    <Modal opened={opened} onClose={onClose} title={say('ask')} closeButtonProps={{ 'aria-label': say('dismiss') }}>
      <form onSubmit={event => { event.preventDefault(); if (member !== null) mutate({ params: { path: { id } }, body: { member, text } }) }}>
        <Stack gap="sm">
          <ColleagueChoice label={say('colleague')} value={member} onChange={setMember} serving={false} />
          <Textarea label={say('question')} value={text} onChange={event => setText(event.currentTarget.value)} required minRows={3} autosize maxLength={4000} />
          <Told error={error} />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{say('cancel')}</Button><Button type="submit" loading={isPending}>{say('ask')}</Button></Group>
        </Stack>
      </form>
    </Modal>
  )
}
