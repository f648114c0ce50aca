import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{bot,channels,dialogs,nlp,knowledge,contacts,desk,store,web,test}/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
