import { Center, SegmentedControl } from '@mantine/core'
import { useEffect, useEffectEvent, useState } from 'react'
import { useSaying } from '../../parts/language.tsx'
import { Lock } from '../../parts/lock.tsx'
import { replyBox } from '../shortcuts.tsx'
import { draftOf, keepDraft } from './drafts.ts'
import { Note } from './note.tsx'
import classes from './reply.module.css'
import { Reply, type ReplyProps } from './reply.tsx'
import { words } from './words.ts'

/** Where the agent writes: to the customer or, plainly different, to colleagues. Whoever does not serve the customer writes to colleagues only. */
export function Composer({ writes, mayNote, ...reply }: ReplyProps & { /** The member may write to the customer. */ writes: boolean; mayNote: boolean }) {
  const { say } = useSaying(words)
  const [chosen, choose] = useState<'customer' | 'colleagues'>('customer')
  const audience = writes ? (mayNote ? chosen : 'customer') : 'colleagues'
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.code !== 'KeyM' || !event.altKey || event.ctrlKey || event.metaKey || !writes || !mayNote) return
    event.preventDefault()
    choose(chosen === 'customer' ? 'colleagues' : 'customer')
    requestAnimationFrame(() => document.getElementById(replyBox)?.focus())
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => pressed(event)
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  const insertThere = useEffectEvent((text: string) => {
    // What is suggested is for the customer, wherever the agent writes just now.
    keepDraft(reply.id, [draftOf(reply.id), text].filter(Boolean).join('\n'))
    choose('customer')
  })
  useEffect(() => { if (audience === 'colleagues') reply.insert.current = text => insertThere(text) })
  if (!writes && !mayNote) return null
  return (
    <div className={classes['reply']} data-audience={audience}>
      {writes && mayNote && (
        <SegmentedControl fullWidth size="xs" mb={6} aria-label={say('audience')} value={audience} onChange={value => choose(value)} color={audience === 'colleagues' ? 'violet' : 'brand'}
          data={[{ value: 'customer', label: say('toCustomer') }, { value: 'colleagues', label: <Center style={{ gap: 6 }}><Lock />{say('toColleagues')}</Center> }]} />
      )}
      {audience === 'customer' ? <Reply {...reply} /> : <Note id={reply.id} as={writes ? 'note' : 'whisper'} />}
    </div>
  )
}
