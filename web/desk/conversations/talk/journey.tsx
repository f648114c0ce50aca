import { Badge, Box, Button, Group, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call, type Schema } from '../../call/desk.ts'
import { useSaying } from '../../parts/language.tsx'
import { Told } from '../../parts/told.tsx'
import type { Entry } from './grouping.ts'
import { journeyWords } from './journey-words.ts'
import classes from './talk.module.css'

type Step = Schema<'JourneyEntry'>
const spoken = /^(customer|bot|agent)\.message$/
const pageLength = 100
/** Where the pages begin: with the last one. */
const latest: number | undefined = undefined

/** The page that ends before a place of the log; the last one where none is given. */
async function pageOf(handover: string, before: number | undefined, signal: AbortSignal): Promise<Schema<'JourneyPage'>> {
  const { data } = await call.GET('/api/desk/handovers/{id}/journey', { params: { path: { id: handover }, query: { limit: pageLength, ...(before === undefined ? {} : { before }) } }, signal })
  if (!data) throw new Error('No page of the journey')
  return data
}

/** What is shown of a way: messages, and what has words of its own. */
const isTold = ({ kind }: Step, inWords: (value: string) => string) => spoken.test(kind) || inWords(kind) !== kind

function StepLine({ step: { kind, role, name, at, channel, text } }: { step: Step }) {
  const { inWords, time } = useSaying(journeyWords)
  const who = role === 'system' ? '' : name || inWords(role)
  return (
    <li className={classes['step']} data-speaker={role}>
      <Text span size="xs" c="dimmed">{[who, time(at), inWords(channel)].filter(Boolean).join(' · ')}</Text>
      {spoken.test(kind) ? <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{text}</Text> : <Text size="sm" c="dimmed">{inWords(kind)}</Text>}
    </li>
  )
}

function EnquiryHead({ of: { topic, status, outcome, openedAt, owner, served, cases, survey } }: { of: Schema<'JourneyEnquiry'> }) {
  const { say, inWords, day } = useSaying(journeyWords)
  return (
    <Group gap={6} mt="sm" mb={4}>
      <Text component="h3" size="sm" fw={600} m={0}>{say('enquiryOf', { day: day(openedAt) })}{topic && ` · ${topic}`}</Text>
      <Badge size="xs" variant="light" tt="none">{say(status === 'open' ? 'open' : 'closed')}{outcome && ` · ${inWords(outcome)}`}</Badge>
      <Text span size="xs" c="dimmed">{say('owner')}: {owner.name}{served.length > 0 && ` · ${say('served')}: ${served.map(({ name }) => name).join('、')}`}{survey !== null && ` · ${say('survey', { n: survey })}`}</Text>
      {cases.map(({ number, status: stage }) => <Badge key={number} size="xs" color="orange" variant="light" tt="none" c="light-dark(#7a3e00, var(--mantine-color-orange-3))">{say('complaint')} {number} · {inWords(stage)}</Badge>)}
    </Group>
  )
}

/** The customer's way up to what the conversation shows, over all channels and earlier enquiries, fetched from the latest back. */
export function Journey({ handover, transcript }: { handover: string; transcript: readonly Entry[] }) {
  const { say, inWords } = useSaying(journeyWords)
  const [asked, setAsked] = useState(false)
  const { data, error, hasNextPage, fetchNextPage, isFetching } = useInfiniteQuery({
    queryKey: ['get', '/api/desk/handovers/{id}/journey', handover], enabled: asked, meta: { steady: true },
    queryFn: ({ pageParam, signal }) => pageOf(handover, pageParam, signal), initialPageParam: latest, getNextPageParam: ({ before }) => before ?? undefined,
  })
  const shown = new Set(transcript.map(({ at, sequence }) => `${at} ${sequence}`))
  const steps = (data?.pages ?? []).toReversed().flatMap(page => page.entries).filter(step => !shown.has(`${step.at} ${step.sequence ?? ''}`) && isTold(step, inWords))
  const enquiries = new Map((data?.pages ?? []).flatMap(page => page.enquiries).map(enquiry => [enquiry.id, enquiry]))
  const parts = [...Map.groupBy(steps, ({ enquiry }) => enquiry)]
  const more = !asked || hasNextPage
  return (
    <Box component="section" aria-label={say('journey')} className={classes['journey']}>
      <Group justify="center">
        {more && <Button size="compact-sm" variant="default" loading={isFetching} onClick={() => asked ? void fetchNextPage() : setAsked(true)}>{say(asked ? 'earlier' : 'showJourney')}</Button>}
        {asked && !more && !isFetching && <Text size="xs" c="dimmed">{say('begins')}</Text>}
      </Group>
      <Told error={error} />
      {parts.map(([id, list]) => {
        const enquiry = enquiries.get(id)
        return <div key={id}>{enquiry && <EnquiryHead of={enquiry} />}<ol className="plain">{list.map(step => <StepLine key={step.seq} step={step} />)}</ol></div>
      })}
    </Box>
  )
}
