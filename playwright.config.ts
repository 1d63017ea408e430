import { defineConfig } from '@playwright/test'
import { browserArguments, findBrowser } from './scripts/browser.ts'

const executablePath = findBrowser()

// https://playwright.dev/docs/test-configuration
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  globalSetup: './tests/e2e/serve-builds.ts',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  reporter: [
    ['list'],
    ['json', { outputFile: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ?? 'reports/playwright.json' }],
  ],
  use: {
    browserName: 'chromium',
    launchOptions: { args: browserArguments(), ...(executablePath ? { executablePath } : {}) },
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'course', testMatch: /course\/.*\.spec\.ts/ },
    { name: 'folder', testMatch: /folder\/.*\.spec\.ts/ },
    { name: 'speed', testMatch: /speed\/.*\.spec\.ts/ },
  ],
})
