import { Alert, Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { desk } from '../../call/desk.ts'
import { useSaying } from '../../parts/language.tsx'
import { Told } from '../../parts/told.tsx'
import { words } from './words.ts'

/** Steps that are noted here, with how they were taken. */
const noted = ['identified', 'handled'] as const
type Noted = (typeof noted)[number]
const isNoted = (step: string): step is Noted => noted.some(each => each === step)

function useRefreshed(): () => void {
  const queries = useQueryClient()
  return () => void queries.invalidateQueries({ queryKey: ['get', '/api/desk/handovers/{id}/wrap-up'] })
}

function Note({ enquiry, step }: { enquiry: string; step: Noted }) {
  const { say } = useSaying(words)
  const [how, setHow] = useState('')
  const { mutate, error, isPending } = desk.useMutation('post', '/api/desk/enquiries/{id}/steps', { onSuccess: useRefreshed() })
  return (
    <form onSubmit={event => { event.preventDefault(); mutate({ params: { path: { id: enquiry } }, body: { step, how } }) }}>
      <Group gap={6} align="end"><TextInput size="xs" flex={1} label={say('how')} value={how} onChange={event => setHow(event.currentTarget.value)} required maxLength={2000} data-autofocus /><Button size="xs" type="submit" loading={isPending}>{say('record')}</Button></Group>
      <Told error={error} />
    </form>
  )
}

function Promise({ enquiry }: { enquiry: string }) {
  const { say } = useSaying(words)
  const [what, setWhat] = useState('')
  const [days, setDays] = useState<number | string>(2)
  const { mutate, error, isPending } = desk.useMutation('post', '/api/desk/enquiries/{id}/promises', { onSuccess: useRefreshed() })
  return (
    <form onSubmit={event => { event.preventDefault(); mutate({ params: { path: { id: enquiry } }, body: { what, by: { workingDays: Number(days) } } }) }}>
      <Stack gap={6}>
        <TextInput size="xs" label={say('what')} value={what} onChange={event => setWhat(event.currentTarget.value)} required maxLength={2000} />
        <Group gap={6} align="end"><NumberInput size="xs" flex={1} label={say('days')} value={days} onChange={setDays} min={1} max={60} allowDecimal={false} required /><Button size="xs" type="submit" loading={isPending}>{say('promise')}</Button></Group>
        <Told error={error} />
      </Stack>
    </form>
  )
}

/** What keeps the conversation from being closed (M1.1c), each with a way to do it. */
export function Missing({ enquiry, steps, onBack }: { enquiry: string; steps: readonly string[]; onBack(): void }) {
  const { say, inWords } = useSaying(words)
  const [opened, setOpened] = useState<string>()
  return (
    <Alert color="orange" variant="light" p="xs" role="status">
      <Text size="sm" fw={700} mb={4}>{say('stepMissing')}</Text>
      <Stack component="ul" gap={6} m={0} p={0} style={{ listStyle: 'none' }}>
        {steps.map(step => (
          <li key={step}>
            <Group gap={6} justify="space-between"><Text size="sm" fw={600}>{inWords(`missing-${step}`)}</Text>
              {opened !== step && <Button size="compact-xs" variant="default" onClick={() => isNoted(step) || step === 'promised' ? setOpened(step) : onBack()}>{inWords(`do-${step}`)}</Button>}
            </Group>
            {opened === step && (isNoted(step) ? <Note enquiry={enquiry} step={step} /> : <Promise enquiry={enquiry} />)}
          </li>
        ))}
      </Stack>
      <Text size="xs" mt={6}>{say('or')}</Text>
    </Alert>
  )
}
