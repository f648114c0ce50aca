import { Button, FileInput, Group, Modal, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { desk } from '../call/desk.ts'
import { useSaying } from '../parts/language.tsx'
import { useReadAgain } from '../parts/reading.ts'
import { Told } from '../parts/told.tsx'
import { words } from './words.ts'

/** The bytes of a file in base64. */
function inBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(text)
}

/** The dialog in which a CSV is imported: all of it, or nothing with each cell that does not hold. */
export function Importing({ onClose }: { onClose(): void }) {
  const { say, locale } = useSaying(words)
  const readAgain = useReadAgain()
  const [file, setFile] = useState<File | null>(null)
  const { mutate, data, error, isPending } = desk.useMutation('post', '/api/desk/qualifications-file', { onSuccess: readAgain })
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (file) mutate({ body: { file: inBase64(new Uint8Array(await file.arrayBuffer())), language: locale } })
  }
  return (
    <Modal opened onClose={onClose} title={say('import')} closeButtonProps={{ 'aria-label': say('dismiss') }}>
      <form onSubmit={event => void submit(event)}>
        <Stack gap="sm">
          <Text size="sm">{say('importHint')}</Text>
          <FileInput label={say('file')} accept=".csv,text/csv" value={file} onChange={setFile} required clearable={false} />
          <Told error={error} />
          <Text size="sm" role="status">{data ? say('imported', { n: data.records }) : ''}</Text>
          <Group justify="flex-end"><Button variant="default" onClick={onClose}>{say(data ? 'dismiss' : 'cancel')}</Button><Button type="submit" loading={isPending} disabled={!file}>{say('doImport')}</Button></Group>
        </Stack>
      </form>
    </Modal>
  )
}
