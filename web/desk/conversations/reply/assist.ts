import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { desk } from '../../call/desk.ts'
import { useLanguage } from '../../parts/language.tsx'

/** What is typed is looked at when it rests for so long, in milliseconds. */
const restFor = 350
/** Read again when the customer says something, not with everything that happens at the desk. */
const steady = { staleTime: Infinity, placeholderData: keepPreviousData, meta: { steady: true } } as const

/** Calls `onNew` when the customer has said something since. */
function useNewWord(lastWord: string, path: string): void {
  const queries = useQueryClient()
  const known = useRef(lastWord)
  useEffect(() => {
    if (known.current === lastWord) return
    known.current = lastWord
    void queries.invalidateQueries({ queryKey: [path === '/api/desk/handovers/{id}/check' ? 'post' : 'get', path] })
  }, [lastWord, path, queries])
}

/** Articles and canned replies for the customer's last message, or for a search. */
export function useSuggestions(id: string, lastWord: string, search: string, enabled = true) {
  const { locale } = useLanguage()
  const [q] = useDebouncedValue(search.trim(), restFor)
  useNewWord(lastWord, '/api/desk/handovers/{id}/suggestions')
  return desk.useQuery('get', '/api/desk/handovers/{id}/suggestions', { params: { path: { id }, query: { q, language: locale } } }, { ...steady, enabled })
}

/** What the gate would do with a text if it were sent now; undefined while nothing is known of it. */
export function useVerdict(id: string, lastWord: string, text: string) {
  const { locale } = useLanguage()
  const [rested] = useDebouncedValue(text.trim(), restFor)
  useNewWord(lastWord, '/api/desk/handovers/{id}/check')
  const { data } = desk.useQuery('post', '/api/desk/handovers/{id}/check', { params: { path: { id } }, body: { text: rested, language: locale } }, { ...steady, enabled: rested !== '' && text.trim() !== '', gcTime: 30_000 })
  return text.trim() === '' || rested === '' ? undefined : data
}
