import { Box, Drawer, Tabs } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useSaying } from '../../parts/language.tsx'
import classes from './talk.module.css'
import { words } from './words.ts'

export type SidePart = { name: string; label: string; content: ReactNode }

function Parts({ parts }: { parts: readonly SidePart[] }) {
  const [chosen, choose] = useState<string | null>(null)
  return (
    <Tabs value={parts.some(({ name }) => name === chosen) ? chosen : parts[0]?.name ?? null} onChange={choose} keepMounted={false}>
      <Tabs.List mb="sm">{parts.map(({ name, label }) => <Tabs.Tab key={name} value={name} px="xs" py={6}>{label}</Tabs.Tab>)}</Tabs.List>
      {parts.map(({ name, content }) => <Tabs.Panel key={name} value={name}>{content}</Tabs.Panel>)}
    </Tabs>
  )
}

/** What helps beside the conversation: in a column where there is room, in a drawer elsewhere. */
export function Side({ parts, opened, onClose }: { parts: readonly SidePart[]; opened: boolean; onClose(): void }) {
  const { say } = useSaying(words)
  return (
    <>
      <Box component="aside" className={classes['side']} aria-label={say('details')}><Parts parts={parts} /></Box>
      <Drawer opened={opened} onClose={onClose} position="right" size="sm" title={say('details')} closeButtonProps={{ 'aria-label': say('dismiss') }}><Parts parts={parts} /></Drawer>
    </>
  )
}
