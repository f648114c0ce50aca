import { type Compilable, type CompiledQuery, type DialectAdapter, type Expression, type Kysely, sql } from 'kysely'
import { DirectKysely } from './direct.ts'
import type { Tables } from './tables.ts'

/** Stands in a query for a value that is given each time it runs. */
class Placeholder {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** Where a query takes its value of this name. */
export type Given<Values> = <Name extends keyof Values & string>(name: Name) => Expression<Values[Name]>

/** Runs a prepared query with these values, inside `tx` or on what is committed. */
export type Prepared<Values, Row> = (db: Kysely<Tables>, values: Values) => Promise<Row[]>

/**
 * A query that is built and compiled once and run with other values each time: for the few that run in every turn, where
 * building them would cost more than running them.
 *
 *     const keyOf = prepare((db, given: Given<{ id: string }>) => db.selectFrom('customers').select('wrapped_key').where('id', '=', given('id')))
 *     const [row] = await keyOf(store.db, { id })
 */
export function prepare<Values extends object, Row>(build: (db: Kysely<Tables>, given: Given<Values>) => Compilable<Row>): Prepared<Values, Row> {
  /** SQLite and PostgreSQL write placeholders differently; an adapter stands for one of them. */
  const compiledFor = new WeakMap<DialectAdapter, CompiledQuery<Row>>()
  return async (db, values) => {
    const { adapter } = db.getExecutor()
    let compiled = compiledFor.get(adapter)
    if (!compiled) {
      compiled = build(db, <Name extends keyof Values & string>(name: Name) => sql<Values[Name]>`${new Placeholder(name)}`).compile()
      compiledFor.set(adapter, compiled)
    }
    const parameters = compiled.parameters.map(parameter => parameter instanceof Placeholder ? Reflect.get(values, parameter.name) : parameter)
    // The query's type says what its rows are; a driver does not know.
    if (db instanceof DirectKysely) return await db.runDirectly(compiled.sql, parameters) as Row[]
    return (await db.executeQuery<Row>({ ...compiled, parameters })).rows
  }
}

/** A limit of one row, as a literal: SQLite compiles a statement anew each time it is given its limit as a parameter. */
export const one = sql.lit(1)
