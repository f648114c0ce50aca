import { Button, Group, Modal, Select, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { desk } from '../../call/desk.ts'
import { useSaying } from '../../parts/language.tsx'
import { Told } from '../../parts/told.tsx'
import { keepDraft } from '../reply/drafts.ts'
import { words } from './words.ts'

const outcomes = ['resolved', 'follow-up', 'referred', 'not-resolved'] as const

/** Closes the conversation with its outcome; says which step is missing where it cannot be closed yet (M1.1c). */
export function Closing({ id, onClosed }: { id: string; onClosed(): void }) {
  const { say } = useSaying(words)
  const [opened, { open, close }] = useDisclosure()
  const [outcome, setOutcome] = useState<(typeof outcomes)[number]>('resolved')
  const { mutate, error, isPending } = desk.useMutation('post', '/api/desk/handovers/{id}/close', {
    onSuccess() {
      keepDraft(id, '')
      onClosed()
    },
  })
  return (
    <>
      <Button variant="default" size="xs" onClick={open}>{say('close')}</Button>
      <Modal opened={opened} onClose={close} title={say('close')} closeButtonProps={{ 'aria-label': say('dismiss') }}>
        <Stack gap="sm">
          <Select label={say('outcome')} value={outcome} onChange={value => value && setOutcome(value)} data={outcomes.map(value => ({ value, label: say(value) }))} allowDeselect={false} />
          <Told error={error} />
          <Group justify="flex-end"><Button variant="default" onClick={close}>{say('cancel')}</Button><Button loading={isPending} onClick={() => mutate({ params: { path: { id } }, body: { outcome } })}>{say('close')}</Button></Group>
        </Stack>
      </Modal>
    </>
  )
}
