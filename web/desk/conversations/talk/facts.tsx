import { Box, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Schema } from '../../call/desk.ts'
import { useSaying } from '../../parts/language.tsx'
import { words } from './words.ts'

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return <Box mb="xs"><Text component="dt" size="xs" c="dimmed">{name}</Text><Text component="dd" m={0} size="sm" style={{ overflowWrap: 'anywhere' }}>{children}</Text></Box>
}

/** What is known of the customer's enquiry. */
export function Facts({ detail: { handover, customer } }: { detail: { handover: Schema<'Handover'>; customer: Schema<'Customer'> } }) {
  const { say, inWords, time } = useSaying(words)
  const several = (lines: readonly string[]) => lines.length === 0 ? say('nothing') : <ul className="plain">{lines.map(line => <li key={line}>{line}</li>)}</ul>
  return (
    <>
      <Title order={3} size="h6" mb="xs" className="only-heard">{say('customer')}</Title>
      <dl>
        <Fact name={say('reason')}>{inWords(handover.reason)}</Fact>
        <Fact name={say('summary')}>{handover.summary || say('nothing')}</Fact>
        <Fact name={say('owner')}>{customer.owner.name}</Fact>
        <Fact name={say('language')}>{inWords(customer.language)}</Fact>
        <Fact name={say('channel')}>{inWords(customer.channel)}</Fact>
        <Fact name={say('topic')}>{customer.topic ?? say('nothing')}</Fact>
        <Fact name={say('since')}>{time(customer.enquirySince)}</Fact>
        <Fact name={say('understanding')}>{several(customer.understanding.map(({ intent, confidence }) => `${intent} · ${Math.round(confidence * 100)}%`))}</Fact>
        <Fact name={say('articles')}>{several(customer.articles.map(({ id, version }) => `${id} ${version}`))}</Fact>
      </dl>
    </>
  )
}
