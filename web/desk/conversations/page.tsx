import { Box, Center, Stack, Text } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { useLocation, useParams } from 'wouter'
import { z } from 'zod/mini'
import { call, desk, RefusedError } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import { Told } from '../parts/told.tsx'
import { AlertChoice } from './alerts/alerts.tsx'
import { keptAlerts } from './alerts/kept.ts'
import { useSignals } from './alerts/signals.ts'
import classes from './page.module.css'
import { Queue } from './queue/queue.tsx'
import { openSieve, sift } from './queue/sifting.ts'
import { words as queueWords } from './queue/words.ts'
import { ShortcutHelp, useShortcuts } from './shortcuts.tsx'
import { Talk } from './talk/talk.tsx'
import { useOwed } from './owed.ts'
import { words } from './words.ts'

const given = z.object({ handover: z.optional(z.string()) })

/** Customers who wait, the conversations of who is signed in, and the one that is open. */
export default function Conversations() {
  const { say } = useSaying(words)
  const { inWords } = useSaying(queueWords)
  const { handover: chosen } = given.parse(useParams())
  const [, go] = useLocation()
  const [told, setTold] = useState<unknown>()
  const [sieve, setSieve] = useState(openSieve)
  const [alerts, setAlerts] = useState(keptAlerts)
  const { data, refetch, error } = desk.useQuery('get', '/api/desk/handovers')
  const lists = useMemo(() => ({ waiting: data?.waiting ?? [], mine: data?.mine ?? [], guest: data?.guest ?? [], messages: data?.messages ?? [] }), [data])
  const sifted = useMemo(() => ({ waiting: sift(lists.waiting, sieve, inWords), mine: sift(lists.mine, sieve, inWords), guest: sift(lists.guest, sieve, inWords), messages: sift(lists.messages, sieve, inWords) }), [lists, sieve, inWords])
  const { unread, awaiting } = useOwed(chosen)

  const open = (id: string | undefined) => {
    setTold(undefined)
    go(id === undefined ? '/conversations' : `/conversations/${id}`)
  }
  async function take(id: string): Promise<void> {
    setTold(undefined)
    try {
      await call.POST('/api/desk/handovers/{id}/take', { params: { path: { id } } })
      open(id)
    } catch (error) {
      if (error instanceof RefusedError && error.status === 409) open(undefined)
      setTold(error)
    }
    await refetch()
  }
  function move(by: 1 | -1): void {
    const ids = [...sifted.mine, ...sifted.guest, ...sifted.messages, ...sifted.waiting].map(({ id }) => id)
    const at = chosen === undefined ? (by === 1 ? -1 : 0) : ids.indexOf(chosen)
    const id = ids[(at + by + ids.length) % ids.length]
    if (id !== undefined) open(id)
  }
  useSignals({ alerts, waiting: lists.waiting, mine: lists.mine, chosen, onChosen: open })
  useShortcuts({ onNext: () => sifted.waiting[0] && void take(sifted.waiting[0].id), onMove: move })
  const calling = lists.waiting.length + [...unread.values()].reduce((sum, each) => sum + each, 0)
  // Who looks at another window sees by the title that somebody waits or has written.
  useEffect(() => { document.title = calling > 0 ? `(${calling}) ${say('conversations')}` : say('conversations') }, [calling, say])

  return (
    <Box className={classes['page']} data-open={chosen !== undefined}>
      <Queue lists={lists} sifted={sifted} sieve={sieve} present={data?.present ?? []} chosen={chosen} unread={unread} awaiting={awaiting} patience={data?.patience} onOpen={open} onSieve={setSieve} onTake={id => void take(id)}>
        <AlertChoice alerts={alerts} onAlerts={setAlerts} /><ShortcutHelp />
      </Queue>
      <Box component="section" className={classes['talk']} aria-label={say('conversation')}>
        {(told ?? error) ? <Box p="xs"><Told error={told ?? error} /></Box> : null}
        {chosen === undefined
          ? <Center h="100%" p="md"><Stack gap={4} align="center"><Text size="lg">{say('choose')}</Text><Text c="dimmed" size="sm">{say('chooseHint')}</Text></Stack></Center>
          : <Talk key={chosen} id={chosen} onTake={() => void take(chosen)} onLeave={() => open(undefined)} />}
      </Box>
    </Box>
  )
}
