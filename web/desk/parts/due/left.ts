import type { Schema } from '../../call/desk.ts'

/** What is left of a clock: whole working days after today where it counts such, else hours. */
export type Left = { unit: 'working-days' | 'hours'; n: number }

const hour = 3_600_000

/** The day in the desk's time, such as 2026-03-31. */
export const dayOf = (at: Date): string => at.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })

/** What is left until a clock runs out; 0 working days on its last one. */
export function leftOf({ counted, dueAt }: Pick<Schema<'Clock'>, 'counted' | 'dueAt'>, now: Date): Left {
  if (counted.length > 0) return { unit: 'working-days', n: counted.filter(day => day > dayOf(now)).length }
  return { unit: 'hours', n: Math.max(0, Math.floor((Date.parse(dueAt) - now.getTime()) / hour)) }
}

/** The last instant of a day, in the desk's time. */
export const endOfDay = (at: Date): string => new Date(`${dayOf(at)}T23:59:59.999+08:00`).toISOString()
