/** A file as a customer sent it. */
export type SentFile = { name: string; contentType: string; bytes: Buffer }

/** The most bytes of all files of one message. They are held in memory while they are checked. */
export const mostFileBytes = 10_000_000

type Kind = { type: string; is(bytes: Buffer): boolean }

const startsWith = (...signatures: readonly string[]) => (bytes: Buffer) => signatures.some(signature => bytes.subarray(0, signature.length).toString('latin1') === signature)
const holdsAt = (at: number, ...marks: readonly string[]) => (bytes: Buffer) => marks.some(mark => bytes.subarray(at, at + mark.length).toString('latin1') === mark)

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
export const documents: readonly Kind[] = [
  { type: 'image/jpeg', is: startsWith('\xff\xd8\xff') },
  { type: 'image/png', is: startsWith('\x89PNG\r\n\x1a\n') },
  { type: 'image/gif', is: startsWith('GIF87a', 'GIF89a') },
  { type: 'image/webp', is: bytes => startsWith('RIFF')(bytes) && holdsAt(8, 'WEBP')(bytes) },
  { type: 'image/heic', is: holdsAt(4, 'ftypheic', 'ftypheix', 'ftypmif1', 'ftyphevc') },
  { type: 'application/pdf', is: startsWith('%PDF-') },
  { type: 'text/plain', is: isText },
]

/** What customers record in a messenger, besides. */
export const recordings: readonly Kind[] = [
  { type: 'audio/ogg', is: startsWith('OggS') },
  { type: 'audio/amr', is: startsWith('#!AMR') },
  { type: 'audio/mpeg', is: startsWith('ID3', '\xff\xfb', '\xff\xf3', '\xff\xf2') },
  { type: 'audio/aac', is: startsWith('\xff\xf1', '\xff\xf9') },
  { type: 'audio/mp4', is: holdsAt(4, 'ftyp') },
  { type: 'video/mp4', is: holdsAt(4, 'ftyp') },
  { type: 'video/3gpp', is: holdsAt(4, 'ftyp3g') },
]

/** Why a file is not kept. */
export type FileProblem = 'empty' | 'type' | 'size'

/** A name without a path, control or direction characters, which could make `exe.pdf` of `fdp.exe`. */
function plainName(name: string | undefined): string {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? ''
  return last.replace(/[\p{Cc}\p{Cf}]/gu, '').trim().slice(0, 200) || 'file'
}

const alike: Readonly<Record<string, string>> = { 'image/jpg': 'image/jpeg', 'audio/x-m4a': 'audio/mp4', 'audio/m4a': 'audio/mp4', 'audio/mp3': 'audio/mpeg', 'audio/opus': 'audio/ogg' }

/** Checks a file and names its type, or says why it is not kept. */
export function checkedFile(name: string | undefined, contentType: string, bytes: Buffer, kinds: readonly Kind[]): { file: SentFile } | { problem: FileProblem } {
  if (bytes.length === 0) return { problem: 'empty' }
  if (bytes.length > mostFileBytes) return { problem: 'size' }
  const said = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  const type = alike[said] ?? said
  const kind = kinds.find(each => each.type === type)
  return kind?.is(bytes) ? { file: { name: plainName(name), contentType: kind.type, bytes } } : { problem: 'type' }
}
