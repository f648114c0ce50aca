import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useSaying } from '../../parts/language.tsx'
import { Told } from '../../parts/told.tsx'
import { words } from './words.ts'

/** Asks before a step that cannot be taken back. */
export function Sure({ title, said, opened, pending, error, onClose, onSure }: { title: string; said: string; opened: boolean; pending: boolean; error: unknown; onClose(): void; onSure(): void }) {
  const { say } = useSaying(words)
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': say('dismiss') }}>
      <Stack gap="sm">
        <Text size="sm">{said}</Text>
        <Told error={error} />
        <Group justify="flex-end"><Button variant="default" onClick={onClose}>{say('cancel')}</Button><Button loading={pending} onClick={onSure} data-autofocus>{title}</Button></Group>
      </Stack>
    </Modal>
  )
}
