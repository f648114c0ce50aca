import { Alert, Badge, Box, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useParams } from 'wouter'
import { z } from 'zod/mini'
import { desk, type Schema } from '../call/desk.ts'
import { Note } from '../conversations/reply/note.tsx'
import { Collision } from '../conversations/talk/collision.tsx'
import { useOthers } from '../conversations/talk/others.ts'
import { Transcript } from '../conversations/talk/transcript.tsx'
import { useSaying } from '../parts/language.tsx'
import { Sheet } from '../parts/page.tsx'
import { Told } from '../parts/told.tsx'
import { useTitled } from './bar.tsx'
import classes from './bar.module.css'
import { useUnderWay } from './now.tsx'
import { words } from './words.ts'

const given = z.object({ room: z.string() })
/** How often what was said is read again, in milliseconds. */
const readEvery = 1_500
const nothingDelivered = new Map<number, never>()

/** One conversation of a colleague's practice, as it goes on. */
function Listening({ handover, name }: { handover: string; name: string }) {
  const { data, error } = desk.useQuery('get', '/api/desk/handovers/{id}', { params: { path: { id: handover } } }, { refetchInterval: readEvery, meta: { steady: true } })
  const { others } = useOthers(handover)
  if (!data) return <Told error={error} />
  return (
    <Box style={{ display: 'flex', flexDirection: 'column', height: 'max(22rem, calc(100dvh - 22rem))' }}>
      <Collision others={others} />
      <Transcript entries={data.transcript} label={name} place={{ handover, mayOpen: false, deliveries: nothingDelivered }} />
      {data.handover.status === 'active' && <Note id={handover} as="whisper" />}
    </Box>
  )
}

function Customers({ room: { customers } }: { room: Schema<'PracticeRoom'> }) {
  const { say } = useSaying(words)
  const [chosen, setChosen] = useState<string>()
  const there = customers.filter(({ handover }) => handover !== null)
  const shown = there.find(({ handover }) => handover === chosen) ?? there.find(({ status }) => status === 'talking') ?? there[0]
  return (
    <>
      <Group gap="xs" role="group" aria-label={say('customers')}>
        {customers.map(({ name, status, handover }, index) => (
          <Button key={`${name} ${index}`} size="xs" variant={handover !== null && handover === shown?.handover ? 'filled' : 'default'} aria-pressed={handover !== null && handover === shown?.handover} disabled={handover === null} onClick={() => setChosen(handover ?? undefined)}>{name} · {say(`at-${status}`)}</Button>
        ))}
      </Group>
      {shown?.handover ? <Listening key={shown.handover} handover={shown.handover} name={shown.name} /> : <Text size="sm" c="dimmed">{say('notYetThere')}</Text>}
    </>
  )
}

/** A colleague's practice, listened in to by who trains; marked as practice all over. */
export default function Watching() {
  const { say } = useSaying(words)
  const { room: id } = given.parse(useParams())
  const { data, error } = useUnderWay()
  const found = data?.rooms.find(each => each.id === id)
  useTitled(say('practice'))
  return (
    <Sheet title={found ? say('watchOf', { name: found.member.name }) : say('practice')} back="/practice" badges={<Badge color="yellow" variant="filled" c="#1a1300" tt="none">{say('practice')}</Badge>}>
      <div className={classes['border']} aria-hidden />
      <Told error={error} />
      {data && !found && <Alert color="yellow" role="alert" title={say('over')}>{say('watchOver')}</Alert>}
      {found && <Text size="sm">{say('banner')}</Text>}
      {found && (found.room ? <Customers room={found.room} /> : <Alert color="yellow" role="alert" title={say('elsewhereTitle')}>{say('watchElsewhere')}</Alert>)}
    </Sheet>
  )
}
