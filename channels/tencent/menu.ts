import type { ChoiceId } from '../channel.ts'

/** The id under which an answer stands in a menu; it comes back when it is tapped. */
export const menuId = ({ sequence, index }: ChoiceId) => `${sequence}-${index}`

/** The answer that an id of ours names; nothing for another's. */
export function choiceOf(id: string | undefined): { choice?: ChoiceId } {
  const [, sequence, index] = /^(\d{1,8})-(\d{1,2})$/.exec(id ?? '') ?? []
  return sequence === undefined ? {} : { choice: { sequence: Number(sequence), index: Number(index) } }
}
