import { Button, Group, Menu } from '@mantine/core'
import { useState } from 'react'
import { Asking, type Step } from './asking.tsx'

/** The steps that can be taken here: those that come next as buttons, all others in a menu. Each opens its dialog. */
export function Steps({ label, next, others, more }: { label: string; next: readonly Step[]; others: readonly Step[]; more: string }) {
  const [step, setStep] = useState<Step>()
  return (
    <Group gap="xs" role="group" aria-label={label}>
      {next.map((each, index) => <Button key={each.title} size="xs" variant={index === 0 ? 'filled' : 'default'} aria-haspopup="dialog" onClick={() => setStep(each)}>{each.title}</Button>)}
      {others.length > 0 && (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target><Button size="xs" variant="default">{more}</Button></Menu.Target>
          <Menu.Dropdown>{others.map(each => <Menu.Item key={each.title} onClick={() => setStep(each)}>{each.title}</Menu.Item>)}</Menu.Dropdown>
        </Menu>
      )}
      {step && <Asking step={step} onClose={() => setStep(undefined)} />}
    </Group>
  )
}
