import { z } from 'zod'
import { type Role, serving } from './register.ts'

export const prefix = '/api/desk'
/** Below the prefix: the same operations, in the practice room of whoever asks. */
export const practiceRoom = '/practice/room'

/** Schemas that several areas of the desk's API use. */
export const instant = z.string().meta({ format: 'date-time', description: 'UTC' })
export const done = z.object({ done: z.literal(true) })
export const wasDone: z.infer<typeof done> = { done: true }
export const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }), reasons: z.array(z.string()).optional() }).meta({ id: 'Error' })

/** Who may: anybody, whoever is signed in, or the roles named. */
export type For = 'anyone' | 'staff' | readonly Role[]

/** One operation of the desk's API: requests are checked by it, and `/api/openapi.json` is made from it. */
export type Operation = {
  method: 'get' | 'post' | 'put' | 'delete'
  /** Below the prefix; `{name}` is a parameter. */
  path: string
  summary: string
  for: For
  /** Only for who has proven lately who they are; others are asked to do so again (`POST /account/proof`). */
  fresh?: true
  /**
   * It gives something of customers, and so leaves a trace (M5.3a): `looked` by its handler's own call, which the endpoint checks; `listed` by the
   * endpoint, for lists; `noted` by an entry of another kind that the handler writes. Nothing of customers where it is left out.
   */
  customers?: 'looked' | 'listed' | 'noted'
  /** Parameters of the address behind `?`. */
  query?: z.ZodObject
  body?: z.ZodType
  /** The body may be as large as a file of the register. */
  large?: true
  status: number
  /** What is answered; a file's media types where it is not JSON. */
  answer: z.ZodType | readonly string[]
  refusals?: Record<number, string>
}

/** Those who serve customers. */
export const servingRoles: readonly Role[] = [...serving]

/** What is answered by an operation that gives a file. */
export type DeskFile = { name: string; contentType: string; body: Buffer | string; /** Shown by the browser where it is asked for, not only downloaded. */ shown?: boolean | undefined }

/** The request cannot be carried out as it is; the status and message tell the client. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number
  readonly code: string
  readonly reasons: readonly string[] | undefined
  constructor(status: number, code: string, message: string, reasons?: readonly string[]) {
    super(message)
    this.status = status
    this.code = code
    this.reasons = reasons
  }
}
