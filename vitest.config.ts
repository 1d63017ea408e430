import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // npm run unit and npm run rules look into one folder each.
    dir: 'tests',
    include: ['**/*.test.ts'],
    environment: 'node',
    expect: { requireAssertions: true },
    allowOnly: false,
  },
})
