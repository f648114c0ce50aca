import { answerWith } from './answer.ts'
import { askWhich } from './clarify.ts'
import type { Flow } from './dialog.ts'

/** The answer to the question, or to each of several asked in one message; what is not clear among them is asked back. */
export const answer: Flow = dialog => {
  const { understood, intent } = dialog
  if (!understood || understood.decision !== 'answer') return false
  const { questions, open } = understood
  if (questions.length === 0 || (questions.length === 1 && !open)) return answerWith(dialog, intent)
  const answered = questions.filter(({ intent: topic }) => answerWith(dialog, topic))
  const asked = open !== undefined && askWhich(dialog, open.intents)
  return answered.length > 0 || asked
}
