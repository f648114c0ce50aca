import tseslint from 'typescript-eslint'
import { oneWay } from './eslint.rooms.js'

const sealedFile = '/sealed\\.ts$/'
/** Ways past the gate (design.md, promise 1), each with the files that may take it. */
const pastTheGate = [
  { selector: 'ImportSpecifier[imported.name="sealJudged"]', message: 'Only the gate seals what goes out.', may: ['knowledge/gate.ts'] },
  { selector: 'ImportSpecifier[imported.name="restoreSealed"]', message: 'Only the readers of the log give back what was sealed.', may: ['contacts/outbox.ts', 'bot/turn.ts', 'knowledge/sealed.test.ts'] },
  { selector: `ImportDeclaration[source.value=${sealedFile}] > ImportNamespaceSpecifier`, message: 'Import what you need of sealed.ts by name.', may: [] },
  { selector: `ImportExpression[source.value=${sealedFile}]`, message: 'Import what you need of sealed.ts by name.', may: [] },
  { selector: `:matches(ExportNamedDeclaration, ExportAllDeclaration)[source.value=${sealedFile}]`, message: 'What seals is not handed on.', may: [] },
  {
    selector: 'CallExpression[callee.property.name=/^(sendActivity|sendActivities|updateActivity|sendToConversation|replyToActivity)$/]',
    message: 'What a customer reads leaves as a sealed result through the channel\'s adapter.', may: ['channels/bot-framework/adapter.ts', 'test/bench/echo.ts'],
  },
]
const restricted = file => ['error', ...pastTheGate.filter(({ may }) => !may.includes(file)).map(({ selector, message }) => ({ selector, message }))]
const oneWayOut = [
  { files: ['**/*.{ts,tsx}'], rules: { 'no-restricted-syntax': restricted('') } },
  ...[...new Set(pastTheGate.flatMap(({ may }) => may))].map(file => ({ files: [file], rules: { 'no-restricted-syntax': restricted(file) } })),
]

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'data', 'web/desk/call/openapi.d.ts'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-empty-object-type': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['**/*.{ts,tsx,mts,cts,js,mjs,jsx}'],
    // Tests may wire rooms together; in bot, these do.
    ignores: [
      '**/*.test.ts',
      'bot/agent.ts',
      'bot/channel.ts',
      'bot/config.ts',
      'bot/log-export.ts',
      'bot/main.ts',
      'bot/outbox.ts', 'bot/db-move.ts', 'bot/customer.ts', 'bot/audit.ts', 'bot/case.ts', 'bot/enquiry.ts', 'bot/evidence.ts', 'bot/keys.ts',
      'bot/prepare.ts', 'bot/desk-types.ts',
      'bot/service.ts',
      'bot/start-failure.ts',
    ],
    plugins: { rooms: { rules: { 'one-way': oneWay } } },
    rules: { 'rooms/one-way': 'error' },
  },
  {
    // What is practised reaches no customer, record or figure: a room is handed none, and takes none by itself.
    files: ['bot/practice/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [{
      group: ['**/channels/**', '!**/channels/abilities.ts', '**/store/**', '**/contacts/outbox.ts', '**/contacts/proof/**', '**/service.ts', '**/delivery.ts', '**/channels.ts', '**/observed.ts', '**/metrics.ts', '**/desk.ts'],
      message: 'A practice room is given all it may use (docs/decisions/practice-is-a-desk-of-its-own.md).',
    }] }] },
  },
  ...oneWayOut,
)
