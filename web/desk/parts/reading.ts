import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'

/** Gives what reads again all that is shown, after a step that changes it. */
export function useReadAgain(): () => Promise<void> {
  const queries = useQueryClient()
  return useCallback(() => queries.invalidateQueries({ predicate: ({ queryKey: [, path], meta }) => path !== '/api/desk/session' && meta?.['steady'] !== true }), [queries])
}
