import { defineConfig } from '@playwright/test'
import { browserArguments, findBrowser } from './scripts/browser.ts'

const executablePath = findBrowser()
const ALL = 'tests/e2e'

// https://playwright.dev/docs/test-configuration
export default defineConfig({
  globalSetup: './tests/e2e/serve-builds.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  // For machines that have much else to do: nothing here waits for time to pass.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ?? 'reports/playwright.json' }],
  ],
  use: {
    browserName: 'chromium',
    launchOptions: { args: browserArguments(), ...(executablePath ? { executablePath } : {}) },
    locale: 'en-US',
    screenshot: 'only-on-failure',
  },
  // Where the builds are served is in the environment once serve-builds.ts has run.
  projects: [
    { name: 'course', testDir: ALL, testIgnore: /speed/, use: { baseURL: process.env['COURSE'] ?? '' } },
    { name: 'folder', testDir: ALL, grep: /@folder/, use: { baseURL: process.env['COURSE_IN_FOLDER'] ?? '' } },
    { name: 'speed', testDir: `${ALL}/speed`, use: { baseURL: process.env['COURSE'] ?? '' } },
  ],
})
