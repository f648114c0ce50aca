import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{bot,channels,dialogs,nlp,knowledge,contacts,desk,store,web,test}/**/*.test.ts'],
    // Much of the suite waits, for processes that start and faults that are noticed: on two cores three files at a time take two thirds of the time of two.
    maxWorkers: Math.max(3, availableParallelism()),
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
