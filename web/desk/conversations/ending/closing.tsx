import { Button, Loader, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { lazy, Suspense, useState } from 'react'
import { desk } from '../../call/desk.ts'
import { useSaying } from '../../parts/language.tsx'
import { Told } from '../../parts/told.tsx'
import { keepDraft } from '../reply/drafts.ts'
import { replyBox } from '../shortcuts.tsx'
import { words } from './words.ts'

const WrapUp = lazy(() => import('./wrap-up.tsx').then(({ WrapUp: shown }) => ({ default: shown })))

/** Ends the conversation with its wrap-up; it cannot end while a step that its enquiry needs is missing (M1.1c). */
export function Closing({ id, enquiry, onClosed }: { id: string; enquiry: string; onClosed(): void }) {
  const { say, locale } = useSaying(words)
  const [opened, { open, close }] = useDisclosure()
  const { data, error } = desk.useQuery('get', '/api/desk/handovers/{id}/wrap-up', { params: { path: { id }, query: { language: locale } } }, { enabled: opened, staleTime: 0 })
  /** The agent goes on writing to the customer: the focus goes there, and not to the button that was pressed. */
  const [goesBack, setGoesBack] = useState(false)
  const onGone = () => { if (goesBack) document.getElementById(replyBox)?.focus() }
  return (
    <>
      <Button variant="default" size="xs" onClick={() => { setGoesBack(false); open() }} aria-haspopup="dialog">{say('close')}</Button>
      <Modal opened={opened} onClose={close} returnFocus={!goesBack} onExitTransitionEnd={onGone} title={say('close')} closeButtonProps={{ 'aria-label': say('dismiss') }}>
        <Told error={error} />
        <Suspense fallback={<Loader aria-label={say('loading')} />}>
          {data && <WrapUp id={id} enquiry={enquiry} standing={data} onCancel={close} onClosed={() => { keepDraft(id, ''); keepDraft(`${id}.note`, ''); onClosed() }} onBack={() => { setGoesBack(true); close() }} />}
        </Suspense>
      </Modal>
    </>
  )
}
