import { Anchor, Button, Group, Image, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Schema } from '../../call/desk.ts'
import { placed } from '../../call/place.ts'
import { useSaying } from '../../parts/language.tsx'
import { words } from './words.ts'

const pictures = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp'])
const kilobyte = 1024

/** The files of a message. None is fetched before it is asked for: each look at one is written down. */
export function Files({ handover, sequence, files }: { handover: string; sequence: number; files: readonly Schema<'Attachment'>[] }) {
  const { say, inWords } = useSaying(words)
  const [shown, setShown] = useState<number>()
  const address = (index: number, show: boolean) => placed(`/api/desk/handovers/${encodeURIComponent(handover)}/attachments/${sequence}/${index}`) + (show ? '?show=true' : '')
  const sizeOf = (bytes: number) => bytes < kilobyte * kilobyte ? `${Math.ceil(bytes / kilobyte)} kB` : `${(bytes / kilobyte / kilobyte).toFixed(1)} MB`
  return (
    <Stack gap={4} mt={4}>
      {files.map(({ index, contentType, bytes }) => (
        <Group key={index} gap={6}>
          <Text span size="sm">{inWords(`file-${contentType.split('/')[0] ?? ''}`)}{bytes === null ? '' : ` · ${sizeOf(bytes)}`}</Text>
          {bytes === null ? <Text size="xs" c="dimmed">{say('notKept')}</Text> : (
            <>
              {pictures.has(contentType) && <Button size="compact-xs" variant="default" onClick={() => setShown(index)} aria-haspopup="dialog">{say('view')}</Button>}
              <Anchor size="sm" href={address(index, false)} download>{say('download')}</Anchor>
            </>
          )}
        </Group>
      ))}
      <Modal opened={shown !== undefined} onClose={() => setShown(undefined)} title={say('file-image')} size="lg" closeButtonProps={{ 'aria-label': say('dismiss') }}>
        {shown !== undefined && <Image src={address(shown, true)} alt={say('file-image')} fit="contain" mah="70vh" />}
      </Modal>
    </Stack>
  )
}
