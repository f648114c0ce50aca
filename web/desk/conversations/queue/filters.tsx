import { Button, CloseButton, Group, MultiSelect, Popover, Stack, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useSaying } from '../../parts/language.tsx'
import { choices, filtersSet, type Handover, openSieve, type Sieve, subjectOf } from './sifting.ts'
import { words } from './words.ts'

type Several = 'topics' | 'languages' | 'channels'

/** Search and filters over the lists. */
export function Filters({ handovers, sieve, onSieve }: { handovers: readonly Handover[]; sieve: Sieve; onSieve(sieve: Sieve): void }) {
  const { say, inWords } = useSaying(words)
  const set = filtersSet(sieve)
  // Escape closes an open list of choices first, then the filters.
  const [choosing, setChoosing] = useState(false)
  const several = (part: Several, label: string, of: (handover: Handover) => string) => (
    <MultiSelect size="xs" label={label} clearable searchable comboboxProps={{ withinPortal: false }} onDropdownOpen={() => setChoosing(true)} onDropdownClose={() => setChoosing(false)} value={[...sieve[part]]} onChange={value => onSieve({ ...sieve, [part]: value })}
      data={[...new Set([...choices(handovers, of), ...sieve[part]])].map(value => ({ value, label: inWords(value) }))} />
  )
  return (
    <Group gap={6} wrap="nowrap">
      <TextInput type="search" size="xs" flex={1} aria-label={say('searchQueue')} placeholder={say('search')} value={sieve.search} onChange={event => onSieve({ ...sieve, search: event.currentTarget.value })}
        rightSection={sieve.search && <CloseButton size="xs" aria-label={say('clear')} onClick={() => onSieve({ ...sieve, search: '' })} />} />
      <Popover position="bottom-end" width={260} closeOnEscape={!choosing} trapFocus returnFocus shadow="md">
        <Popover.Target><Button size="xs" variant={set > 0 ? 'light' : 'default'}>{set > 0 ? say('filtersSet', { n: set }) : say('filters')}</Button></Popover.Target>
        <Popover.Dropdown aria-label={say('filters')}>
          <Stack gap="xs">
            {several('topics', say('subjects'), ({ topic }) => subjectOf(topic))}
            {several('languages', say('languages'), ({ language }) => language)}
            {several('channels', say('channels'), ({ channel }) => channel)}
            <Switch size="xs" label={say('onlyUrgent')} checked={sieve.urgent} onChange={event => onSieve({ ...sieve, urgent: event.currentTarget.checked })} />
            <Button size="xs" variant="default" disabled={set === 0} onClick={() => onSieve({ ...openSieve, search: sieve.search })}>{say('clear')}</Button>
          </Stack>
        </Popover.Dropdown>
      </Popover>
    </Group>
  )
}
