import { Button, Group, Modal, SegmentedControl, Select, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { desk } from '../../call/desk.ts'
import { useSaying } from '../../parts/language.tsx'
import { Told } from '../../parts/told.tsx'
import { ColleagueChoice } from './colleagues.tsx'
import { words } from './words.ts'

/** Passes the customer on with a note for who takes over: to a colleague, who is asked first, or to whoever serves a topic. */
export function Transfer({ id, opened, onClose, onPassed }: { id: string; opened: boolean; onClose(): void; /** The customer is with nobody now. */ onPassed(): void }) {
  const { say, locale } = useSaying(words)
  const [how, setHow] = useState<'member' | 'topic'>('member')
  const [member, setMember] = useState<string | null>(null)
  const [topic, setTopic] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const { data } = desk.useQuery('get', '/api/desk/topics', { params: { query: { language: locale } } }, { enabled: opened && how === 'topic', meta: { steady: true } })
  const { mutate, error, isPending } = desk.useMutation('post', '/api/desk/handovers/{id}/transfer', {
    onSuccess(_, { body }) {
      setNote('')
      onClose()
      if ('topic' in body.to) onPassed()
    },
  })
  const to = how === 'member' ? (member === null ? undefined : { member }) : topic === null ? undefined : { topic }
  return (
    <Modal opened={opened} onClose={onClose} title={say('pass')} closeButtonProps={{ 'aria-label': say('dismiss') }}>
      <form onSubmit={event => { event.preventDefault(); if (to) mutate({ params: { path: { id } }, body: { to, note } }) }}>
        <Stack gap="sm">
          <SegmentedControl fullWidth size="xs" aria-label={say('to')} value={how} onChange={value => setHow(value)} data={[{ value: 'member', label: say('aColleague') }, { value: 'topic', label: say('whoServes') }]} />
          {how === 'member' ? <ColleagueChoice label={say('colleague')} value={member} onChange={setMember} serving />
            : <Select label={say('topicOf')} value={topic} onChange={setTopic} data={data?.topics.map(each => ({ value: each.id, label: each.title })) ?? []} searchable required limit={100} />}
          <Textarea label={say('noteFor')} value={note} onChange={event => setNote(event.currentTarget.value)} required minRows={3} autosize maxLength={4000} />
          <Told error={error} />
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{say('cancel')}</Button><Button type="submit" loading={isPending}>{say('pass')}</Button></Group>
        </Stack>
      </form>
    </Modal>
  )
}
