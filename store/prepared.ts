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
  const compile = (db: Kysely<Tables>) => build(db, <Name extends keyof Values & string>(name: Name) => sql<Values[Name]>`${new Placeholder(name)}`).compile()
  let direct: CompiledQuery<Row> | undefined
  /** SQLite and PostgreSQL write placeholders differently; an adapter stands for one of them. */
  const compiledFor = new WeakMap<DialectAdapter, CompiledQuery<Row>>()
  return async (db, values) => {
    if (db instanceof DirectKysely) {
      direct ??= compile(db)
      // The query's type says what its rows are; a driver does not know.
      return await db.runDirectly(direct.sql, valuesFor(direct.parameters, values)) as Row[]
    }
    const { adapter } = db.getExecutor()
    let compiled = compiledFor.get(adapter)
    if (!compiled) {
      compiled = compile(db)
      compiledFor.set(adapter, compiled)
    }
    return (await db.executeQuery<Row>({ ...compiled, parameters: valuesFor(compiled.parameters, values) })).rows
  }
}

function valuesFor(parameters: readonly unknown[], values: object): unknown[] {
  const given: unknown[] = []
  for (const parameter of parameters) given.push(parameter instanceof Placeholder ? Reflect.get(values, parameter.name) : parameter)
  return given
}

/** A limit of one row, as a literal: SQLite compiles a statement anew each time it is given its limit as a parameter. */
export const one = sql.lit(1)
