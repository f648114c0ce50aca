import { Badge, Box, Button, Group, Loader, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import { RefusedError } from '../../call/desk.ts'
import { useSaying } from '../../parts/language.tsx'
import { useMember } from '../../parts/member.tsx'
import { Told } from '../../parts/told.tsx'
import { Called } from '../calling/called.tsx'
import { Closing } from '../ending/closing.tsx'
import { Actions } from '../passing/actions.tsx'
import { Standing } from '../passing/standing.tsx'
import { Composer } from '../reply/composer.tsx'
import type { Insert } from '../reply/reply.tsx'
import { Suggestions } from '../reply/suggestions.tsx'
import { Collision } from './collision.tsx'
import { useDeliveries } from './deliveries.ts'
import { Facts } from './facts.tsx'
import { useReadUpTo, useTalk } from './live.ts'
import { useOthers } from './others.ts'
import { Side } from './side.tsx'
import classes from './talk.module.css'
import { Transcript } from './transcript.tsx'
import { words } from './words.ts'

/** One conversation with a customer: what was said, what is known, and the reply where it is the member's own. */
export function Talk({ id, onTake, onLeave }: { id: string; onTake(): void; onLeave(): void }) {
  const { say, inWords } = useSaying(words)
  const { role } = useMember()
  const { detail, error, types } = useTalk(id)
  const { others, onWriting } = useOthers(id)
  // Words among colleagues have no place among the messages.
  const last = Math.max(0, ...detail?.transcript.map(({ sequence }) => sequence) ?? [])
  const deliveries = useDeliveries(id, last)
  useReadUpTo(id, last)
  const [sideOpened, { open: openSide, close: closeSide }] = useDisclosure()
  const insert = useRef<Insert>(() => undefined)
  const gone = error instanceof RefusedError && (error.status === 403 || error.status === 404)
  useEffect(() => { if (gone) onLeave() }, [gone, onLeave])
  if (!detail) return error && !gone ? <Box p="sm"><Told error={error} /></Box> : <Loader m="auto" aria-label={say('loading')} />
  const { handover, transcript, part, guests, offer, lacking } = detail
  const wantsCall = handover.status === 'left' && handover.reason === 'call-back'
  const isMine = part === 'serving' && handover.status === 'active'
  const writes = handover.status === 'active' && (part === 'serving' || part === 'joined')
  const lastWord = transcript.findLast(({ role }) => role === 'user')?.id ?? ''
  const facts = { name: 'facts', label: say('customer'), content: <Facts detail={detail} /> }
  const onInsert = (text: string) => {
    closeSide()
    insert.current(text)
  }
  return (
    <div className={classes['opened']}>
      <div className={classes['words']}>
        <Group className={classes['head']} px="sm" py={6} gap="xs">
          <Button className={classes['back']} variant="default" size="xs" onClick={onLeave} style={{ flexShrink: 0 }}>{say('back')}</Button>
          <Title order={2} size="h6">{inWords(handover.reason)}</Title>
          {handover.urgent && <Badge color="red" size="sm" style={{ flexShrink: 0 }}>{say('urgent')}</Badge>}
          <Badge variant="light" size="sm" tt="none" style={{ flexShrink: 0 }}>{inWords(handover.language)}</Badge>
          <Badge variant="default" size="sm" tt="none" visibleFrom="sm" style={{ flexShrink: 0 }}>{inWords(handover.channel)}</Badge>
          <Group gap="xs" ml="auto" justify="flex-end">
            <Button className={classes['showSide']} variant="default" size="xs" onClick={openSide} aria-haspopup="dialog">{say('details')}</Button>
            <Actions handover={handover} part={part} onLeave={onLeave} />
            {isMine && <Closing id={id} enquiry={handover.enquiry} onClosed={onLeave} />}
          </Group>
        </Group>
        <Collision others={others} />
        <Standing id={id} serves={isMine} offer={offer} guests={guests} lacking={lacking} />
        <Transcript entries={transcript} label={`${inWords(handover.reason)} · ${inWords(handover.language)}`} place={{ handover: id, mayOpen: role !== 'auditor', deliveries }} />
        <Text role="status" size="xs" c="dimmed" px="sm" mih="1.2rem">{types ? say('customerTypes') : ''}</Text>
        {(handover.status === 'waiting' || handover.status === 'left') && (
          <Group p="sm" gap="xs">
            <Text size="sm" c="dimmed" mr="auto">{say(wantsCall ? 'wantsCall' : 'readOnly')}</Text>
            <Button variant={wantsCall ? 'default' : 'filled'} onClick={onTake}>{say(handover.status === 'left' ? 'takeMessage' : 'take')}</Button>
            {wantsCall && <Called id={id} onReached={onLeave} />}
          </Group>
        )}
        {handover.status === 'active' && !writes && <Text size="xs" c="dimmed" px="sm" pb={6}>{say('served')}</Text>}
        {handover.status === 'active' && <Composer id={id} writes={writes} mayNote={role !== 'auditor' && role !== 'compliance'} language={handover.language} lastWord={lastWord} seen={last} insert={insert} onWriting={onWriting} />}
      </div>
      <Side opened={sideOpened} onClose={closeSide} parts={writes ? [{ name: 'suggestions', label: say('suggestions'), content: <Suggestions id={id} lastWord={lastWord} onInsert={onInsert} /> }, facts] : [facts]} />
    </div>
  )
}
