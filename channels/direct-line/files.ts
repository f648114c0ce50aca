import { badArgument, DirectLineError, tooLarge } from './errors.ts'

/** A file as a customer sent it. */
export type SentFile = { name: string; contentType: string; bytes: Buffer }

/** What a customer may send at once. Whole uploads are held in memory while they are checked. */
export const most = { files: 5, bytes: 10_000_000 } as const

type Kind = { type: string; is(bytes: Buffer): boolean }

const startsWith = (...signatures: readonly string[]) => (bytes: Buffer) => signatures.some(signature => bytes.subarray(0, signature.length).toString('latin1') === signature)

function isText(bytes: Buffer): boolean {
  if (bytes.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/** What agents may be given to open: pictures, PDF and plain text, each by what it is and not by what it says it is. */
const kinds: readonly Kind[] = [
  { type: 'image/jpeg', is: startsWith('\xff\xd8\xff') },
  { type: 'image/png', is: startsWith('\x89PNG\r\n\x1a\n') },
  { type: 'image/gif', is: startsWith('GIF87a', 'GIF89a') },
  { type: 'image/webp', is: bytes => startsWith('RIFF')(bytes) && bytes.subarray(8, 12).toString('latin1') === 'WEBP' },
  { type: 'image/heic', is: bytes => ['ftypheic', 'ftypheix', 'ftypmif1', 'ftyphevc'].includes(bytes.subarray(4, 12).toString('latin1')) },
  { type: 'application/pdf', is: startsWith('%PDF-') },
  { type: 'text/plain', is: isText },
]

/** For an `accept` attribute: what may be sent. */
export const acceptedTypes: readonly string[] = kinds.map(kind => kind.type)

/** A name without a path, control or direction characters, which could make `exe.pdf` of `fdp.exe`. */
function plainName(name: string | undefined): string {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? ''
  return last.replace(/[\p{Cc}\p{Cf}]/gu, '').trim().slice(0, 200) || 'file'
}

/** Checks a file and names its type. Throws DirectLineError 400 or 415. */
export function checkFile(name: string | undefined, contentType: string, bytes: Buffer): SentFile {
  if (bytes.length === 0) throw badArgument('The file is empty')
  const kind = kinds.find(each => each.type === contentType.toLowerCase() || (each.type === 'image/jpeg' && contentType === 'image/jpg'))
  if (!kind?.is(bytes)) throw new DirectLineError(415, 'UnsupportedMediaType', `Send files of these types, and what they say they are: ${acceptedTypes.join(', ')}`)
  return { name: plainName(name), contentType: kind.type, bytes }
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
