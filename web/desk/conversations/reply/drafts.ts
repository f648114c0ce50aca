/** What an agent has begun to write, by conversation. It lasts over a reload, in this tab only: it may speak of a customer. */
const prefix = 'shouwen.draft.'
const key = (handover: string) => prefix + handover

export function draftOf(handover: string): string {
  return sessionStorage.getItem(key(handover)) ?? ''
}

export function keepDraft(handover: string, text: string): void {
  if (text === '') sessionStorage.removeItem(key(handover))
  else sessionStorage.setItem(key(handover), text)
}

/** Who signs out leaves nothing of it to whoever sits down next. */
export function forgetDrafts(): void {
  for (const kept of Object.keys(sessionStorage)) if (kept.startsWith(prefix)) sessionStorage.removeItem(kept)
}
