import type { Outgoing } from '../knowledge/outgoing.ts'

/** For the log's facts: what a customer may tap below a message, by its titles, masked. Nothing where there is nothing to tap. */
export function choicesIn({ suggestedActions }: Outgoing, mask: (text: string) => string): { choices?: string[] } {
  const titles = suggestedActions?.actions.map(({ title }) => mask(title)) ?? []
  return titles.length > 0 ? { choices: titles } : {}
}
