import { badArgument } from './errors.ts'

export type Part = { contentType: string; fieldName?: string; fileName?: string; body: Buffer }

const blankLine = Buffer.from('\r\n\r\n')
const mostParts = 20

/** A parameter of Content-Disposition; `filename*` (RFC 5987) goes before `filename`. */
function parameter(header: string, name: string): string | undefined {
  const extended = new RegExp(`;\\s*${name}\\*=utf-8'[^']*'([^;\\s]+)`, 'i').exec(header)?.[1]
  if (extended !== undefined) {
    try {
      return decodeURIComponent(extended)
    } catch {
      return undefined
    }
  }
  const [, quoted, plain] = new RegExp(`(?:^|;)\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\\s]+))`, 'i').exec(header) ?? []
  // Browsers write the quote as %22 and leave the rest as it is.
  return quoted?.replace(/\\(.)/g, '$1').replaceAll('%22', '"') ?? plain
}

/** The file's name in a Content-Disposition header. */
export function fileNameIn(disposition: string | undefined): string | undefined {
  return disposition === undefined ? undefined : parameter(disposition, 'filename')
}

function toPart(raw: Buffer): Part {
  const end = raw.indexOf(blankLine)
  if (end < 0) throw badArgument('A part of the upload has no blank line after its headers')
  const headers = new Map(raw.subarray(0, end).toString('utf8').split('\r\n').filter(Boolean).map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]
  }))
  const disposition = headers.get('content-disposition')
  const fieldName = disposition === undefined ? undefined : parameter(disposition, 'name')
  const fileName = fileNameIn(disposition)
  return {
    contentType: headers.get('content-type') ?? 'text/plain', body: raw.subarray(end + blankLine.length),
    ...(fieldName === undefined ? {} : { fieldName }), ...(fileName === undefined ? {} : { fileName }),
  }
}

/**
 * The parts of a multipart body (RFC 7578). A part needs no Content-Disposition: Direct Line's own example sends the
 * activity without one. Throws DirectLineError 400 where the body is not whole.
 */
export function parseMultipart(body: Buffer, contentType: string): Part[] {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i.exec(contentType) ?? []
  const boundary = quoted ?? plain
  if (boundary === undefined) throw badArgument('multipart/form-data needs a boundary')
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  // With a line break before it the first delimiter looks like every other.
  const whole = Buffer.concat([Buffer.from('\r\n'), body])
  const parts: Part[] = []
  let at = whole.indexOf(delimiter)
  if (at < 0) throw badArgument('The upload does not contain its boundary')
  for (;;) {
    const start = at + delimiter.length
    if (whole.subarray(start, start + 2).toString('latin1') === '--') return parts
    const next = whole.indexOf(delimiter, start)
    const lineEnd = whole.indexOf('\r\n', start)
    if (next < 0 || lineEnd < 0) throw badArgument('The upload ends before its last boundary')
    if (parts.length === mostParts) throw badArgument(`Send at most ${mostParts} parts`)
    parts.push(toPart(whole.subarray(lineEnd + 2, next)))
    at = next
  }
}
