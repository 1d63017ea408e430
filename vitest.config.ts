import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // npm run unit and npm run rules look into one folder each.
    dir: 'tests',
    include: ['**/*.test.ts'],
    environment: 'node',
    expect: { requireAssertions: true },
    allowOnly: false,
    // A machine that does much else at once is slow, not wrong.
    testTimeout: 30_000,
  },
})
