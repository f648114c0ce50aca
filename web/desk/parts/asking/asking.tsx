import { Button, Checkbox, Group, Modal, MultiSelect, NativeSelect, PasswordInput, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useSaying } from '../language.tsx'
import { Told } from '../told.tsx'
import { words } from './words.ts'

export type Choice = { value: string; label: string }
/** What a step asks for: `text` is written in several lines, `line` in one. */
export type Field = { name: string; label: string; hint?: string | undefined; optional?: true } & (
  | { kind: 'text' | 'email' | 'password' | 'day' | 'confirmation' }
  | { kind: 'line'; value?: string }
  | { kind: 'number'; from: number; to: number; value?: number }
  | { kind: 'choice' | 'choices'; choices: readonly Choice[]; chosen?: readonly string[] })

/** What was filled in, by the fields' names; '' where nothing was. */
export type Given = { one(name: string): string; all(name: string): string[] }

/** A step that can be taken: what it asks for, and what takes it. What that throws is said in the dialog, which stays open. */
export type Step = { title: string; explained?: string | undefined; fields: readonly Field[]; take(given: Given): Promise<unknown> }

function Input({ field, isFirst }: { field: Field; isFirst: boolean }) {
  const { say } = useSaying(words)
  const focus = isFirst ? { 'data-autofocus': true } : {}
  const shared = { ...focus, name: field.name, label: field.label + (field.optional ? say('optional') : ''), description: field.hint, required: !field.optional }
  switch (field.kind) {
    case 'text': return <Textarea {...shared} autosize minRows={2} maxRows={10} maxLength={4000} />
    case 'line': return <TextInput {...shared} maxLength={200} defaultValue={field.value} />
    case 'email': return <TextInput {...shared} type="email" maxLength={200} />
    case 'password': return <PasswordInput {...shared} autoComplete="new-password" minLength={12} maxLength={200} visibilityToggleButtonProps={{ 'aria-label': say('showTyped') }} />
    case 'day': return <TextInput {...shared} type="date" />
    case 'confirmation': return <Checkbox {...focus} name={field.name} label={field.label} description={field.hint} required={!field.optional} value="true" />
    case 'number': return <TextInput {...shared} type="number" min={field.from} max={field.to} defaultValue={field.value} />
    case 'choices': return <MultiSelect {...shared} data={[...field.choices]} defaultValue={[...field.chosen ?? []]} searchable hiddenInputProps={{ 'aria-label': field.label }} hiddenInputValuesDivider="," />
    case 'choice': return <NativeSelect {...shared} data={[...(field.optional ? [{ value: '', label: '–' }] : []), ...field.choices]} />
  }
}

function given(form: HTMLFormElement): Given {
  const filled = new FormData(form)
  const one = (name: string) => {
    const value = filled.get(name)
    return typeof value === 'string' ? value.trim() : ''
  }
  return { one, all: name => one(name).split(',').filter(Boolean) }
}

/** The dialog in which a step is taken. */
export function Asking({ step, onClose }: { step: Step; onClose(): void }) {
  const { say } = useSaying(words)
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      await step.take(given(event.currentTarget))
      onClose()
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title={step.title} closeButtonProps={{ 'aria-label': say('dismiss') }}>
      <form onSubmit={event => void submit(event)}>
        <Stack gap="sm">
          {step.explained !== undefined && <Text size="sm">{step.explained}</Text>}
          {step.fields.map((field, at) => <Input key={field.name} field={field} isFirst={at === 0} />)}
          <Told error={error} />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{say('cancel')}</Button><Button type="submit" loading={busy} {...(step.fields.length === 0 ? { 'data-autofocus': true } : {})}>{say('doIt')}</Button></Group>
        </Stack>
      </form>
    </Modal>
  )
}
