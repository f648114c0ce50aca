import { Button, Center, Paper, PasswordInput, SegmentedControl, Stack, TextInput, Title } from '@mantine/core'
import type { FormEvent } from 'react'
import { locales } from '../../shared/locale.ts'
import { desk } from '../call/desk.ts'
import { useLanguage, useSaying } from '../parts/language.tsx'
import { Told } from '../parts/told.tsx'
import { words } from './words.ts'

const invitePrefix = '#invite='
const names = { 'zh-Hans': '简体', 'zh-Hant': '繁體', en: 'English' } as const

function valueOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** The sign-in; by the link of a first start, the form that makes the administrator. */
export function Entry({ onSignedIn }: { onSignedIn(): void }) {
  const { locale, choose } = useLanguage()
  const { say } = useSaying(words)
  const invited = location.hash.startsWith(invitePrefix)
  const invite = desk.useMutation('post', '/api/desk/invite')
  const signIn = desk.useMutation('post', '/api/desk/session')

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [email, password, name] = [valueOf(form, 'email'), valueOf(form, 'password'), valueOf(form, 'name')]
    if (invited) {
      await invite.mutateAsync({ body: { token: location.hash.slice(invitePrefix.length), name, email, password } })
      history.replaceState(null, '', '/desk')
    }
    await signIn.mutateAsync({ body: { email, password } })
    onSignedIn()
  }
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder p="lg" w="100%" maw={400}>
        <form onSubmit={event => void submit(event).catch(() => undefined)}>
          <Stack gap="sm">
            <Title order={1} size="h4">{say(invited ? 'invite' : 'signIn')}</Title>
            {invited && <TextInput name="name" label={say('name')} required />}
            <TextInput name="email" type="email" label={say('email')} autoComplete="username" required />
            <PasswordInput name="password" label={say(invited ? 'newPassword' : 'password')} autoComplete={invited ? 'new-password' : 'current-password'} {...(invited ? { minLength: 12 } : {})} required />
            <Told error={invite.error ?? signIn.error} />
            <Button type="submit" loading={invite.isPending || signIn.isPending}>{say(invited ? 'save' : 'signIn')}</Button>
            <SegmentedControl size="xs" aria-label={say('language')} value={locale} onChange={value => choose(value)} data={locales.map(value => ({ value, label: names[value] }))} />
          </Stack>
        </form>
      </Paper>
    </Center>
  )
}
