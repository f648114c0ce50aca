import { dirname, relative, resolve, sep } from 'node:path'

/** Which rooms a room may import from (docs/developing.md, Rooms). */
const allowed = {
  bot: ['channels', 'dialogs', 'desk', 'contacts', 'knowledge', 'nlp'],
  channels: ['contacts', 'knowledge', 'nlp'],
  dialogs: ['contacts', 'knowledge', 'nlp'],
  desk: ['contacts', 'knowledge', 'nlp', 'store'],
  contacts: ['store', 'knowledge'],
  knowledge: [],
  nlp: [],
  store: [],
  web: [],
}
const rooms = new Set([...Object.keys(allowed), 'test', 'deploy'])
/** Bot Framework stays at the edge, so that its successor can replace it. */
const knowsBotFramework = new Set(['bot', 'channels', 'dialogs'])
const isBotFramework = name => /^(botbuilder|botframework-(connector|schema|streaming))/.test(name)

/** What a node names that it takes something from; undefined for any other node. */
function sourceOf(node) {
  if (node.type === 'TSImportType') return node.source ?? node.argument?.literal
  if (node.type === 'TSExternalModuleReference') return node.expression
  if (node.type === 'CallExpression') return node.callee.type === 'Identifier' && node.callee.name === 'require' ? node.arguments[0] : undefined
  return node.source
}

/** Imports go one way between rooms: static and dynamic imports, re-exports, types and `require`, however deep the path. */
export const oneWay = {
  meta: { type: 'problem', schema: [], messages: { room: 'Room "{{room}}" must not import from "{{other}}" (docs/developing.md, Rooms).', botFramework: 'Bot Framework stays in bot, channels and dialogs; "{{room}}" does without.', unclear: 'Import by a plain text, so that it can be checked which room it is from.' } },
  create(context) {
    const path = relative(context.cwd, context.filename)
    const [room = ''] = path.split(sep)
    const may = allowed[room]
    if (!may) return {}
    function check(node) {
      const source = sourceOf(node)
      if (!source) return
      const name = source.type === 'Literal' ? source.value : source.type === 'TemplateLiteral' && source.expressions.length === 0 ? source.quasis[0].value.cooked : undefined
      if (typeof name !== 'string') {
        context.report({ node, messageId: 'unclear' })
        return
      }
      if (isBotFramework(name) && !knowsBotFramework.has(room)) context.report({ node, messageId: 'botFramework', data: { room } })
      if (!name.startsWith('.') && !name.startsWith('/')) return
      const [other = ''] = relative(context.cwd, resolve(dirname(context.filename), name)).split(sep)
      if (rooms.has(other) && other !== room && !may.includes(other)) context.report({ node, messageId: 'room', data: { room, other } })
    }
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check, TSImportType: check, TSExternalModuleReference: check, CallExpression: check }
  },
}
