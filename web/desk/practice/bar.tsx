import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { desk } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import classes from './bar.module.css'
import { words } from './words.ts'

/** How often it is asked whether the practice goes on, in milliseconds. */
const askEvery = 3_000
/** How high the bar is, in pixels. */
export const barHeight = 40

/** The member's practice, as it stands. */
export function usePractice() {
  return desk.useQuery('get', '/api/desk/practice', {}, { refetchInterval: askEvery, meta: { steady: true } })
}

/** Puts the word before the window's title, whatever the page shown calls itself. */
export function useTitled(word: string): void {
  useEffect(() => {
    const mark = `【${word}】`
    const put = () => { if (!document.title.startsWith(mark)) document.title = `${mark}${document.title.replace(/^【[^】]*】/, '')}` }
    put()
    const watching = new MutationObserver(put)
    watching.observe(document.head, { subtree: true, childList: true, characterData: true })
    return () => watching.disconnect()
  }, [word])
}

/** Over every page of a practice room: that it is practice, how it stands, and how it is ended. */
export function PracticeBar() {
  const { say, clock } = useSaying(words)
  const { data } = usePractice()
  const { mutate: end, isPending } = desk.useMutation('post', '/api/desk/practice/end', { onSuccess: ({ debrief }) => location.assign(`/desk/practice/${debrief}`) })
  useTitled(say('practice'))
  const room = data?.room
  const gone = room?.customers.filter(({ status }) => status === 'closed' || status === 'left').length ?? 0
  const all = room?.customers.length ?? 0
  return (
    <>
      <div className={classes['bar']} role="region" aria-label={say('practice')}>
        <strong className={classes['word']}>{say('practice')}</strong>
        <span className={classes['said']}>{say(all > 0 && gone === all ? 'allServed' : 'banner')}</span>
        <span style={{ marginInlineStart: 'auto', whiteSpace: 'nowrap' }} role="status">{room && `${say('served', { n: gone, of: all })} · ${say('endsAt', { time: clock(room.endsAt) })}`}</span>
        <Button size="compact-sm" color="dark" style={{ flexShrink: 0 }} loading={isPending} onClick={() => end({})}>{say('end')}</Button>
      </div>
      <div className={classes['border']} aria-hidden />
    </>
  )
}
