import { Alert, Button, Group, Modal, Paper, PasswordInput, Stack, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { desk } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import { useReadAgain } from '../parts/reading.ts'
import { Told } from '../parts/told.tsx'
import { useProof } from './proof.tsx'
import { words } from './words.ts'

/** The member's own password, where they have one. */
export function OwnPassword() {
  const { say } = useSaying(words)
  const readAgain = useReadAgain()
  const { proven, dialog } = useProof()
  const { data } = desk.useQuery('get', '/api/desk/account')
  const [asking, setAsking] = useState(false)
  const change = desk.useMutation('put', '/api/desk/account/password')
  function open(): void {
    change.reset()
    setAsking(true)
  }
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [before, password] = [String(form.get('before')), String(form.get('password'))]
    void proven(() => change.mutateAsync({ body: { before, password } })).then(() => {
      setAsking(false)
      void readAgain()
    }).catch(() => undefined)
  }
  if (!data?.hasPassword) return null
  const shown = { visibilityToggleButtonProps: { 'aria-label': say('showTyped') }, maxLength: 200, required: true }
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="my-password">
      <Stack gap="xs">
        <Title order={3} size="h5" id="my-password">{say('myPassword')}</Title>
        <Group gap="xs"><Button size="xs" variant="default" onClick={open}>{say('changePassword')}</Button></Group>
        <div role="status">{change.isSuccess && !asking && <Alert variant="light" p="xs" title={say('passwordChanged')} />}</div>
      </Stack>
      <Modal opened={asking} onClose={() => setAsking(false)} title={say('changePassword')} closeButtonProps={{ 'aria-label': say('dismiss') }}>
        <form onSubmit={submit}>
          <Stack gap="sm">
            <PasswordInput name="before" label={say('passwordBefore')} autoComplete="current-password" data-autofocus {...shown} />
            <PasswordInput name="password" label={say('passwordNext')} autoComplete="new-password" minLength={12} {...shown} />
            <Told error={change.error} />
            <Group justify="flex-end"><Button type="submit" loading={change.isPending}>{say('changePassword')}</Button></Group>
          </Stack>
        </form>
      </Modal>
      {dialog}
    </Paper>
  )
}
