import { Button } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../call/desk.ts'
import { Asking, type Step } from '../../parts/asking/asking.tsx'
import { useSaying } from '../../parts/language.tsx'
import { useReadAgain } from '../../parts/reading.ts'
import { words } from './words.ts'

const results = ['reached', 'not-reached', 'wrong-number'] as const
const isResult = (value: string): value is (typeof results)[number] => results.some(each => each === value)

/** Notes a call to a customer who asked for one. Who was reached leaves the list, the others stay on it. */
export function Called({ id, onReached }: { id: string; onReached(): void }) {
  const { say } = useSaying(words)
  const readAgain = useReadAgain()
  const [opened, setOpened] = useState(false)
  const step: Step = {
    title: say('call'), explained: say('explained'),
    fields: [{ name: 'result', label: say('result'), kind: 'choice', choices: results.map(value => ({ value, label: say(value) })) }, { name: 'text', label: say('text'), kind: 'text' }],
    async take(given) {
      const result = given.one('result')
      await call.POST('/api/desk/handovers/{id}/calls', { params: { path: { id } }, body: { result: isResult(result) ? result : 'not-reached', text: given.one('text') } })
      if (result === 'reached') onReached()
      await readAgain()
    },
  }
  return (
    <>
      <Button onClick={() => setOpened(true)} aria-haspopup="dialog">{say('call')}</Button>
      {opened && <Asking step={step} onClose={() => setOpened(false)} />}
    </>
  )
}
