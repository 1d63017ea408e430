import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { driveBrowser } from './browser.ts'
import { BUILDS, build } from './course.ts'
import { type Ending, runNode, tool } from './tool.ts'

/*
 * npm test
 * Every check there is, the quick ones first. One that fails says why, and the others go on. Ends with one line,
 * `N passed, N failed`: unit tests, recorded answers and browser tests count one by one, every other check as one.
 */

interface Tally {
  readonly passed: number
  readonly failed: number
}

interface Check {
  readonly name: string
  readonly run: () => Promise<Ending>
  /** Reads how many passed and failed; without it the check counts as one. */
  readonly count?: (ending: Ending) => Tally
  /** Whether it shows by itself what it does. */
  readonly shown?: boolean
}

const REPORTS = 'reports'
const UNIT = `${REPORTS}/unit.json`
const E2E = `${REPORTS}/e2e.json`
const SPEED = `${REPORTS}/speed.json`

const CHECKS: readonly Check[] = [
  { name: 'engine types', run: () => runNode([tool('typescript', 'tsc'), '-p', 'tsconfig.engine.json']) },
  { name: 'content types', run: () => runNode(['scripts/astro.ts', 'sync']) },
  { name: 'types', run: () => runNode([tool('typescript', 'tsc'), '-p', 'tsconfig.json']) },
  { name: 'lint and format', run: () => runNode([tool('@biomejs/biome', 'biome'), 'check', '--error-on-warnings']) },
  { name: 'import arrows', run: () => runNode([tool('dependency-cruiser', 'depcruise'), 'src']) },
  { name: 'nothing unused', run: () => runNode([tool('knip')]) },
  {
    name: 'unit tests',
    run: () =>
      runNode([tool('vitest'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${UNIT}`], {
        env: { FORCE_COLOR: '0' },
      }),
    count: countUnit,
  },
  {
    name: 'recorded answers',
    run: () => runNode(['tests/conformance/run.ts', 'tests/conformance/recorded']),
    count: countLastLine,
  },
  { name: 'page types', run: () => runNode(['scripts/astro.ts', 'check', '--minimumFailingSeverity', 'warning']) },
  { name: 'build', run: () => build(BUILDS.root) },
  { name: 'build under a folder', run: () => build(BUILDS.folder) },
  { name: 'size', run: () => runNode([tool('size-limit')]) },
  { name: 'size of the engine', run: () => runNode(['scripts/weigh.ts']) },
  {
    name: 'browser tests',
    run: () => browse(E2E, ['--project=course', '--project=folder']),
    count: countBrowser(E2E),
    shown: true,
  },
  {
    name: 'speed',
    run: () => browse(SPEED, ['--project=speed', '--workers=1']),
    count: countBrowser(SPEED),
    shown: true,
  },
]

mkdirSync(REPORTS, { recursive: true })
for (const report of [UNIT, E2E, SPEED]) rmSync(report, { force: true })
let passed = 0
let failed = 0
for (const check of CHECKS) {
  const start = performance.now()
  const ending = await check.run()
  const tally = tallyOf(check, ending)
  passed += tally.passed
  failed += tally.failed
  if (tally.failed > 0 && !check.shown) console.log(ending.output.trimEnd())
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(
    `${tally.failed > 0 ? 'FAILED' : 'ok    '} ${check.name}: ${tally.passed} passed, ${tally.failed} failed (${seconds} s)`,
  )
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

/** A check that ended badly has failed, whatever it counted; one that counted nothing has not been run. */
function tallyOf({ count }: Check, ending: Ending): Tally {
  if (!count) return { passed: ending.ok ? 1 : 0, failed: ending.ok ? 0 : 1 }
  const tally = attempt(() => count(ending)) ?? { passed: 0, failed: 0 }
  const sound = ending.ok && tally.passed + tally.failed > 0
  return sound ? tally : { ...tally, failed: Math.max(1, tally.failed) }
}

function browse(report: string, args: readonly string[]): Promise<Ending> {
  return driveBrowser(args, { env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report } })
}

/** Of vitest's report (Jest's form). */
function countUnit(): Tally {
  const { numPassedTests, numTotalTests } = JSON.parse(readFileSync(UNIT, 'utf8'))
  return { passed: numPassedTests, failed: numTotalTests - numPassedTests }
}

/** Of Playwright's report: only what went as expected, at once, has passed. */
function countBrowser(report: string): () => Tally {
  return () => {
    const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(report, 'utf8')).stats
    return { passed: expected, failed: unexpected + flaky + skipped }
  }
}

function countLastLine({ output }: Ending): Tally {
  const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(output) ?? []
  return { passed: Number(passed ?? 0), failed: Number(failed ?? 0) }
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}
