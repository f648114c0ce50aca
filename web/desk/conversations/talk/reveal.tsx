import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { desk } from '../../call/desk.ts'
import { useSaying } from '../../parts/language.tsx'
import { Told } from '../../parts/told.tsx'
import { words } from './words.ts'

const reasons = ['identify', 'handle-request', 'contact', 'suspected-fraud', 'complaint', 'quality-check', 'other'] as const
/** What the desk takes as a reason in words. */
const leastNote = 5

/** Shows a message as it was written, for a reason that goes on the audit trail. Nothing of it is kept by the page. */
export function Reveal({ handover, sequence, onShown }: { handover: string; sequence: number; onShown(text: string): void }) {
  const { say } = useSaying(words)
  const [opened, { open, close }] = useDisclosure()
  const [reason, setReason] = useState<(typeof reasons)[number]>('identify')
  const [note, setNote] = useState('')
  const { mutate, error, isPending, reset } = desk.useMutation('post', '/api/desk/handovers/{id}/reveal', {
    onSuccess({ text }) {
      close()
      onShown(text)
    },
  })
  const needed = reason === 'other'
  return (
    <>
      <Button size="compact-xs" variant="default" onClick={() => { reset(); open() }} aria-haspopup="dialog">{say('show')}</Button>
      <Modal opened={opened} onClose={close} title={say('showTitle')} closeButtonProps={{ 'aria-label': say('dismiss') }}>
        <form onSubmit={event => { event.preventDefault(); mutate({ params: { path: { id: handover } }, body: { sequence, reason, note: note.trim() } }) }}>
          <Stack gap="sm">
            <Select label={say('showWhy')} description={say('showAudited')} value={reason} onChange={value => value && setReason(value)} data={reasons.map(value => ({ value, label: say(`why-${value}`) }))} allowDeselect={false} data-autofocus />
            <TextInput label={say('note')} value={note} onChange={event => setNote(event.currentTarget.value)} required={needed} minLength={needed ? leastNote : undefined} maxLength={500} />
            <Told error={error} />
            <Group justify="flex-end"><Button variant="default" onClick={close}>{say('cancel')}</Button><Button type="submit" loading={isPending}>{say('show')}</Button></Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
