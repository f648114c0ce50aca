import { Anchor, Button, Center, Code, CopyButton, Group, PasswordInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useSaying } from '../parts/language.tsx'
import { Told } from '../parts/told.tsx'
import { Qr } from './qr.tsx'
import { words } from './words.ts'

type Asking = { onCode(code: string): void; pending: boolean; error: unknown }

function filledIn(event: FormEvent<HTMLFormElement>, name: 'code' | 'password'): string {
  event.preventDefault()
  const value = new FormData(event.currentTarget).get(name)
  return typeof value === 'string' ? value : ''
}

/** Asks for a code of the app or, where they are offered, for a recovery code. */
export function CodeForm({ onCode, pending, error, recovery = false, children }: Asking & { recovery?: boolean; children?: ReactNode }) {
  const { say } = useSaying(words)
  const [byRecovery, setByRecovery] = useState(false)
  return (
    <form onSubmit={event => onCode(filledIn(event, 'code'))}>
      <Stack gap="sm">
        {byRecovery
          ? <TextInput key="recovery" name="code" label={say('recoveryCode')} description={say('recoveryHint')} autoComplete="off" autoCapitalize="characters" spellCheck={false} data-autofocus autoFocus required />
          : <TextInput key="app" name="code" label={say('code')} description={say('codeHint')} autoComplete="one-time-code" inputMode="numeric" data-autofocus autoFocus required />}
        <Told error={error} />
        <Group justify="space-between">
          <Button type="submit" loading={pending}>{say('goOn')}</Button>
          {children}
        </Group>
        {recovery && <Anchor component="button" type="button" size="sm" ta="left" onClick={() => setByRecovery(!byRecovery)}>{say(byRecovery ? 'useApp' : 'useRecovery')}</Anchor>}
      </Stack>
    </form>
  )
}

/** Asks for a password of the member's own, in place of one that another gave them. */
export function OwnPasswordForm({ onPassword, pending, error, children }: { onPassword(password: string): void; pending: boolean; error: unknown; children?: ReactNode }) {
  const { say } = useSaying(words)
  return (
    <form onSubmit={event => onPassword(filledIn(event, 'password'))}>
      <Stack gap="sm">
        <Text size="sm">{say('ownPasswordWhy')}</Text>
        <PasswordInput name="password" label={say('newPassword')} autoComplete="new-password" minLength={12} maxLength={200} visibilityToggleButtonProps={{ 'aria-label': say('showTyped') }} data-autofocus autoFocus required />
        <Told error={error} />
        <Group justify="space-between"><Button type="submit" loading={pending}>{say('goOn')}</Button>{children}</Group>
      </Stack>
    </form>
  )
}

/** Shows what an app takes in, and asks for its first code. */
export function EnrolmentForm({ enrolment: { secret, uri }, ...asking }: Asking & { enrolment: { secret: string; uri: string }; children?: ReactNode }) {
  const { say } = useSaying(words)
  return (
    <Stack gap="sm">
      <Text size="sm">{say('scan')}</Text>
      <Center><Qr text={uri} label={say('qr')} /></Center>
      <Code block ta="center">{secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</Code>
      <Anchor href={uri} size="sm">{say('openApp')}</Anchor>
      <CodeForm {...asking} />
    </Stack>
  )
}

/** Recovery codes, which are shown once. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept(): void }) {
  const { say } = useSaying(words)
  return (
    <Stack gap="sm">
      <Text size="sm">{say('keptWhy')}</Text>
      <SimpleGrid component="ul" className="plain" cols={2} spacing="xs" verticalSpacing={4} aria-label={say('kept')}>{codes.map(code => <li key={code}><Code>{code}</Code></li>)}</SimpleGrid>
      <Group justify="space-between">
        <Button data-autofocus autoFocus onClick={onKept}>{say('haveKept')}</Button>
        <CopyButton value={codes.join('\n')}>{({ copied, copy }) => <Button variant="default" onClick={copy}>{say(copied ? 'copied' : 'copy')}</Button>}</CopyButton>
      </Group>
    </Stack>
  )
}
