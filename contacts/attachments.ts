import { createSecretKey, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { keepToOwner } from '../store/index.ts'
import { decryptBytes, encryptBytes } from './sealing.ts'
import { inboundSchema, type KeptFile, type LoggedActivity } from './types.ts'

export type OpenedFile = { name: string; contentType: string; bytes: Buffer }

/** A file that is not in memory yet. */
export type FoundFile = { size: number; open(): Promise<OpenedFile> }

export type Attachments = ReturnType<typeof createAttachments>

/**
 * The files customers send. Each lies in `dir` under a random name, encrypted under a key of its own, which is kept only
 * in its message, sealed under the customer's key: destroying that key makes the files unreadable too (M3.1a).
 * Instances that share a database share this folder.
 */
export function createAttachments({ dir, since }: { dir: string; since(conversation: string, watermark: number, limit: number): Promise<LoggedActivity[]> }) {
  const pathOf = (id: string) => join(dir, id)
  // As a copy that was put back may stand open.
  keepToOwner(dir)

  /** Durable when resolved. */
  async function keep(bytes: Buffer): Promise<KeptFile> {
    const id = randomBytes(24).toString('hex')
    const key = randomBytes(32)
    await mkdir(dir, { recursive: true, mode: 0o700 })
    const aside = `${pathOf(id)}.new`
    const file = await open(aside, 'wx', 0o600)
    try {
      await file.writeFile(encryptBytes(createSecretKey(key), bytes, id))
      await file.sync()
      await rename(aside, pathOf(id))
    } catch (error) {
      // Where the disk is full, half a file would fill it further.
      await rm(aside, { force: true })
      throw error
    } finally {
      await file.close()
    }
    const folder = await open(dir, 'r')
    await folder.sync().finally(() => folder.close())
    return { id, key: key.toString('base64'), bytes: bytes.length }
  }

  /** The content of a kept file. Throws where it is gone or is not what was kept. */
  async function contentOf({ id, key }: KeptFile): Promise<Buffer> {
    return decryptBytes(createSecretKey(Buffer.from(key, 'base64')), await readFile(pathOf(id)), id)
  }

  /** The file at `index` of the message at `sequence` of a conversation (its key in the log); undefined where there is none. */
  async function find(conversation: string, sequence: number, index: number): Promise<FoundFile | undefined> {
    const [activity] = await since(conversation, sequence - 1, 1)
    if (activity?.sequence !== sequence || activity.from.role !== 'user') return undefined
    const attachment = inboundSchema.parse(activity.content).attachments[index]
    const file = attachment?.file
    return file && { size: file.bytes, open: async () => ({ name: attachment.name ?? 'file', contentType: attachment.contentType, bytes: await contentOf(file) }) }
  }

  return {
    keep,
    contentOf,

    /** Removes a file that no message came to hold. */
    discard: (file: KeptFile) => rm(pathOf(file.id), { force: true }),

    find,

    /** The same with its content. */
    read: async (...place: Parameters<typeof find>): Promise<OpenedFile | undefined> => (await find(...place))?.open(),
  }
}
