import type { Outgoing } from './outgoing.ts'

/** Names under which a card or activity keeps what nobody reads: kinds, addresses, looks. */
const unread = /^(?:type|contentType|url|contentUrl|thumbnailUrl|iconUrl|backgroundImage|image|\$schema|version|id|style|size|weight|color|spacing|separator|horizontalAlignment|verticalContentAlignment|height|width|wrap|isMultiSelect|locale|lang|inputHint|textFormat|attachmentLayout|replyToId|deliveryMode|mimeType|profile|aspect|duration|importance|associatedInputs|mode|fontType|method|.{0,40}(?:Id|ID))$/

/** Content nested deeper than this cannot be read through and does not leave. */
const deepest = 30

/** Content that no reader can be sure of: nested without end. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError'
}

function* strings(value: unknown, key: string, depth: number): Generator<string> {
  if (depth > deepest) throw new UnreadableError('nested too deep to be read')
  if (typeof value === 'string') {
    if (!unread.test(key) && value !== '') yield value
  } else if (Array.isArray(value)) {
    for (const item of value) yield* strings(item, key, depth + 1)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) yield* strings(inner, name, depth + 1)
  }
}

export type Reading = {
  /** What stands in the message: its text, its cards and files, whatever else is shown of it. */
  shown: string[]
  /** What an event tells a program: it speaks of no product, but a claim in it is stopped all the same. */
  told: string[]
  /** What is said aloud. */
  spoken: string | undefined
  /** One-tap answers: what they show, and what they say in the customer's name. */
  offered: string[]
}

/** Every string of a message that a customer reads or hears. Throws UnreadableError for content without end. */
export function read(outgoing: Outgoing): Reading {
  const { text, speak, suggestedActions, name, value, ...rest } = outgoing
  const offered = (suggestedActions?.actions ?? []).flatMap(({ type: _, ...action }) => [...new Set(strings(action, '', 1))])
  const facts = [...strings(name, '', 0), ...strings(value, '', 0)]
  const isEvent = outgoing.type === 'event'
  return { shown: [text, ...strings(rest, '', 0), ...(isEvent ? [] : facts)].filter(Boolean), told: isEvent ? facts : [], spoken: speak, offered }
}
