import { z } from 'zod'
import type { Served } from './area.ts'
import { errorSchema, practiceRoom, prefix } from './operation.ts'
import { deskEvent } from './schemas.ts'

/** JSON Schema of 2020-12, the dialect of OpenAPI 3.1; what has an id stands once under the components. */
function createSchemas() {
  const components: Record<string, unknown> = {}
  return {
    components,
    of(schema: z.ZodType, io: 'input' | 'output'): unknown {
      const { $schema: _dialect, $defs, ...json } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' })
      const rewrite = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll('#/$defs/', '#/components/schemas/'))
      const named: Record<string, unknown> = { ...$defs }
      const { id } = json
      for (const [name, definition] of Object.entries(named)) components[name] ??= rewrite(definition)
      if (typeof id === 'string' && json.$ref === undefined) {
        components[id] ??= rewrite(json)
        return { $ref: `#/components/schemas/${id}` }
      }
      return rewrite(json)
    },
  }
}

const json = (schema: unknown) => ({ 'application/json': { schema } })
const files = (types: readonly string[]) => Object.fromEntries(types.map(type => [type, { schema: { type: 'string', format: 'binary' } }]))
const why: Record<number, string> = { 400: 'The request is not as described; the message says what to change', 401: 'Not signed in', 403: 'Not allowed', 404: 'There is nothing of this name for the member', 503: 'The records are away; send it again after the seconds in Retry-After' }

/** The description of the desk's API (OpenAPI 3.1), made from the schemas that check its requests. */
export function openApi(version: string, areas: readonly Served[]): Record<string, unknown> {
  const schemas = createSchemas()
  const refused = schemas.of(errorSchema, 'output')
  const paths: Record<string, Record<string, unknown>> = {}
  for (const { name: operationId, operation } of areas) {
    const { method, path, summary, status, answer, body, query } = operation
    const refusals = { ...(body || query ? { 400: why[400] } : {}), ...(operation.for === 'anyone' ? {} : { 401: why[401] }), 403: why[403], ...(path.includes('{') ? { 404: why[404] } : {}), ...operation.refusals, 503: why[503] }
    const parameters = [
      ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
      ...Object.entries(query?.shape ?? {}).map(([name, schema]) => ({ name, in: 'query', required: !schema.safeParse(undefined).success, schema: schemas.of(schema, 'input') })),
    ]
    paths[`${prefix}${path}`] = {
      ...paths[`${prefix}${path}`],
      [method]: {
        operationId, summary, ...(operation.customers ? { 'x-customer-data': operation.customers } : {}),
        ...(typeof operation.for === 'string' && !operation.fresh ? {} : { description: [...(typeof operation.for === 'string' ? [] : [`For: ${operation.for.join(', ')}.`]), ...(operation.fresh ? ['Asks for a fresh proof of who one is.'] : [])].join(' ') }),
        ...(operation.for === 'anyone' ? { security: [] } : {}),
        ...(parameters.length > 0 ? { parameters } : {}),
        ...(body ? { requestBody: { required: true, content: json(schemas.of(body, 'input')) } } : {}),
        responses: {
          [status]: { description: 'Done', content: answer instanceof z.ZodType ? json(schemas.of(answer, 'output')) : files(answer) },
          ...Object.fromEntries(Object.entries(refusals).map(([code, description]) => [code, { description, content: json(refused) }])),
        },
      },
    }
  }
  for (const [operationId, path] of [['events', '/events'], ['practiceEvents', `${practiceRoom}/events`]] as const) paths[`${prefix}${path}`] = {
    get: {
      operationId, summary: 'What happens at the desk, or in the member\'s practice room, as it happens: a WebSocket on which each message is one event. After a drop connect again with the id of the last event seen; none is lost or comes twice. Closed with 4401 the session is over: sign in again.',
      parameters: [{ name: 'since', in: 'query', required: false, schema: { type: 'integer' } }],
      responses: { 101: { description: 'Switched to WebSocket; messages are as described', content: json(schemas.of(deskEvent, 'output')) }, 403: { description: why[403] } },
    },
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Shouwen agent desk', version, description: 'The API of the agent desk. Every text in it is masked; what agents write passes the gate for risk wording.' },
    security: [{ session: [] }],
    paths,
    components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'shouwen_desk', description: 'By https: __Host-shouwen_desk' } }, schemas: schemas.components },
  }
}
