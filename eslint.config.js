import tseslint from 'typescript-eslint'

/** Which rooms a room may import from (design.md, "Imports go one way"). */
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
const rooms = [...Object.keys(allowed), 'test']
const botbuilderRooms = ['bot', 'channels', 'dialogs']

const oneWay = Object.entries(allowed).map(([room, may]) => ({
  files: [`${room}/**/*.{ts,tsx}`],
  // Tests may wire rooms together; main.ts is the composition root.
  ignores: ['**/*.test.ts', 'bot/main.ts', 'bot/config.ts', 'bot/service.ts', 'bot/agent.ts', 'bot/prepare.ts'],
  rules: {
    'no-restricted-imports': ['error', {
      patterns: [
        ...rooms.filter(other => other !== room && !may.includes(other)).map(other => ({
          group: [`**/../${other}/**`, `../${other}/**`, `../../${other}/**`],
          message: `Room "${room}" must not import from "${other}" (design.md, Rooms).`,
        })),
        ...(botbuilderRooms.includes(room) ? [] : [{ group: ['botbuilder*', 'botframework-connector*', 'botframework-schema'], message: 'Bot Framework types stay in bot, channels and dialogs.' }]),
      ],
    }],
  },
}))

export default tseslint.config(
  { ignores: ['node_modules', 'dist', 'data'] },
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
  ...oneWay,
)
