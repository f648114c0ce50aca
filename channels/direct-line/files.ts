import { checkedFile, documents, mostFileBytes, type SentFile } from '../files.ts'
import { badArgument, DirectLineError, tooLarge } from './errors.ts'

export type { SentFile } from '../files.ts'

/** What a customer may send at once. Whole uploads are held in memory while they are checked. */
export const most = { files: 5, bytes: mostFileBytes } as const

/** For an `accept` attribute: what may be sent. */
export const acceptedTypes: readonly string[] = documents.map(kind => kind.type)

/** Checks a file and names its type. Throws DirectLineError 400, 413 or 415. */
export function checkFile(name: string | undefined, contentType: string, bytes: Buffer): SentFile {
  const checked = checkedFile(name, contentType, bytes, documents)
  if ('file' in checked) return checked.file
  if (checked.problem === 'empty') throw badArgument('The file is empty')
  if (checked.problem === 'size') throw tooLarge(most.bytes)
  throw new DirectLineError(415, 'UnsupportedMediaType', `Send files of these types, and what they say they are: ${acceptedTypes.join(', ')}`)
}

/** Checks all the files of one message together. Throws DirectLineError 400 or 413. */
export function checkTogether(files: readonly SentFile[]): void {
  if (files.length > most.files) throw badArgument(`Send at most ${most.files} files at once`)
  if (files.reduce((sum, file) => sum + file.bytes.length, 0) > most.bytes) throw tooLarge(most.bytes)
}

/** The bytes in a `data:` address (RFC 2397) and the type it gives them; undefined for any other address. */
export function readDataUrl(address: string): { contentType: string; bytes: Buffer } | undefined {
  if (!/^data:/i.test(address)) return undefined
  const [, type = '', base64, content = ''] = /^data:([^;,]*)(?:;(?!base64,)[^;,]*)*(;base64)?,(.*)$/is.exec(address) ?? []
  try {
    return { contentType: type || 'text/plain', bytes: base64 ? Buffer.from(content, 'base64') : Buffer.from(decodeURIComponent(content)) }
  } catch {
    throw badArgument('The data address of an attachment is not well formed')
  }
}
