import { existsSync, readFileSync } from 'node:fs'
import { posix, win32 } from 'node:path'
import { chromium } from '@playwright/test'
import { type Ending, type RunOptions, run, runNode, tool } from './tool.ts'

/*
 * The browser that the tests drive: one that is there, else one that is fetched. CHROMIUM_PATH names one by hand.
 */

const FETCHING_MS = 3 * 60_000
const ON_PATH = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
const MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge']
const WINDOWS = [
  ['Google', 'Chrome', 'Application', 'chrome.exe'],
  ['Chromium', 'Application', 'chrome.exe'],
  ['Microsoft', 'Edge', 'Application', 'msedge.exe'],
]

/** What to install, for the person whose machine gave us no browser. */
const NO_BROWSER =
  'No browser to test with: install Chromium or Google Chrome (on Debian: apt install chromium), or name one in CHROMIUM_PATH.'

/** The machine that a browser is looked for on. */
export interface Machine {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where Playwright would have put its own. */
  readonly playwrights: string
  readonly exists: (path: string) => boolean
}

const HERE: Machine = {
  platform: process.platform,
  env: process.env,
  playwrights: chromium.executablePath(),
  exists: existsSync,
}

/**
 * A browser that is there: the one that CHROMIUM_PATH names, Playwright's own, the system's. Nothing when there is none.
 * Throws when CHROMIUM_PATH names a file that does not exist.
 */
export function findBrowser({ platform, env, playwrights, exists }: Machine = HERE): string | undefined {
  const named = env['CHROMIUM_PATH']
  if (named && !exists(named)) throw new Error(`CHROMIUM_PATH names ${named}, which is not there`)
  return [named, playwrights, ...systemBrowsers(platform, env)].find(path => path && exists(path))
}

/** A browser that is there, else one that could be fetched. Nothing when none could. */
async function getBrowser(): Promise<string | undefined> {
  const found = findBrowser()
  if (found) return found
  for (const fetch of fetchers()) {
    console.log(`no browser here: ${fetch.what}`)
    await fetch.how()
    const fetched = findBrowser()
    if (fetched) return fetched
  }
  return undefined
}

/** Runs Playwright's tests, showing each, with a browser that is here or that can be fetched. */
export async function driveBrowser(args: readonly string[], options: RunOptions = {}): Promise<Ending> {
  if (await getBrowser())
    return runNode([tool('@playwright/test', 'playwright'), 'test', ...args], { ...options, shown: true })
  console.log(NO_BROWSER)
  return { ok: false, output: NO_BROWSER }
}

/** What Chromium must be told before it starts: as root it has no sandbox. */
export function browserArguments(): string[] {
  return isRoot() ? ['--no-sandbox'] : []
}

function systemBrowsers(platform: NodeJS.Platform, env: Machine['env']): string[] {
  if (platform === 'win32') {
    const homes = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LocalAppData']].filter(
      home => home !== undefined,
    )
    return homes.flatMap(home => WINDOWS.map(parts => win32.join(home, ...parts)))
  }
  const apps = platform === 'darwin' ? MAC.map(name => `/Applications/${name}.app/Contents/MacOS/${name}`) : []
  const folders = (env['PATH'] ?? '').split(posix.delimiter).filter(folder => folder !== '')
  return [...apps, ...ON_PATH.flatMap(name => folders.map(folder => posix.join(folder, name)))]
}

/** Debian's package first where it may be installed: Playwright's installer may hang where it finds no internet. */
function fetchers(): readonly { readonly what: string; readonly how: () => Promise<Ending> }[] {
  const playwright = {
    what: 'asking Playwright to fetch one (3 minutes at most)',
    how: () =>
      runNode([tool('@playwright/test', 'playwright'), 'install', 'chromium'], { shown: true, timeout: FETCHING_MS }),
  }
  return isRoot() && isDebian()
    ? [{ what: 'asking apt-get for one', how: installDebianPackage }, playwright]
    : [playwright]
}

async function installDebianPackage(): Promise<Ending> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const install = () =>
    run('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], { env, timeout: FETCHING_MS })
  const first = await install()
  if (first.ok) return first
  await run('apt-get', ['update'], { env, timeout: FETCHING_MS })
  return install()
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** Ubuntu's package of this name only sends on to a snap, so Debian it must be. (os-release(5)) */
function isDebian(): boolean {
  return existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
}
