import { Button, Menu } from '@mantine/core'
import { useState } from 'react'
import { desk, type Schema } from '../../call/desk.ts'
import { useSaying } from '../../parts/language.tsx'
import { useMember } from '../../parts/member.tsx'
import { Consult } from './consult.tsx'
import { Sure } from './sure.tsx'
import { Transfer } from './transfer.tsx'
import { words } from './words.ts'

type Part = 'serving' | 'joined' | 'consulted' | 'reading'
type Step = 'transfer' | 'consult' | 'giveBack' | 'takeOver'

const supervising = new Set(['supervisor', 'admin'])

/** What can be done with a customer beside answering: pass them on, ask a colleague, give them back; supervisors join and take over. */
export function Actions({ handover: { id, status }, part, onLeave }: { handover: Schema<'Handover'>; part: Part; onLeave(): void }) {
  const { say } = useSaying(words)
  const supervises = supervising.has(useMember().role)
  const [step, setStep] = useState<Step>()
  const close = () => setStep(undefined)
  const path = { params: { path: { id } } }
  const join = desk.useMutation('post', '/api/desk/handovers/{id}/join')
  const takeOver = desk.useMutation('post', '/api/desk/handovers/{id}/take-over', { onSuccess: close })
  const giveBack = desk.useMutation('post', '/api/desk/handovers/{id}/give-back', { onSuccess: onLeave })
  const [serves, joins] = [part === 'serving', part === 'joined']
  const choices = [
    ...(serves || supervises ? ['transfer' as const] : []), ...(serves && status === 'active' ? ['consult' as const, 'giveBack' as const] : []),
    ...(supervises && !serves ? [...(joins || status !== 'active' ? [] : ['join' as const]), 'takeOver' as const] : []),
  ]
  if (choices.length === 0 || (status !== 'active' && status !== 'waiting')) return null
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target><Button size="xs" variant="default">{say('more')}</Button></Menu.Target>
        <Menu.Dropdown>{choices.map(each => <Menu.Item key={each} onClick={() => each === 'join' ? join.mutate(path) : setStep(each)}>{say(each)}</Menu.Item>)}</Menu.Dropdown>
      </Menu>
      <Transfer id={id} opened={step === 'transfer'} onClose={close} onPassed={onLeave} />
      <Consult id={id} opened={step === 'consult'} onClose={close} />
      <Sure title={say('giveBack')} said={say('giveBackSure')} opened={step === 'giveBack'} pending={giveBack.isPending} error={giveBack.error} onClose={close} onSure={() => giveBack.mutate(path)} />
      <Sure title={say('takeOver')} said={say('takeOverSure')} opened={step === 'takeOver'} pending={takeOver.isPending} error={takeOver.error} onClose={close} onSure={() => takeOver.mutate(path)} />
    </>
  )
}
