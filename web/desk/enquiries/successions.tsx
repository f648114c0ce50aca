import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { desk } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import { useMember } from '../parts/member.tsx'
import { useReadAgain } from '../parts/reading.ts'
import { Told } from '../parts/told.tsx'
import { words } from './words.ts'

/** Enquiries that a colleague asks the member to take over (M1.1b). */
export function Successions() {
  const { say } = useSaying(words)
  const { id: me } = useMember()
  const readAgain = useReadAgain()
  const { data } = desk.useQuery('get', '/api/desk/successions')
  const { mutate, isPending, error } = desk.useMutation('post', '/api/desk/successions/{id}/decision', { onSuccess: readAgain })
  const mine = data?.successions.filter(({ to }) => to.id === me) ?? []
  if (mine.length === 0) return null
  return (
    <Alert title={say('successions')} role="region" aria-label={say('successions')}>
      <Stack gap="xs">
        {mine.map(({ id, from, reason }) => (
          <Group key={id} gap="xs">
            <Text size="sm" flex={1}>{say('from', { name: from.name, reason })}</Text>
            <Button size="xs" loading={isPending} onClick={() => mutate({ params: { path: { id } }, body: { accept: true } })}>{say('accept')}</Button>
            <Button size="xs" variant="default" disabled={isPending} onClick={() => mutate({ params: { path: { id } }, body: { accept: false } })}>{say('decline')}</Button>
          </Group>
        ))}
        <Told error={error} />
      </Stack>
    </Alert>
  )
}
