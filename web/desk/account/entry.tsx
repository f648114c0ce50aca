import { Alert, Anchor, Button, Center, Divider, Paper, PasswordInput, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { locales } from '../../shared/locale.ts'
import { desk } from '../call/desk.ts'
import { useLanguage, useSaying } from '../parts/language.tsx'
import { Told } from '../parts/told.tsx'
import { hasEnded } from './ended.ts'
import { CodeForm, EnrolmentForm, OwnPasswordForm, RecoveryCodes } from './second-step.tsx'
import { words } from './words.ts'

const invitePrefix = '#invite='
const institutionPrefix = '#institution='
const names = { 'zh-Hans': '简体', 'zh-Hant': '繁體', en: 'English' } as const

function valueOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** The member, or what is still asked of them. */
type Answer = { id: string } | { next: 'second-factor' | 'enrol' | 'new-password'; ticket: string }
type Enrolment = { secret: string; uri: string }
type Step = { at: 'password' } | { at: 'second-factor' | 'new-password'; ticket: string } | { at: 'enrol'; ticket: string; enrolment: Enrolment } | { at: 'codes'; codes: readonly string[] }
const titles = { password: 'signIn', 'second-factor': 'secondFactor', 'new-password': 'ownPassword', enrol: 'setUp', codes: 'kept' } as const

function PasswordForm({ onNext }: { onNext(answer: Answer): Promise<void> }) {
  const { say, inWords } = useSaying(words)
  const invited = location.hash.startsWith(invitePrefix)
  const why = location.hash.startsWith(institutionPrefix) ? `institution-${location.hash.slice(institutionPrefix.length)}` : undefined
  const ways = desk.useQuery('get', '/api/desk/sign-in')
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
    await onNext(await signIn.mutateAsync({ body: { email, password } }))
  }
  return (
    <form onSubmit={event => void submit(event).catch(() => undefined)}>
      <Stack gap="sm">
        {hasEnded() && <Alert role="status" variant="light" p="xs" title={say('ended')}>{say('endedKept')}</Alert>}
        {why && inWords(why) !== why && <Alert role="alert" color="red" variant="light" p="xs" title={inWords(why)} />}
        {ways.data?.institution && !invited && (
          <>
            <Button component="a" href="/api/desk/institution" variant="light">{say('withInstitution')}</Button>
            <Divider label={say('or')} />
          </>
        )}
        {invited && <TextInput name="name" label={say('name')} autoFocus required />}
        <TextInput name="email" type="email" label={say('email')} autoComplete="username" autoFocus={!invited} required />
        <PasswordInput name="password" label={say(invited ? 'newPassword' : 'password')} autoComplete={invited ? 'new-password' : 'current-password'} visibilityToggleButtonProps={{ 'aria-label': say('showTyped') }} {...(invited ? { minLength: 12 } : {})} required />
        <Told error={invite.error ?? signIn.error} />
        <Button type="submit" loading={invite.isPending || signIn.isPending}>{say(invited ? 'save' : 'signIn')}</Button>
      </Stack>
    </form>
  )
}

/** The sign-in with its second step; by the link of a first start, the form that makes the administrator. */
export function Entry({ onSignedIn }: { onSignedIn(): void }) {
  const { locale, choose } = useLanguage()
  const { say } = useSaying(words)
  const [step, setStep] = useState<Step>({ at: 'password' })
  const begin = desk.useMutation('post', '/api/desk/session/enrolment')
  const finish = desk.useMutation('post', '/api/desk/session/enrolment/code')
  const second = desk.useMutation('post', '/api/desk/session/second-factor')
  const own = desk.useMutation('post', '/api/desk/session/password')

  async function next(answer: Answer): Promise<void> {
    if (!('next' in answer)) return onSignedIn()
    const { ticket } = answer
    if (answer.next !== 'enrol') return setStep({ at: answer.next, ticket })
    setStep({ at: 'enrol', ticket, enrolment: await begin.mutateAsync({ body: { ticket } }) })
  }
  const invited = location.hash.startsWith(invitePrefix)
  const again = <Anchor component="button" type="button" size="sm" onClick={() => { second.reset(); own.reset(); finish.reset(); setStep({ at: 'password' }) }}>{say('startAgain')}</Anchor>
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder p="lg" w="100%" maw={400}>
        <Stack gap="sm">
          <Title order={1} size="h4">{say(invited && step.at === 'password' ? 'invite' : titles[step.at])}</Title>
          {step.at === 'password' && <PasswordForm onNext={next} />}
          <Told error={begin.error} />
          {step.at === 'second-factor' && <CodeForm recovery pending={second.isPending} error={second.error} onCode={code => second.mutate({ body: { ticket: step.ticket, code } }, { onSuccess: next })}>{again}</CodeForm>}
          {step.at === 'new-password' && <OwnPasswordForm pending={own.isPending} error={own.error} onPassword={password => own.mutate({ body: { ticket: step.ticket, password } }, { onSuccess: next })}>{again}</OwnPasswordForm>}
          {step.at === 'enrol' && (
            <>
              <Text size="sm">{say('setUpWhy')}</Text>
              <EnrolmentForm enrolment={step.enrolment} pending={finish.isPending} error={finish.error} onCode={code => finish.mutate({ body: { ticket: step.ticket, code } }, { onSuccess: ({ recoveryCodes }) => setStep({ at: 'codes', codes: recoveryCodes }) })}>{again}</EnrolmentForm>
            </>
          )}
          {step.at === 'codes' && <RecoveryCodes codes={step.codes} onKept={onSignedIn} />}
          <SegmentedControl size="xs" aria-label={say('language')} value={locale} onChange={value => choose(value)} data={locales.map(value => ({ value, label: names[value] }))} />
        </Stack>
      </Paper>
    </Center>
  )
}
