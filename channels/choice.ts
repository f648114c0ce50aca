import type { ChoiceId } from './channel.ts'

/** The name of an answer as a provider gives it back when the answer is tapped: short, and nothing of what it says. */
export const choiceName = ({ sequence, index }: ChoiceId): string => `${sequence}.${index}`

/** The answer that was tapped, as part of what the customer did; nothing where the name is none of ours. */
export function chosen(name: string | undefined): { choice?: ChoiceId } {
  const choice = choiceNamed(name)
  return choice ? { choice } : {}
}

/** Which answer a name stands for; undefined where it is none of ours. */
export function choiceNamed(name: string | undefined): ChoiceId | undefined {
  const [, sequence, index] = /^(\d{1,9})\.(\d{1,3})$/.exec(name ?? '') ?? []
  return sequence === undefined || index === undefined ? undefined : { sequence: Number(sequence), index: Number(index) }
}
