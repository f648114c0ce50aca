import type { IncomingMessage } from 'node:http'
import { BrokenOffError, NoRoomError, type Room } from './room.ts'

/** A request's body is bigger than the address takes. */
export class BodyTooLargeError extends Error {
  override readonly name = 'BodyTooLargeError'
}

/** What is read without asking for room: most messages. */
const freeBytes = 16_384

/**
 * Reads a body of at most `limit` bytes, which has its place in `room` until `work` on it has ended. Throws BodyTooLargeError, NoRoomError
 * where too much is under way, and BrokenOffError.
 */
export async function withBody<Result>(req: IncomingMessage, limit: number, room: Room, work: (body: Buffer) => Result | Promise<Result>): Promise<Result> {
  const said = Number(req.headers['content-length'] ?? limit)
  if (said > limit) throw new BodyTooLargeError()
  if (said <= freeBytes) return work(await collect(req, limit))
  const place = await room.enter(said, req)
  try {
    const body = await collect(req, limit, place.slow)
    place.slow(undefined)
    return await work(body)
  } finally {
    place.leave()
  }
}

/** Reads to the end. The request stays whole where the reading ends early: the answer goes out on its connection. */
function collect(req: IncomingMessage, limit: number, slow?: (giveWay: () => void) => void): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    function settle(then: () => void): void {
      req.off('data', read).off('end', whole).off('close', brokenOff).off('error', brokenOff)
      // What still comes is nobody's.
      req.on('error', () => undefined).resume()
      then()
    }
    const fail = (error: Error) => settle(() => reject(error))
    const whole = () => settle(() => resolve(Buffer.concat(chunks)))
    const brokenOff = () => fail(new BrokenOffError())
    function read(chunk: Buffer): void {
      size += chunk.length
      chunks.push(chunk)
      if (size > limit) fail(new BodyTooLargeError())
    }
    slow?.(() => fail(new NoRoomError()))
    if (req.destroyed) return brokenOff()
    req.on('data', read).once('end', whole).once('close', brokenOff).once('error', brokenOff)
  })
}
