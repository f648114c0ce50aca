import { Button, Checkbox, Group, NativeSelect, NumberInput, SegmentedControl, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { locales } from '../../shared/locale.ts'
import { desk } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import { Told } from '../parts/told.tsx'
import { words } from './words.ts'

const paces = ['calm', 'normal', 'busy'] as const
const mostAtOnce = 5

/** Which simulated customers come, how many at once, and how fast they are. */
export function Choosing({ anew }: { anew: boolean }) {
  const { say, inWords } = useSaying(words)
  const { data } = desk.useQuery('get', '/api/desk/practice/scripts')
  const [language, setLanguage] = useState<(typeof locales)[number] | 'any'>('any')
  const [chosen, setChosen] = useState<string[]>([])
  const [atOnce, setAtOnce] = useState<number | string>(1)
  const [pace, setPace] = useState<(typeof paces)[number]>('normal')
  const { mutate: begin, isPending, error } = desk.useMutation('post', '/api/desk/practice', { onSuccess: () => location.assign('/desk/practice/room') })
  const shown = (data?.scripts ?? []).filter(({ locale }) => language === 'any' || locale === language)
  return (
    <section aria-label={say('scripts')}>
      <Group gap="sm" mb="xs">
        <Title order={3} size="h6">{say('scripts')}</Title>
        <NativeSelect size="xs" aria-label={say('language')} value={language} onChange={({ currentTarget: { value } }) => setLanguage(locales.find(each => each === value) ?? 'any')} data={[{ value: 'any', label: say('anyLanguage') }, ...locales.map(value => ({ value, label: inWords(value) }))]} />
      </Group>
      <Table.ScrollContainer minWidth={680} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': say('scripts') } }}>
        <Table verticalSpacing={4} highlightOnHover>
          <Table.Thead><Table.Tr><Table.Th>{say('name')}</Table.Th><Table.Th>{say('about')}</Table.Th><Table.Th>{say('language')}</Table.Th><Table.Th>{say('rule')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {shown.map(({ id, name, about, locale, rule }) => (
              <Table.Tr key={id}>
                <Table.Td><Checkbox label={name} checked={chosen.includes(id)} onChange={({ currentTarget: { checked } }) => setChosen(before => checked ? [...before, id] : before.filter(each => each !== id))} /></Table.Td>
                <Table.Td><Text span size="sm" lang={locale}>{about}</Text></Table.Td><Table.Td style={{ whiteSpace: 'nowrap' }}>{inWords(locale)}</Table.Td><Table.Td>{rule}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Group gap="md" mt="md" align="end">
        <NumberInput size="xs" w={120} label={say('atOnce')} min={1} max={mostAtOnce} value={atOnce} onChange={setAtOnce} />
        <div><Text size="xs" fw={500} mb={2}>{say('pace')}</Text><SegmentedControl size="xs" aria-label={say('pace')} value={pace} onChange={setPace} data={paces.map(value => ({ value, label: say(value) }))} /></div>
        <Button disabled={chosen.length === 0} loading={isPending} onClick={() => begin({ body: { scripts: chosen, atOnce: Math.min(mostAtOnce, Math.max(1, Number(atOnce) || 1)), pace, anew } })}>{say('start')}</Button>
        <Text size="sm" c="dimmed" role="status">{say('chosen', { n: chosen.length })}</Text>
      </Group>
      <Told error={error} />
    </section>
  )
}
