import { Button, Fieldset, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { nowThere } from '../../call/clock.ts'
import { desk, type Schema } from '../../call/desk.ts'
import { useSaying } from '../../parts/language.tsx'
import { useMember } from '../../parts/member.tsx'
import { useStaff } from '../../parts/staff.ts'
import { Told } from '../../parts/told.tsx'
import { Missing } from './missing.tsx'
import { words } from './words.ts'

const outcomes = ['resolved', 'follow-up', 'referred', 'not-resolved'] as const
type Outcome = (typeof outcomes)[number]
const other = 'other'
const dayMs = 86_400_000

/** Tomorrow where the desk is, as `2026-03-31`. */
const tomorrow = () => new Date(nowThere() + dayMs).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })

function TaskFields({ what, on, owner, onWhat, onOn, onOwner }: { what: string; on: string; owner: string; onWhat(what: string): void; onOn(on: string): void; onOwner(owner: string): void }) {
  const { say } = useSaying(words)
  const { staff } = useStaff()
  return (
    <Fieldset legend={say('task')} p="xs">
      <Stack gap="xs">
        <TextInput label={say('taskWhat')} value={what} onChange={event => onWhat(event.currentTarget.value)} required maxLength={1000} />
        <Group grow>
          <TextInput type="date" label={say('taskOn')} value={on} min={tomorrow()} onChange={event => onOn(event.currentTarget.value)} required />
          <Select label={say('taskOwner')} value={owner} onChange={value => value && onOwner(value)} data={staff.map(({ id, name }) => ({ value: id, label: name }))} searchable allowDeselect={false} />
        </Group>
      </Stack>
    </Fieldset>
  )
}

/** How it ended, what it was about and, with a follow-up, what is to be done by when and by whom. Of a conversation that is closed already, how it ended stands. */
export function WrapUp({ id, enquiry, standing, onBack, onCancel, onClosed }: { id: string; enquiry: string; standing: Schema<'WrapUp'>; onBack?: () => void; onCancel(): void; onClosed(): void }) {
  const { say, locale } = useSaying(words)
  const [outcome, setOutcome] = useState<Outcome>(standing.outcome ?? 'resolved')
  const [topic, setTopic] = useState(standing.topic?.id ?? null)
  const [what, setWhat] = useState('')
  const [on, setOn] = useState(tomorrow)
  const [owner, setOwner] = useState(useMember().id)
  const { data: all } = desk.useQuery('get', '/api/desk/topics', { params: { query: { language: locale } } }, { meta: { steady: true } })
  const { mutate, error, isPending } = desk.useMutation('post', '/api/desk/handovers/{id}/wrap-up', { onSuccess: onClosed })
  const followUp = outcome === 'follow-up'
  const blocked = !followUp && standing.steps.length > 0
  const topics = new Map([...(standing.topic ? [standing.topic] : []), ...standing.suggested, ...(all?.topics ?? []), { id: other, title: say('otherTopic') }].map(each => [each.id, each.title]))
  return (
    <form onSubmit={event => { event.preventDefault(); mutate({ params: { path: { id } }, body: { ...(standing.closed ? {} : { outcome }), ...(topic === null ? {} : { topic }), ...(followUp ? { task: { what, on, owner } } : {}) } }) }}>
      <Stack gap="sm">
        {standing.closed ? <Text size="sm">{say('outcome')} <b>{say(outcome)}</b></Text> : <Select label={say('outcome')} description={say(followUp ? 'followUpHint' : 'survey')} value={outcome} onChange={value => value && setOutcome(value)} data={outcomes.map(value => ({ value, label: say(value) }))} allowDeselect={false} data-autofocus />}
        <Select label={say('topicOf')} description={standing.topic ? say('topicHint') : undefined} value={topic} onChange={setTopic} data={[...topics].map(([value, label]) => ({ value, label }))} searchable required limit={200} />
        {standing.suggested.length > 0 && <Group gap={4}><Text size="xs" c="dimmed">{say('maybe')}</Text>{standing.suggested.slice(0, 3).map(each => <Button key={each.id} size="compact-xs" variant={each.id === topic ? 'light' : 'default'} onClick={() => setTopic(each.id)}>{each.title}</Button>)}</Group>}
        {followUp && <TaskFields what={what} on={on} owner={owner} onWhat={setWhat} onOn={setOn} onOwner={setOwner} />}
        {blocked && onBack && <Missing enquiry={enquiry} steps={standing.steps} onBack={onBack} />}
        <Told error={error} />
        <Group justify="flex-end"><Button variant="default" onClick={onCancel}>{say('cancel')}</Button><Button type="submit" loading={isPending} disabled={blocked}>{say(standing.closed ? 'wrapUp' : 'close')}</Button></Group>
      </Stack>
    </form>
  )
}
