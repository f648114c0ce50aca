/** A day as people write it, `2026-02-14`; it has no time zone. */
export type LocalDate = string

const dayMs = 86_400_000
const form = /^(\d{4})-(\d{2})-(\d{2})$/

/** Whether this is a day that exists: `2026-02-30` is none. */
export function isLocalDate(text: string): boolean {
  const time = form.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(date: LocalDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay()
}

/** What the clocks of a zone are ahead of UTC at an instant, as `+08:00`. */
export function offsetAt(instant: Date, zone: string): string {
  const part = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(instant).find(each => each.type === 'timeZoneName')
  const offset = part?.value.replace('GMT', '') ?? ''
  return offset === '' ? '+00:00' : offset
}

/** The day that an instant falls on in a zone. */
export function localDateOf(instant: Date, zone: string): LocalDate {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant)
}

/** The last second of a day in a zone, as an ISO time with its offset. */
export function endOfDay(date: LocalDate, zone: string): string {
  return `${date}T23:59:59${offsetAt(new Date(`${date}T12:00:00Z`), zone)}`
}

/** The instant of a time of a day, such as `09:00:00`, in a zone; in milliseconds. */
export function timeOfDay(date: LocalDate, time: string, zone: string): number {
  return Date.parse(`${date}T${time}${offsetAt(new Date(`${date}T12:00:00Z`), zone)}`)
}
