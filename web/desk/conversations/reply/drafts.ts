/** What an agent has begun to write, by conversation. It lasts over a reload, in this tab only: it may speak of a customer. */
const key = (handover: string) => `shouwen.draft.${handover}`

export function draftOf(handover: string): string {
  return sessionStorage.getItem(key(handover)) ?? ''
}

export function keepDraft(handover: string, text: string): void {
  if (text === '') sessionStorage.removeItem(key(handover))
  else sessionStorage.setItem(key(handover), text)
}
