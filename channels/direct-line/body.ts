import type { IncomingMessage } from 'node:http'
import { BodyTooLargeError, withBody as withAnyBody } from '../body.ts'
import { isTooDeep } from '../nesting.ts'
import { parseWithoutNul } from '../no-nul.ts'
import { NoRoomError, type Room } from '../room.ts'
import { badArgument, DirectLineError, tooLarge, tooMuch } from './errors.ts'

/** Reads a body of at most `limit` bytes; it has its place in `room` until `work` on it has ended. Throws DirectLineError 413, and 503 where too much is under way. */
export async function withBody<Result>(req: IncomingMessage, limit: number, room: Room, work: (body: Buffer) => Result | Promise<Result>): Promise<Result> {
  try {
    return await withAnyBody(req, limit, room, work)
  } catch (error) {
    if (error instanceof BodyTooLargeError) throw tooLarge(limit)
    throw error instanceof NoRoomError ? tooMuch(error) : error
  }
}

/** The media type of a Content-Type header, without its parameters. */
export function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

export function parseJson(body: Buffer): unknown {
  const text = body.toString('utf8')
  if (isTooDeep(text)) throw badArgument('The body is nested too deeply')
  try {
    return parseWithoutNul(text)
  } catch {
    throw new DirectLineError(400, 'BadSyntax', 'The body is not JSON')
  }
}

/** The JSON of a request; undefined where it has no body. Throws DirectLineError 400, 413, 415 or 503. */
export function readJson(req: IncomingMessage, limit: number, room: Room): Promise<unknown> {
  return withBody(req, limit, room, body => {
    if (body.length === 0) return undefined
    const type = mediaTypeOf(req.headers['content-type'])
    if (type !== 'application/json' && !type.endsWith('+json')) throw new DirectLineError(415, 'UnsupportedMediaType', 'Send application/json')
    return parseJson(body)
  })
}

/** A watermark, as we gave it; 0, the beginning, where there is none. */
export function watermarkOf(given: string | null): number {
  if (given === null || given === '') return 0
  if (!/^\d{1,9}$/.test(given)) throw badArgument('watermark must be one that this service gave')
  return Number(given)
}
