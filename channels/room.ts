import type { EventEmitter } from 'node:events'

/** There is no room for what is asked now; who asks is told to try again. */
export class NoRoomError extends Error {
  override readonly name = 'NoRoomError'
  /** Seconds after which there may be. */
  readonly retryAfter = 5
}

/** Who asked broke off: there is nobody to answer. */
export class BrokenOffError extends Error {
  override readonly name = 'BrokenOffError'
}

export type RoomOptions = {
  /** How many bytes there is room for. */
  bytes: number
  /** How long one waits for room, in milliseconds. */
  waitMs?: number
  /** How long one who is slow keeps room that others wait for. */
  patienceMs?: number
}

export type Place = {
  /** Says how this one is sent away if others wait; undefined where it is no longer to be. */
  slow(giveWay: (() => void) | undefined): void
  leave(): void
}

export type Room = {
  /** Enters when there is room, in order of arrival. Throws NoRoomError, and BrokenOffError when `closing` closes before. */
  enter(bytes: number, closing: EventEmitter): Promise<Place>
}

type Holder = { since: number; giveWay: (() => void) | undefined }
type Waiting = { bytes: number; enter(): void }

/**
 * Bounds the memory that is taken up for whoever sends or reads slowly. Who finds no room waits for it; who is slow gives way to those who
 * wait: a few who never end must not keep everybody out.
 */
export function createRoom({ bytes: all, waitMs = 10_000, patienceMs = 5_000 }: RoomOptions): Room {
  const holders = new Set<Holder>()
  const waiting = new Set<Waiting>()
  let free = all

  function letIn(): void {
    for (const next of waiting) {
      if (next.bytes > free) return
      waiting.delete(next)
      next.enter()
    }
  }

  function hold(bytes: number): Place {
    free -= bytes
    const holder: Holder = { since: performance.now(), giveWay: undefined }
    holders.add(holder)
    return {
      slow(giveWay) { holder.giveWay = giveWay },
      leave() {
        if (!holders.delete(holder)) return
        free += bytes
        letIn()
      },
    }
  }

  /** The one that has been slow longest, once that is too long. */
  function sendOneAway(): void {
    const late = performance.now() - patienceMs
    for (const holder of holders) if (holder.giveWay && holder.since < late) return holder.giveWay()
  }

  return {
    enter(given, closing) {
      const bytes = Math.min(given, all)
      if (waiting.size === 0 && bytes <= free) return Promise.resolve(hold(bytes))
      return new Promise((resolve, reject) => {
        function settle(then: () => void): void {
          clearTimeout(late)
          clearInterval(looking)
          closing.off('close', brokenOff)
          then()
        }
        const mine: Waiting = { bytes, enter: () => settle(() => resolve(hold(bytes))) }
        const giveUp = (error: Error) => settle(() => {
          waiting.delete(mine)
          reject(error)
          letIn()
        })
        const brokenOff = () => giveUp(new BrokenOffError())
        const late = setTimeout(() => giveUp(new NoRoomError()), waitMs)
        const looking = setInterval(sendOneAway, Math.min(500, patienceMs))
        closing.once('close', brokenOff)
        waiting.add(mine)
      })
    },
  }
}
