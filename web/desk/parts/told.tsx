import { Alert } from '@mantine/core'
import { RefusedError } from '../call/desk.ts'
import { useLacking } from './lacking/lacking.ts'
import { useSaying } from './language.tsx'
import { gateReason } from './reason.ts'
import { shellWords } from '../words.ts'

/** Says what kept something from being done, and what to do; read out as it appears. Nothing where there is no error. */
export function Told({ error }: { error: unknown }) {
  const { say, inWords } = useSaying(shellWords)
  const inLack = useLacking()
  if (!error) return null
  const refused = error instanceof RefusedError
  const saidOf = ({ code, message }: RefusedError) => inWords(`refused-${code}`) === `refused-${code}` ? message : inWords(`refused-${code}`)
  return (
    <Alert role="alert" color="red" variant="light" p="xs" title={refused ? saidOf(error) : say('failed')}>
      {refused && error.reasons.length > 0 && <ul className="plain">{error.reasons.map(reason => <li key={reason}>{inWords(`missing-${reason}`) === `missing-${reason}` ? gateReason(inLack([reason])) : inWords(`missing-${reason}`)}</li>)}</ul>}
    </Alert>
  )
}
