import { locales } from '../../shared/locale.ts'
import { call } from '../call/desk.ts'
import type { Choice, Step } from '../parts/asking/asking.tsx'
import type { Saying } from '../parts/language.tsx'
import type { Word } from './words.ts'

const channels = ['phone', 'letter', 'branch', 'e-mail', 'regulator'] as const

/** The step that accepts a complaint from outside the chat; `onOpened` gets its number. */
export function openingStep({ say, inWords, colleagues, onOpened }: { say: Saying<Word>['say']; inWords(value: string): string; colleagues: readonly Choice[]; onOpened(number: string): void }): Step {
  const choices = (values: readonly string[]) => values.map(value => ({ value, label: inWords(value) }))
  return {
    title: say('openNew'), explained: say('openExplained'),
    fields: [
      { name: 'channel', label: say('in-channel'), kind: 'choice', choices: choices(channels) }, { name: 'reference', label: say('reference'), hint: say('referenceHint'), kind: 'line' },
      { name: 'what', label: say('whatHappened'), kind: 'text' }, { name: 'amount', label: say('amount'), kind: 'number', from: 0, to: 1e12, optional: true },
      { name: 'concerned', label: say('concernedStaff'), kind: 'choices', choices: colleagues, optional: true }, { name: 'language', label: say('customerLanguage'), kind: 'choice', choices: choices(locales) },
    ],
    async take(given) {
      const amount = given.one('amount')
      const { data } = await call.POST('/api/desk/cases', {
        body: {
          channel: channels.find(each => each === given.one('channel')) ?? 'phone', reference: given.one('reference'), what: given.one('what'), concerned: given.all('concerned'),
          language: locales.find(each => each === given.one('language')) ?? 'zh-Hans', ...(amount === '' ? {} : { amount: Number(amount) }),
        },
      })
      if (data) onOpened(data.case.number)
    },
  }
}
