import { made } from '../shared/dom.ts'
import type { Word } from './words.ts'

/** What a step asks for: a text, a number, a day, or one of some values. */
type Field = { name: string; word: Word; kind: 'text' | 'number' | 'date' } | { name: string; word: Word; kind: 'choice'; values: readonly string[]; optional?: boolean }
export type Choices = { causes: readonly string[]; measures: readonly { id: string; what: string }[] }

const text = (name: string, word: Word): Field => ({ name, word, kind: 'text' })
const choice = (name: string, word: Word, values: readonly string[], optional = false): Field => ({ name, word, kind: 'choice', values, optional })
const via = choice('via', 'via', ['letter', 'phone', 'branch', 'e-mail'], true)
const clock = choice('clock', 'clock', ['first-investigation', 'answer'])

/** The steps that the page offers, each with what it asks for. */
export const stepsWith = ({ causes, measures }: Choices): Partial<Record<Word, readonly Field[]>> => ({
  begin: [], investigated: [text('finding', 'finding')], decide: [choice('decision', 'decision', ['upheld', 'partly-upheld', 'not-upheld', 'withdrawn']), text('reasons', 'reasons')],
  answer: [text('text', 'text'), via], 'name-cause': [choice('cause', 'cause', causes)], feedback: [{ name: 'score', word: 'score', kind: 'number' }],
  'set-measure': [text('what', 'measure'), { name: 'due', word: 'due_', kind: 'date' }], 'finish-measure': [choice('measure', 'measure', measures.map(each => each.id)), text('result', 'result')],
  close: [], archive: [], reopen: [text('reason', 'reason')], 'request-extension': [{ name: 'days', word: 'days', kind: 'number' }, text('reason', 'reason')],
  'decide-extension': [choice('granted', 'granted', ['true', 'false']), via], pause: [clock, choice('reason', 'reason', ['customer-documents', 'outside-expert', 'court-or-regulator', 'force-majeure'])], resume: [clock],
  escalate: [text('reason', 'reason')], note: [text('text', 'text')],
})

/** The inputs of a step. `inWords` gives a value in the page's language. */
export function drawn(fields: readonly Field[], { measures }: Choices, inWords: (value: string) => string): HTMLElement[] {
  return fields.map(field => {
    const input = field.kind === 'choice' ? made('select', '') : field.kind === 'text' ? made('textarea', '') : made('input', '')
    input.name = field.name
    input.required = field.kind !== 'choice' || field.optional !== true
    if (input instanceof HTMLInputElement) input.type = field.kind
    if (field.kind === 'choice' && input instanceof HTMLSelectElement) {
      const named = (value: string) => measures.find(each => each.id === value)?.what ?? inWords(value)
      input.append(...(field.optional ? [new Option(inWords('chat'), '')] : []), ...field.values.map(value => new Option(named(value), value)))
    }
    return made('label', '', made('span', '', inWords(field.word)), input)
  })
}

/** What was filled in, as the API takes it. */
export function filled(fields: readonly Field[], form: FormData): Record<string, unknown> {
  return Object.fromEntries(fields.flatMap(({ name, kind }) => {
    const given = String(form.get(name) ?? '')
    if (given === '') return []
    return [[name, kind === 'number' ? Number(given) : name === 'granted' ? given === 'true' : given]]
  }))
}
