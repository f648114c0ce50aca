import { Paper, Stack, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** A part of the customer's page under its title. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return <Paper withBorder p="sm" component="section" aria-label={title}><Title order={3} size="h6" c="dimmed" mb={6}>{title}</Title><Stack gap={4}>{children}</Stack></Paper>
}
