import { Button, Popover, Stack, Switch, Text } from '@mantine/core'
import { useState } from 'react'
import { useSaying } from '../../parts/language.tsx'
import { type Alerts, keepAlerts } from './kept.ts'
import { words } from './words.ts'

/** Asks for the browser's leave where that is still open. */
async function allowed(): Promise<boolean> {
  if (!('Notification' in globalThis)) return false
  return (Notification.permission === 'default' ? await Notification.requestPermission() : Notification.permission) === 'granted'
}

/** How the agent wants to be told of customers while looking elsewhere. */
export function AlertChoice({ alerts, onAlerts }: { alerts: Alerts; onAlerts(alerts: Alerts): void }) {
  const { say } = useSaying(words)
  const [refused, setRefused] = useState(false)
  function choose(next: Alerts): void {
    keepAlerts(next)
    onAlerts(next)
  }
  async function notify(on: boolean): Promise<void> {
    const may = on && await allowed()
    setRefused(on && !may)
    choose({ ...alerts, notification: may })
  }
  return (
    <Popover position="bottom-start" width={230} trapFocus returnFocus shadow="md">
      <Popover.Target><Button size="xs" variant="default">{say('alerts')}</Button></Popover.Target>
      <Popover.Dropdown aria-label={say('alerts')}>
        <Stack gap="xs">
          <Switch size="xs" label={say('sound')} checked={alerts.sound} onChange={event => choose({ ...alerts, sound: event.currentTarget.checked })} />
          <Switch size="xs" label={say('notification')} checked={alerts.notification} onChange={event => void notify(event.currentTarget.checked)} />
          <Text role="status" size="xs">{refused ? say('refused') : ''}</Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
