import { Alert, Badge, Button, CloseButton, Group, Text } from '@mantine/core'
import { desk, type Schema } from '../../call/desk.ts'
import { useLacking } from '../../parts/lacking/lacking.ts'
import { useSaying } from '../../parts/language.tsx'
import { useMember } from '../../parts/member.tsx'
import { words } from './words.ts'

type Guest = { id: string; name: string; part: 'consulted' | 'joined' }

/** Who else takes part in the conversation, and who is asked to take over. */
export function Standing({ id, serves, offer, guests, lacking }: { id: string; serves: boolean; offer: Schema<'Offer'> | null; guests: readonly Guest[]; /** Why the agent may not serve the customer any more. */ lacking: readonly string[] }) {
  const { say } = useSaying(words)
  const inLack = useLacking()
  const me = useMember().id
  const takeBack = desk.useMutation('delete', '/api/desk/handovers/{id}/transfer')
  const letGo = desk.useMutation('delete', '/api/desk/handovers/{id}/guests/{staff}')
  const leave = (staff: string) => letGo.mutate({ params: { path: { id, staff } } })
  return (
    <div role="status">
      {lacking.length > 0 && <Alert color="red" variant="light" p="xs" mx="sm" mt={6} title={say(serves ? 'notQualified' : 'agentNotQualified', { why: inLack(lacking) })}>{say(serves ? 'passOn' : 'isPassedOn')}</Alert>}
      {(offer?.why === 'transfer' || offer?.why === 'certificate') && (
        <Alert color="blue" variant="light" p="xs" mx="sm" mt={6}>
          <Group gap="xs" justify="space-between"><Text size="sm">{say(serves ? 'asking' : 'askingOther', { name: offer.to.name })}</Text>{serves && offer.why === 'transfer' && <Button size="compact-xs" variant="default" loading={takeBack.isPending} onClick={() => takeBack.mutate({ params: { path: { id } } })}>{say('takeBack')}</Button>}</Group>
        </Alert>
      )}
      {guests.length > 0 && (
        <Group gap={6} px="sm" mt={6}>
          <Text size="xs" c="dimmed">{say('withUs')}</Text>
          {guests.map(({ id: staff, name, part }) => (
            <Badge key={staff} variant="light" size="lg" tt="none" rightSection={serves || staff === me ? <CloseButton size="xs" aria-label={staff === me ? say('leave') : say('letGo', { name })} onClick={() => leave(staff)} /> : null}>{name} · {say(part)}</Badge>
          ))}
        </Group>
      )}
    </div>
  )
}
