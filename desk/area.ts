import type restify from 'restify'
import type { z } from 'zod'
import type { About } from '../contacts/proof/audit.ts'
import type { DeskFile, Operation } from './operation.ts'
import type { StaffMember } from './register.ts'

type Part<O extends Operation, Name extends 'body' | 'query'> = O extends { [K in Name]: infer Schema extends z.ZodType } ? z.infer<Schema> : undefined
type Answer<O extends Operation> = O['answer'] extends z.ZodType ? z.infer<O['answer']> : DeskFile
type Who<O extends Operation> = O['for'] extends 'anyone' ? undefined : StaffMember

/** What an operation's handler is given, checked by the table. */
export type Given<O extends Operation> = {
  req: restify.Request
  res: restify.Response
  member: Who<O>
  body: Part<O, 'body'>
  query: Part<O, 'query'>
  /** The path's `{id}`; '' where it has none. */
  id: string
  /** All parameters of the path. */
  params: Readonly<Record<string, string>>
  /** Writes down that the member is shown something of a customer (M5.3a). Call it before answering. */
  looked(about: About): Promise<void>
}

export type Handlers<Table extends Record<string, Operation>> = { [Name in keyof Table]: (given: Given<Table[Name]>) => Promise<Answer<Table[Name]>> }

/** What the endpoint hands to a handler, before its table says what is in it. */
export type Asked = Omit<Given<Operation>, 'member' | 'body' | 'query'> & { member: StaffMember | undefined; body: unknown; query: unknown }

/** An operation with its handler: the endpoint has checked the body and the member, and here the two meet. */
export type Served = { name: string; operation: Operation; handle(asked: Asked): Promise<unknown> }

/** One area of the desk's API: what it offers and how it is carried out. Names of operations are unique over all areas. */
export function createArea<const Table extends Record<string, Operation>>(table: Table, handlers: Handlers<Table>): Served[] {
  return Object.entries(table).map(([name, operation]) => ({
    name, operation, handle: asked => Reflect.apply(Reflect.get(handlers, name), handlers, [asked]),
  }))
}
