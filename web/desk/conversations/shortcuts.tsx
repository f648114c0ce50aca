import { Button, Kbd, Modal, Table } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useEffect, useEffectEvent } from 'react'
import { useSaying } from '../parts/language.tsx'
import { menuButton } from './reply/menu.tsx'
import { words } from './words.ts'

/** The reply box; shortcuts bring the agent to it. */
export const replyBox = 'reply-text'
const helpButton = 'shortcut-help'

/** Alt with a key, by where it is on the keyboard: on some systems Alt makes another character of it. */
export function useShortcuts({ onNext, onMove }: { onNext(): void; onMove(by: 1 | -1): void }): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return
    const shortcuts: Record<string, () => void> = {
      KeyN: onNext, ArrowDown: () => onMove(1), ArrowUp: () => onMove(-1),
      KeyR: () => document.getElementById(replyBox)?.focus(), KeyK: () => document.getElementById(helpButton)?.click(),
      KeyS: () => document.getElementById(menuButton)?.click(),
    }
    const shortcut = shortcuts[event.code]
    if (!shortcut) return
    event.preventDefault()
    shortcut()
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => pressed(event)
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

const keys = [[['Ctrl', 'Enter'], 'shortcutSend'], [['Alt', 'N'], 'shortcutNext'], [['Alt', '↑ ↓'], 'shortcutMove'], [['Alt', 'R'], 'shortcutReply'], [['Alt', 'S'], 'shortcutSuggestions'], [['Alt', 'M'], 'shortcutNote'], [['Alt', 'A'], 'shortcutAccept'], [['Alt', 'D'], 'shortcutDecline'], [['Alt', 'K'], 'shortcutHelp']] as const

export function ShortcutHelp() {
  const { say } = useSaying(words)
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <Button id={helpButton} size="xs" variant="default" onClick={open} aria-haspopup="dialog"><span aria-hidden>⌨&nbsp;</span>{say('shortcuts')}</Button>
      <Modal opened={opened} onClose={close} title={say('shortcuts')} closeButtonProps={{ 'aria-label': say('dismiss') }}>
        <Table>
          <Table.Tbody>
            {keys.map(([pressed, word]) => <Table.Tr key={word}><Table.Td>{pressed.map(key => <Kbd key={key} mr={4}>{key}</Kbd>)}</Table.Td><Table.Td>{say(word)}</Table.Td></Table.Tr>)}
          </Table.Tbody>
        </Table>
      </Modal>
    </>
  )
}
