import type { z } from 'zod'
import { RefusedRequestError } from '../channel.ts'

/** A form's fields as this schema reads them. Throws RefusedRequestError 400. */
export function readFields<T>(schema: z.ZodType<T>, fields: URLSearchParams): T {
  const parsed = schema.safeParse(Object.fromEntries(fields))
  if (!parsed.success) throw new RefusedRequestError(400, `Not as documented: ${parsed.error.issues[0]?.path.join('.') ?? ''}`)
  return parsed.data
}
