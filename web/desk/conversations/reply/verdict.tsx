import { Box, Text } from '@mantine/core'
import type { Schema } from '../../call/desk.ts'
import { useSaying } from '../../parts/language.tsx'
import { gateReason } from '../../parts/reason.ts'
import classes from './reply.module.css'
import { words } from './words.ts'

/** What stands open in a canned reply. */
const openPlaces = (text: string): string[] => [...text.matchAll(/\{(?:customer|agent|product)\}/g)].map(([place]) => place)

/** What is put behind a text; all of it where the text itself changes. */
const addition = (text: string, sends: string): string => sends.startsWith(text.trim()) ? sends.slice(text.trim().length).trim() : sends

/** Says, while the agent writes, what the gate would do. It is read out when the verdict changes, not with each word. */
export function VerdictOn({ text, verdict }: { text: string; verdict: Schema<'DraftVerdict'> | undefined }) {
  const { say } = useSaying(words)
  const open = openPlaces(text)
  const state = text.trim() === '' ? undefined : verdict?.verdict
  const added = verdict?.verdict === 'amend' ? addition(text, verdict.sends) : ''
  return (
    <>
      <div className="only-heard" role="status">{state === 'stop' ? `${say('willStop')}: ${verdict?.reasons.map(gateReason).join(' ') ?? ''}` : state === 'amend' ? say('goesWith') : state === 'send' ? say('canSend') : ''}</div>
      {state === 'stop' && (
        <Box className={classes['verdict']} data-verdict="stop">
          <Text span size="xs" fw={700}>✕ {say('willStop')}</Text>
          <ul className="plain">{verdict?.reasons.map(reason => <Text key={reason} component="li" size="xs">{gateReason(reason)}</Text>)}</ul>
        </Box>
      )}
      {state === 'amend' && (
        <Box className={classes['verdict']} data-verdict="amend" tabIndex={0}>
          <Text span size="xs" fw={700}>＋ {say('willAdd')}</Text>
          <Text size="xs" style={{ whiteSpace: 'pre-wrap' }}>{added}</Text>
        </Box>
      )}
      {state === 'send' && open.length === 0 && <Text size="xs" c="dimmed" aria-hidden>✓ {say('canSend')}</Text>}
      {open.length > 0 && <Text size="xs" c="orange" fw={600}>{say('openPlaces', { n: open.join(' ') })}</Text>}
    </>
  )
}
