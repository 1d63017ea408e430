import { describe, expect, test } from 'vitest'
import { findBrowser, type Machine } from '../../../scripts/browser.ts'

const PLAYWRIGHTS = '/cache/ms-playwright/chrome'

test.each<[string, Partial<Machine>, string[], string | undefined]>([
  ['the one that is named', { env: { CHROMIUM_PATH: '/opt/c', PATH: '/bin' } }, ['/opt/c', PLAYWRIGHTS], '/opt/c'],
  ["Playwright's own before the system's", { env: { PATH: '/bin' } }, [PLAYWRIGHTS, '/bin/chromium'], PLAYWRIGHTS],
  ['chromium on the path', { env: { PATH: '/usr/bin:/opt/bin' } }, ['/opt/bin/chromium'], '/opt/bin/chromium'],
  [
    'chrome on the path',
    { env: { PATH: '/usr/bin' } },
    ['/usr/bin/google-chrome-stable'],
    '/usr/bin/google-chrome-stable',
  ],
  [
    'chrome among the applications of a Mac',
    { platform: 'darwin', env: { PATH: '/usr/bin' } },
    ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ],
  [
    'chrome among the programs of Windows',
    { platform: 'win32', env: { ProgramFiles: 'C:\\Program Files' } },
    ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ],
  ['none where there is none', { env: {} }, [], undefined],
])('finds %s', (_, machine, there, expected) => {
  expect(findBrowser(machineWith(there, machine))).toBe(expected)
})

describe('a browser that is named and not there', () => {
  test('is said to be missing, and no other is taken', () => {
    const machine = machineWith([PLAYWRIGHTS], { env: { CHROMIUM_PATH: '/nowhere' } })
    expect(() => findBrowser(machine)).toThrow('/nowhere')
  })
})

function machineWith(there: readonly string[], machine: Partial<Machine>): Machine {
  return { platform: 'linux', env: {}, playwrights: PLAYWRIGHTS, exists: path => there.includes(path), ...machine }
}
