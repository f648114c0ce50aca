import tseslint from 'typescript-eslint'
import { oneWay } from './eslint.rooms.js'

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
  {
    files: ['**/*.{ts,tsx,mts,cts,js,mjs,jsx}'],
    // Tests may wire rooms together; in bot, these do.
    ignores: [
      '**/*.test.ts',
      'bot/agent.ts',
      'bot/config.ts',
      'bot/main.ts',
      'bot/outbox.ts',
      'bot/prepare.ts',
      'bot/service.ts',
      'bot/start-failure.ts',
    ],
    plugins: { rooms: { rules: { 'one-way': oneWay } } },
    rules: { 'rooms/one-way': 'error' },
  },
)
