import { Popover, Stack, Text, UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './talk.module.css'

/** A small mark on a message that opens what is behind it. */
export function Chip({ label, heading, children }: { label: string; heading: string; children: ReactNode }) {
  return (
    <Popover position="bottom-start" width={320} trapFocus returnFocus shadow="md" withArrow>
      <Popover.Target><UnstyledButton className={classes['chip']}>{label}</UnstyledButton></Popover.Target>
      <Popover.Dropdown aria-label={heading}><Stack gap={6}><Text size="xs" c="dimmed">{heading}</Text>{children}</Stack></Popover.Dropdown>
    </Popover>
  )
}
