import { Alert, Text } from '@mantine/core'
import { useSaying } from '../../parts/language.tsx'
import type { Other } from './others.ts'
import { words } from './words.ts'

/** Says who else is in this conversation, so that two never answer at once. */
export function Collision({ others }: { others: readonly Other[] }) {
  const { say, locale } = useSaying(words)
  const named = (list: readonly Other[]) => list.map(({ name }) => name).join(locale === 'en' ? ', ' : '、')
  const [writing, looking] = [others.filter(each => each.writing), others.filter(each => !each.writing)]
  return (
    <div role="status">
      {others.length > 0 && (
        <Alert color={writing.length > 0 ? 'orange' : 'blue'} variant="light" p="xs" mx="sm" mt={6}>
          {writing.length > 0 && <Text size="sm" fw={600}>✎ {say('writesHere', { n: named(writing) })}</Text>}
          {looking.length > 0 && <Text size="sm">{say('looksHere', { n: named(looking) })}</Text>}
        </Alert>
      )}
    </div>
  )
}
