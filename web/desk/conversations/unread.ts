import { useState } from 'react'
import { useDeskEvents } from '../parts/happening.tsx'

/** What the member's customers have said since their conversations were last looked at, and when they last spoke. */
export function useUnread(mine: readonly { id: string }[], chosen: string | undefined): { unread: ReadonlyMap<string, number>; spoke: ReadonlyMap<string, string> } {
  const [unread, setUnread] = useState<ReadonlyMap<string, number>>(new Map())
  const [spoke, setSpoke] = useState<ReadonlyMap<string, string>>(new Map())
  if (chosen !== undefined && unread.has(chosen)) setUnread(new Map([...unread].filter(([id]) => id !== chosen)))
  useDeskEvents(event => {
    if (event.type !== 'message') return
    const { handover, entry } = event
    if (entry.role === 'user') {
      setSpoke(before => new Map(before).set(handover, entry.at))
      if (handover !== chosen) setUnread(before => new Map(before).set(handover, (before.get(handover) ?? 0) + 1))
    }
    // Who was answered has nothing unread any more, wherever the answer was written.
    if (entry.role === 'agent') setUnread(before => new Map([...before].filter(([id]) => id !== handover)))
  })
  return { unread: new Map([...unread].filter(([id]) => mine.some(each => each.id === id))), spoke }
}
