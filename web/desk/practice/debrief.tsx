import { Button, Group, Loader, NumberInput, Text } from '@mantine/core'
import { useState } from 'react'
import { desk, type Schema } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import { useMember } from '../parts/member.tsx'
import { Sheet } from '../parts/page.tsx'
import { useReadAgain } from '../parts/reading.ts'
import { Told } from '../parts/told.tsx'
import { Findings } from './findings.tsx'
import { words } from './words.ts'

type Record = Schema<'PracticeDebrief'>

const trains = (role: string) => role === 'supervisor' || role === 'admin'

/** How the hours of a shift stand; undefined words where none were asked for. */
export function useHoursInWords() {
  const { say } = useSaying(words)
  return ({ hours, confirmed, decidedBy }: Record) => hours === null ? say('noHours')
    : confirmed === null ? say('asked', { n: hours }) : say(confirmed ? 'confirmed' : 'refused', { n: hours, name: decidedBy?.name ?? '' })
}

function Hours({ record }: { record: Record }) {
  const { say } = useSaying(words)
  const { id, role } = useMember()
  const inWords = useHoursInWords()
  const readAgain = useReadAgain()
  const [hours, setHours] = useState<number | string>(record.most)
  const ask = desk.useMutation('post', '/api/desk/practice/debriefs/{id}/hours', { onSuccess: readAgain })
  const decide = desk.useMutation('post', '/api/desk/practice/debriefs/{id}/decision', { onSuccess: readAgain })
  const params = { path: { id: record.id } }
  const isOwn = record.member.id === id
  return (
    <>
      <Group gap="sm" align="end">
        <Text size="sm" fw={600}>{say('hours')}: {inWords(record)}</Text>
        {isOwn && record.confirmed === null && record.most > 0 && (
          <>
            <NumberInput size="xs" w={180} label={say('askHours', { n: record.most })} min={0.25} max={record.most} step={0.25} value={hours} onChange={setHours} />
            <Button size="xs" variant="default" loading={ask.isPending} onClick={() => ask.mutate({ params, body: { hours: Number(hours) } })}>{say('ask')}</Button>
          </>
        )}
        {!isOwn && trains(role) && record.hours !== null && record.confirmed === null && ([true, false] as const).map(confirm => (
          <Button key={String(confirm)} size="xs" variant={confirm ? 'filled' : 'default'} loading={decide.isPending} onClick={() => decide.mutate({ params, body: { confirm } })}>{say(confirm ? 'confirm' : 'refuse')}</Button>
        ))}
      </Group>
      {isOwn && record.most === 0 && <Text size="sm" c="dimmed">{say('tooShort')}</Text>}
      <Told error={ask.error ?? decide.error} />
    </>
  )
}

/** What a shift of practice showed, customer by customer. */
export function Debrief({ id }: { id: string }) {
  const { say, time } = useSaying(words)
  const { data, error } = desk.useQuery('get', '/api/desk/practice/debriefs/{id}', { params: { path: { id } } })
  if (!data) return error ? <Told error={error} /> : <Loader m="md" aria-label={say('loading')} />
  return (
    <Sheet title={say('debrief')} back="/practice">
      <Text size="sm">{data.member.name} · {time(data.begunAt)} – {time(data.endedAt)}</Text>
      <Hours record={data} />
      {data.customers.length === 0 ? <Text c="dimmed">{say('nothingPlayed')}</Text> : data.customers.map((served, index) => <Findings key={`${served.script.id}-${index}`} served={served} />)}
    </Sheet>
  )
}
