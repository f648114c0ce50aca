import { Alert, Badge, Button, Group, Loader, Modal, Stack, Text } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { desk, type Schema } from '../call/desk.ts'
import { subjectOf } from '../conversations/queue/sifting.ts'
import { useSaying } from '../parts/language.tsx'
import { useMember } from '../parts/member.tsx'
import { useReadAgain } from '../parts/reading.ts'
import { serves } from '../parts/staff.ts'
import { Told } from '../parts/told.tsx'
import { words } from './words.ts'

const WrapUp = lazy(() => import('../conversations/ending/wrap-up.tsx').then(({ WrapUp: shown }) => ({ default: shown })))

function WrappingUp({ handover, enquiry, onClose }: { handover: string; enquiry: string; onClose(): void }) {
  const { say, locale } = useSaying(words)
  const readAgain = useReadAgain()
  const { data, error } = desk.useQuery('get', '/api/desk/handovers/{id}/wrap-up', { params: { path: { id: handover }, query: { language: locale } } }, { staleTime: 0 })
  return (
    <Modal opened onClose={onClose} title={say('wrapUp')} closeButtonProps={{ 'aria-label': say('dismiss') }}>
      <Told error={error} />
      <Suspense fallback={<Loader aria-label={say('loading')} />}>
        {data && <WrapUp id={handover} enquiry={enquiry} standing={data} onCancel={onClose} onClosed={() => { onClose(); void readAgain() }} />}
      </Suspense>
    </Modal>
  )
}

/** Conversations that are closed and of which nobody has written down what came of them (M1.1c): the member's, or for those who oversee everybody's. */
export function Unfinished({ of }: { of: 'mine' | 'all' }) {
  const { say, inWords, time } = useSaying(words)
  const { id: me, role } = useMember()
  const [chosen, setChosen] = useState<Schema<'UnfinishedWrapUp'>>()
  const { data, error } = desk.useQuery('get', '/api/desk/wrap-ups', { params: { query: { of } } })
  const list = data?.conversations ?? []
  if (error) return <Told error={error} />
  return (
    <>
      {list.length > 0 && (
        <Alert color="yellow" styles={{ label: { color: 'var(--mantine-color-text)' } }} title={say('unfinished', { n: list.length })} role="region" aria-label={say('unfinished', { n: list.length })}>
          <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
            {list.map(each => (
              <Group component="li" key={each.handover} gap="xs">
                <Text size="sm" flex={1}>{each.topic === null ? say('noTopic') : inWords(subjectOf(each.topic))} <Text span size="xs">{say('closedAt', { at: time(each.closedAt) })}</Text></Text>
                {each.outcome !== null && <Badge size="sm" variant="default" tt="none">{inWords(each.outcome)}</Badge>}
                {each.agent.id === me && serves(role) ? <Button size="compact-xs" variant="default" aria-haspopup="dialog" onClick={() => setChosen(each)}>{say('wrapUp')}</Button> : <Text size="sm">{each.agent.name}</Text>}
              </Group>
            ))}
          </Stack>
        </Alert>
      )}
      {chosen && <WrappingUp handover={chosen.handover} enquiry={chosen.enquiry} onClose={() => setChosen(undefined)} />}
    </>
  )
}
