import { Box, Center, Stack, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useLocation, useParams } from 'wouter'
import { z } from 'zod/mini'
import { call, desk, RefusedError } from '../call/desk.ts'
import { useDeskEvents } from '../parts/happening.tsx'
import { useSaying } from '../parts/language.tsx'
import { Told } from '../parts/told.tsx'
import classes from './page.module.css'
import { Queue } from './queue.tsx'
import { useShortcuts } from './shortcuts.tsx'
import { Talk } from './talk.tsx'
import { words } from './words.ts'

const given = z.object({ handover: z.optional(z.string()) })

/** Customers who wait, the conversations of who is signed in, and the one that is open. */
export default function Conversations() {
  const { say } = useSaying(words)
  const { handover: chosen } = given.parse(useParams())
  const [, go] = useLocation()
  const [told, setTold] = useState<unknown>()
  /** Conversations of mine with something not yet seen. */
  const [news, setNews] = useState<ReadonlySet<string>>(new Set())
  const { data: lists, refetch, error } = desk.useQuery('get', '/api/desk/handovers')
  const { waiting = [], mine = [], messages = [] } = lists ?? {}

  const open = (id: string | undefined) => {
    setTold(undefined)
    setNews(before => new Set([...before].filter(each => each !== id)))
    go(id === undefined ? '/conversations' : `/conversations/${id}`)
  }
  async function take(id: string): Promise<void> {
    setTold(undefined)
    try {
      await call.POST('/api/desk/handovers/{id}/take', { params: { path: { id } }, body: {} })
      open(id)
    } catch (error) {
      if (error instanceof RefusedError && error.status === 409) open(undefined)
      setTold(error)
    }
    await refetch()
  }
  function move(by: 1 | -1): void {
    const ids = [...waiting, ...mine, ...messages].map(({ id }) => id)
    const at = chosen === undefined ? -1 : ids.indexOf(chosen)
    const id = ids[(at + by + ids.length) % ids.length]
    if (id !== undefined) open(id)
  }
  useDeskEvents(event => {
    if (event.type === 'message' && event.entry.role === 'user' && event.handover !== chosen) setNews(before => new Set([...before, event.handover]))
  })
  useShortcuts({ onNext: () => waiting[0] && void take(waiting[0].id), onMove: move })
  // Who looks at another window sees by the title that somebody waits.
  useEffect(() => { document.title = waiting.length > 0 ? `(${waiting.length}) ${say('conversations')}` : say('conversations') }, [waiting.length, say])

  return (
    <Box className={classes['page']} data-open={chosen !== undefined}>
      <Queue lists={lists} chosen={chosen} news={news} onOpen={open} onTake={id => void take(id)} />
      <Box component="section" className={classes['talk']} aria-label={say('conversation')}>
        {(told ?? error) ? <Box p="xs"><Told error={told ?? error} /></Box> : null}
        {chosen === undefined
          ? <Center h="100%" p="md"><Stack gap={4} align="center"><Text size="lg">{say('choose')}</Text><Text c="dimmed" size="sm">{say('chooseHint')}</Text></Stack></Center>
          : <Talk key={chosen} id={chosen} onTake={() => void take(chosen)} onLeave={() => open(undefined)} />}
      </Box>
    </Box>
  )
}
