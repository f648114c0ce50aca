import { Button, Combobox, type ComboboxStore, Group, Text } from '@mantine/core'
import { useSaying } from '../../parts/language.tsx'
import { useSuggestions } from './assist.ts'
import { Judged, type Suggested } from './suggestions.tsx'
import { words } from './words.ts'

export const menuButton = 'suggestions-menu'

/** Articles and canned replies by keyboard: a search, the arrow keys, Enter. */
export function SuggestionMenu({ id, lastWord, menu, search, onSearch, onInsert }: { id: string; lastWord: string; menu: ComboboxStore; search: string; onSearch(search: string): void; onInsert(text: string): void }) {
  const { say } = useSaying(words)
  const { data } = useSuggestions(id, lastWord, search, menu.dropdownOpened)
  const all: Suggested[] = [...(data?.articles ?? []), ...(data?.replies ?? [])]
  const part = (label: string, list: readonly Suggested[]) => list.length > 0 && (
    <Combobox.Group label={label}>
      {list.map(each => (
        <Combobox.Option key={each.id} value={each.id}>
          <Group gap={6} wrap="nowrap"><Text size="sm" fw={600} truncate>{each.title}</Text><Judged verdict={each.verdict} /></Group>
          <Text size="xs" c="dimmed" lineClamp={1}>{each.text}</Text>
        </Combobox.Option>
      ))}
    </Combobox.Group>
  )
  return (
    <Combobox store={menu} width={420} position="top-start" shadow="md" withinPortal={false} onOptionSubmit={chosen => {
      const suggestion = all.find(each => each.id === chosen)
      menu.closeDropdown()
      if (suggestion) onInsert(suggestion.text)
    }}>
      <Combobox.Target withAriaAttributes={false}>
        <Button id={menuButton} size="xs" variant="default" onClick={() => menu.toggleDropdown()} aria-haspopup="listbox" aria-expanded={menu.dropdownOpened} aria-keyshortcuts="Alt+S">{say('suggestionsMenu')}</Button>
      </Combobox.Target>
      <Combobox.Dropdown maw="92vw">
        <Combobox.Search value={search} onChange={event => { onSearch(event.currentTarget.value); menu.updateSelectedOptionIndex() }} aria-label={say('searchSuggestions')} placeholder={say('searchSuggestions')} />
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }} aria-label={say('suggestions')}>
          {all.length === 0 && data ? <Combobox.Empty>{say('noSuggestions')}</Combobox.Empty> : <>{part(say('articles'), data?.articles ?? [])}{part(say('replies'), data?.replies ?? [])}</>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
