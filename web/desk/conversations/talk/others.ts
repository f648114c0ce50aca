import { useEffect, useRef, useState } from 'react'
import { call } from '../../call/desk.ts'
import { useDeskEvents } from '../../parts/happening.tsx'
import { useMember } from '../../parts/member.tsx'

export type Other = { id: string; name: string; writing: boolean }

/** That the member looks is said again this often; that they write, at most so often. In milliseconds. */
const [lookingEvery, writingEvery] = [10_000, 3_000]

/** Which colleagues look at a conversation or write in it; tells them that the member does. */
export function useOthers(id: string): { others: readonly Other[]; onWriting(): void } {
  const me = useMember().id
  const [others, setOthers] = useState<readonly Other[]>([])
  const told = useRef(0)
  useEffect(() => {
    let left = false
    // What is said by a page that closes has to outlive it.
    const say = (doing: 'looking' | 'gone') => call.POST('/api/desk/handovers/{id}/looking', { params: { path: { id } }, body: { doing }, keepalive: true })
    // A moment's presence that is not heard of is told again soon.
    const look = () => void say('looking').then(({ data }) => { if (!left && data) setOthers(data.others.filter(other => other.id !== me)) }).catch(() => undefined)
    const leave = () => void say('gone').catch(() => undefined)
    look()
    const timer = setInterval(look, lookingEvery)
    addEventListener('pagehide', leave)
    return () => {
      left = true
      clearInterval(timer)
      removeEventListener('pagehide', leave)
      leave()
    }
  }, [id, me])
  useDeskEvents(event => {
    if (event.type !== 'looking' || event.handover !== id || event.by.id === me) return
    const { by, doing } = event
    setOthers(before => [...before.filter(other => other.id !== by.id), ...(doing === 'gone' ? [] : [{ ...by, writing: doing === 'writing' }])])
  })
  return {
    others,
    onWriting() {
      if (Date.now() - told.current < writingEvery) return
      told.current = Date.now()
      call.POST('/api/desk/handovers/{id}/looking', { params: { path: { id } }, body: { doing: 'writing' } }).catch(() => undefined)
    },
  }
}
