import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tool } from '../../scripts/tool.ts'

/*
 * Whether the tools would notice: a small project under the real rules, with what they forbid planted in it.
 */

const IMPURE = [
  'Date.now()',
  'new Date()',
  'Date()',
  'Math.random()',
  'performance.now()',
  'crypto.randomUUID()',
  'setTimeout(f, 1)',
  'console.log(1)',
  'process.env',
  'document.title',
  'localStorage.length',
  'globalThis.name',
  'names.toSorted((a, b) => a.localeCompare(b))',
  'new Date(0).getHours()',
]
const PURE = [
  'new Date(0).toISOString()',
  'Date.parse(text)',
  'Date.UTC(2026, 0)',
  'Math.max(1, 2)',
  'now.getUTCHours()',
]

type Import = readonly [from: string, to: string, types?: 'types']

const ARROWS: readonly (readonly [rule: string, ...Import])[] = [
  ['kubernetes-imports-only-its-own', 'src/kubernetes/a.ts', 'src/scheduling/b.ts'],
  ['kubernetes-imports-only-its-packages', 'src/kubernetes/c.ts', 'node:fs'],
  ['scheduling-imports-only-its-own', 'src/scheduling/a.ts', 'src/cluster/b.ts', 'types'],
  ['cluster-imports-only-its-own', 'src/cluster/a.ts', 'src/kubectl/b.ts'],
  ['kubectl-imports-only-its-own', 'src/kubectl/a.ts', 'src/shell/b.ts'],
  ['kubectl-imports-only-its-packages', 'src/kubectl/c.ts', 'yaml'],
  ['shell-imports-only-its-own', 'src/shell/a.ts', 'src/quiz/b.ts'],
  ['quiz-imports-only-its-own', 'src/quiz/a.ts', 'src/learner/b.ts'],
  ['learner-imports-only-its-own', 'src/learner/a.ts', 'src/kubernetes/b.ts'],
  ['i18n-imports-only-its-own', 'src/i18n/a.ts', 'src/stores/b.ts'],
  ['i18n-imports-only-types', 'src/i18n/c.ts', 'src/quiz/b.ts'],
  ['stores-imports-only-its-own', 'src/stores/a.ts', 'src/islands/b.ts'],
  ['islands-imports-only-its-own', 'src/islands/a.ts', 'src/components/b.ts'],
  ['islands-imports-only-types', 'src/islands/c.ts', 'src/scheduling/b.ts'],
  ['components-imports-only-its-own', 'src/components/a.ts', 'src/stores/b.ts'],
  ['manifest-imports-only-yaml', 'src/kubectl/manifest.ts', 'node:fs'],
  ['words-through-i18n', 'src/islands/d.ts', 'locales/fr/app.json'],
  ['src-imports-no-tests', 'src/cluster/d.ts', 'tests/b.ts'],
  ['no-cycles', 'src/cluster/about.ts', 'src/cluster/round.ts'],
]
const ALLOWED: readonly Import[] = [
  ['src/cluster/round.ts', 'src/cluster/about.ts'],
  ['src/quiz/e.ts', 'src/kubernetes/b.ts'],
  ['src/kubectl/manifest.ts', 'yaml'],
  ['src/i18n/e.ts', 'src/quiz/b.ts', 'types'],
  ['src/islands/e.ts', 'src/scheduling/b.ts', 'types'],
  ['src/stores/e.ts', 'src/quiz/b.ts'],
]

let planted = ''

beforeAll(() => {
  planted = mkdtempSync(join(tmpdir(), 'passepartout-'))
  for (const path of [
    'biome.json',
    'tsconfig.json',
    'package.json',
    '.gitignore',
    '.dependency-cruiser.mjs',
    'tests/project',
  ]) {
    cpSync(path, join(planted, path), { recursive: true })
  }
  symlinkSync(resolve('node_modules'), join(planted, 'node_modules'), 'junction')
})
afterAll(() => rmSync(planted, { recursive: true, force: true }))

test('the linter sees each impurity in the engine, and only there', () => {
  for (const [index, code] of IMPURE.entries()) {
    plant(`src/kubernetes/impure-${index}.ts`, `export const found = ${code}\n`)
    plant(`src/islands/impure-${index}.ts`, `export const found = ${code}\n`)
  }
  for (const [index, code] of PURE.entries()) plant(`src/quiz/pure-${index}.ts`, `export const found = ${code}\n`)

  const { diagnostics } = JSON.parse(
    run(tool('@biomejs/biome', 'biome'), 'lint', '--reporter=json', '--max-diagnostics=none', 'src'),
  )

  const impure = diagnostics
    .filter(({ category }: { category: string }) => /^plugin$|noRestrictedGlobals/.test(category))
    .map(({ location }: { location: { path: string } }) => location.path)
  expect(new Set(impure)).toEqual(new Set(IMPURE.map((_, index) => `src/kubernetes/impure-${index}.ts`)))
})

test('dependency-cruiser sees each import that points the wrong way, and no other', () => {
  const imports = new Map<string, string[]>()
  for (const [from, to, types] of [...ARROWS.map(([, ...each]) => each), ...ALLOWED]) {
    imports.set(from, [...(imports.get(from) ?? []), importing(from, to, types)])
    if (to.startsWith('locales/')) plant(to, '{}')
    else if (/^(?:src|tests)\/.*\/b\.ts$|^tests\/b\.ts$/.test(to)) plant(to, 'export const b = 1\nexport type B = 1\n')
  }
  for (const [from, lines] of imports) plant(from, lines.join(''))

  const { summary } = JSON.parse(run(tool('dependency-cruiser', 'depcruise'), 'src', '--output-type', 'json'))

  const seen = summary.violations.map(
    ({ rule, from }: { rule: { name: string }; from: string }) => `${rule.name}: ${from}`,
  )
  expect(seen.toSorted()).toEqual(ARROWS.map(([rule, from]) => `${rule}: ${from}`).toSorted())
})

function plant(path: string, text: string): void {
  const file = join(planted, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

function importing(from: string, to: string, types?: 'types'): string {
  const path = to.includes('/') ? `${'../'.repeat(from.split('/').length - 1)}${to}` : to
  return `export ${types ? 'type ' : ''}* from '${path}'\n`
}

function run(program: string, ...args: string[]): string {
  return spawnSync(process.execPath, [program, ...args], { cwd: planted, encoding: 'utf8' }).stdout
}
