import { Box, Button, Group, Stack, Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { Link } from 'wouter'
import { useSaying } from './language.tsx'
import { shellWords } from '../words.ts'

/** A page of the desk that is read from top to bottom: its title, what can be done on it, and its parts. It names the window. */
export function Sheet({ title, badges, actions, back, children }: { title: string; badges?: ReactNode; actions?: ReactNode; /** Where the list is that it belongs to. */ back?: string; children: ReactNode }) {
  const { say } = useSaying(shellWords)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => { document.title = title }, [title])
  // Who opens one thing of a list by keyboard goes on reading there.
  useEffect(() => { if (back !== undefined) heading.current?.focus() }, [back])
  return (
    <Box maw={1200} mx="auto" p="md">
      <Stack gap="md">
        <Group gap="xs">
          {back !== undefined && <Button component={Link} href={back} size="xs" variant="default">{say('back')}</Button>}
          <Title order={2} size="h4" ref={heading} tabIndex={-1} style={{ outlineOffset: 4 }}>{title}</Title>
          {badges}
          <Group gap="xs" ml="auto">{actions}</Group>
        </Group>
        {children}
      </Stack>
    </Box>
  )
}
