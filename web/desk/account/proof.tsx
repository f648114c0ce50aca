import { Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { desk, RefusedError } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import { Told } from '../parts/told.tsx'
import { words } from './words.ts'

type Waiting = { proven(): void; givenUp(error: unknown): void; error: unknown }

function ProofForm({ onProven, onGivenUp }: { onProven(): void; onGivenUp(): void }) {
  const { say } = useSaying(words)
  const { data } = desk.useQuery('get', '/api/desk/account')
  const { mutate, isPending, error } = desk.useMutation('post', '/api/desk/account/proof', { onSuccess: onProven })
  const by = data?.provenBy
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const value = new FormData(event.currentTarget).get('proof')
    if (typeof value === 'string') mutate({ body: by === 'password' ? { password: value } : { code: value } })
  }
  // The dialog gives the focus to what is in it when it opens.
  if (by === undefined) return null
  return (
    <Modal opened onClose={onGivenUp} title={say('proveAgain')} closeButtonProps={{ 'aria-label': say('dismiss') }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">{say('proveWhy')}</Text>
          {by === 'code' && <TextInput name="proof" label={say('code')} description={say('codeHint')} autoComplete="one-time-code" inputMode="numeric" data-autofocus required />}
          {by === 'password' && <PasswordInput name="proof" label={say('password')} autoComplete="current-password" visibilityToggleButtonProps={{ 'aria-label': say('showTyped') }} data-autofocus required />}
          <Told error={error} />
          {by === 'institution' ? <><Text size="sm">{say('proveThere')}</Text><Group justify="flex-end"><Button component="a" href="/api/desk/institution">{say('withInstitution')}</Button></Group></>
            : <Group justify="flex-end"><Button type="submit" loading={isPending}>{say('goOn')}</Button></Group>}
        </Stack>
      </form>
    </Modal>
  )
}

/**
 * What asks for a fresh proof of who one is: `proven(work)` does it, and where it is refused for want of one asks for that and does it again.
 * Put `dialog` on the page.
 */
export function useProof(): { proven<T>(work: () => Promise<T>): Promise<T>; dialog: ReactNode } {
  const [waiting, setWaiting] = useState<Waiting>()
  async function proven<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof RefusedError) || error.code !== 'ProveAgain') throw error
      await new Promise<void>((resolve, reject) => setWaiting({ proven: resolve, givenUp: reject, error }))
      return work()
    }
  }
  const close = (then: () => void) => () => {
    setWaiting(undefined)
    then()
  }
  return { proven, dialog: waiting && <ProofForm onProven={close(waiting.proven)} onGivenUp={close(() => waiting.givenUp(waiting.error))} /> }
}
