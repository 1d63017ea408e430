import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/{unit,project}/**/*.test.ts'],
    environment: 'node',
    expect: { requireAssertions: true },
    allowOnly: false,
  },
})
