/** A room ends when nothing was done in it for so long, and at the latest after so long; in milliseconds. */
const [idleMs, mostMs] = [20 * 60_000, 2 * 3_600_000]

/** When a room that begins now ends at the latest. */
export const latestEnd = (begunAt: Date): Date => new Date(begunAt.getTime() + mostMs)

/** Whether a room is to be ended: nobody did anything in it for long, or its time is up. */
export function isOver({ endsAt, idle }: { endsAt: string; idle: number }, now: Date): boolean {
  return idle > idleMs || Date.parse(endsAt) <= now.getTime()
}
