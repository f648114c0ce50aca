import { Button, Dialog, Group, Kbd, Progress, Stack, Text } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { nowThere } from '../call/clock.ts'
import { desk, type Schema } from '../call/desk.ts'
import { keptAlerts } from '../conversations/alerts/kept.ts'
import { signal } from '../conversations/alerts/signal.ts'
import { useSaying } from '../parts/language.tsx'
import { Lock } from '../parts/lock.tsx'
import { Told } from '../parts/told.tsx'
import { words } from './words.ts'

type Offer = Schema<'Offer'>
const drawEvery = 250
/** An offer counts as going on for so long after the page's clock says it is over: the clocks may differ. */
const grace = 2_000

const isWriting = () => document.activeElement instanceof HTMLInputElement || document.activeElement instanceof HTMLTextAreaElement

/**
 * One customer who is offered, for as long as the offer lasts. It stands in a corner and takes the focus only from who does not
 * write just then: what is typed must not answer it.
 */
function OfferCard({ offer, about }: { offer: Offer; about: Schema<'Handover'> | undefined }) {
  const { say, inWords } = useSaying(words)
  const queries = useQueryClient()
  const [, go] = useLocation()
  const [now, setNow] = useState(nowThere)
  const card = useRef<HTMLDivElement>(null)
  const begun = useRef(nowThere())
  useInterval(() => setNow(nowThere()), drawEvery, { autoInvoke: true })
  const { mutate, error, isPending } = desk.useMutation('post', '/api/desk/handovers/{id}/offer/answer', {
    onSuccess(_, { body }) { if (body.accept) go(`/conversations/${offer.handover}`) },
    onSettled: () => queries.invalidateQueries({ queryKey: ['get', '/api/desk/handovers'] }),
  })
  const answer = (accept: boolean) => { if (!isPending) mutate({ params: { path: { id: offer.handover } }, body: { accept } }) }
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || (event.code !== 'KeyA' && event.code !== 'KeyD')) return
    event.preventDefault()
    answer(event.code === 'KeyA')
  })
  const said = offer.why === 'transfer' ? say('offeredTransfer', { name: offer.by?.name ?? '' }) : say(offer.why === 'owner' ? 'offeredOwner' : offer.why === 'certificate' ? 'offeredCertificate' : 'offered')
  const begin = useEffectEvent(() => {
    signal(keptAlerts(), { said, tag: `offer-${offer.handover}`, urgent: about?.urgent ?? false, onChosen: () => card.current?.focus() })
    if (!isWriting()) card.current?.focus()
  })
  useEffect(() => {
    begin()
    const onKey = (event: KeyboardEvent) => pressed(event)
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  const left = Math.max(0, Date.parse(offer.until) - now)
  const whole = Math.max(1, Date.parse(offer.until) - begun.current)
  const matter = about && [inWords(about.reason), about.urgent ? say('urgent') : '', inWords(about.language), inWords(about.channel)].filter(Boolean).join(' · ')
  return (
    <div ref={card} role="alertdialog" aria-labelledby="offer-title" aria-describedby="offer-matter" tabIndex={-1} onKeyDown={event => { if (event.key === 'Escape') answer(false) }}>
      <Stack gap={6}>
        <Text id="offer-title" fw={700} size="sm">{said}</Text>
        <div id="offer-matter">
          {matter && <Text size="sm">{matter}</Text>}
          {about?.summary && <Text size="sm" c="dimmed" lineClamp={2}>{about.summary}</Text>}
          {offer.note !== null && <Text size="sm" lineClamp={4} style={{ color: 'light-dark(var(--mantine-color-violet-9), var(--mantine-color-violet-2))' }}><Lock /> {offer.note}</Text>}
        </div>
        <Group gap={6} wrap="nowrap"><Progress value={left / whole * 100} flex={1} size="sm" aria-hidden /><Text size="xs" style={{ fontVariantNumeric: 'tabular-nums' }}>{say('seconds', { n: Math.ceil(left / 1000) })}</Text></Group>
        <Told error={error} />
        <Group gap="xs"><Button size="xs" loading={isPending} onClick={() => answer(true)} aria-keyshortcuts="Alt+A">{say('accept')}</Button><Button size="xs" variant="default" disabled={isPending} onClick={() => answer(false)} aria-keyshortcuts="Alt+D">{say('decline')}</Button></Group>
        <Text size="xs" c="dimmed"><Kbd size="xs">Alt A</Kbd> <Kbd size="xs">Alt D</Kbd></Text>
        <div className="only-heard" role="alert">{said}. {matter} {say('keys')}</div>
      </Stack>
    </div>
  )
}

/** Customers who are offered to the member, one after the other, on whatever page they are. */
export function Offers() {
  const { say } = useSaying(words)
  const { data } = desk.useQuery('get', '/api/desk/handovers')
  const [now, setNow] = useState(nowThere)
  useInterval(() => setNow(nowThere()), grace, { autoInvoke: true })
  const offer = data?.offers.find(({ until }) => Date.parse(until) + grace > now)
  return (
    <Dialog opened={offer !== undefined} position={{ bottom: 16, left: 8 }} size={304} p="sm" radius="md" withBorder shadow="xl" aria-label={say('offered')} transitionProps={{ duration: 0 }}>
      {offer && <OfferCard key={`${offer.handover} ${offer.until}`} offer={offer} about={data?.offered.find(({ id }) => id === offer.handover)} />}
    </Dialog>
  )
}
