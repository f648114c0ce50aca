import type { IncomingMessage } from 'node:http'
import { BodyTooLargeError, bodyOf } from '../body.ts'
import { parseWithoutNul } from '../no-nul.ts'
import { badArgument, DirectLineError, tooLarge } from './errors.ts'

/** The body of a request, of at most `limit` bytes. Throws DirectLineError 413 beyond it. */
export async function readBody(req: IncomingMessage, limit: number): Promise<Buffer> {
  try {
    return await bodyOf(req, limit)
  } catch (error) {
    throw error instanceof BodyTooLargeError ? tooLarge(limit) : error
  }
}

/** The media type of a Content-Type header, without its parameters. */
export function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

export function parseJson(body: Buffer): unknown {
  try {
    return parseWithoutNul(body.toString('utf8'))
  } catch {
    throw new DirectLineError(400, 'BadSyntax', 'The body is not JSON')
  }
}

/** The JSON of a request; undefined where it has no body. Throws DirectLineError 400, 413 or 415. */
export async function readJson(req: IncomingMessage, limit: number): Promise<unknown> {
  const body = await readBody(req, limit)
  if (body.length === 0) return undefined
  const type = mediaTypeOf(req.headers['content-type'])
  if (type !== 'application/json' && !type.endsWith('+json')) throw new DirectLineError(415, 'UnsupportedMediaType', 'Send application/json')
  return parseJson(body)
}

/** A watermark, as we gave it; 0, the beginning, where there is none. */
export function watermarkOf(given: string | null): number {
  if (given === null || given === '') return 0
  if (!/^\d{1,9}$/.test(given)) throw badArgument('watermark must be one that this service gave')
  return Number(given)
}
