import { describe, expect, test } from 'vitest'
import { projectFiles, readProjectFile } from './files.ts'

const SELF = 'tests/project/repository.test.ts'
const TEXTS = projectFiles(
  /\.(?:ts|tsx|mjs|js|astro|mdx|md|json|ya?ml|css|html|svg|grit)$|^\.ci\/run$|^\.npmrc$/,
).filter(path => path !== SELF && !path.startsWith('tests/conformance/recorded/'))

/** What shows a machine's own folders, or a registry's addresses. */
const OF_A_MACHINE = [
  // The home of the shell that the course simulates is no machine's.
  /(?<![\w./])\/(?:home(?!\/learner\b)|root|work|Users)\/[a-z]/,
  /[A-Z]:\\\\?Users/,
  /registry\.(?:npmjs|yarnpkg)\.|npmmirror/,
  /"resolved": "/,
]

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly hasInstallScript?: boolean
}
const PACKAGES: Readonly<Record<string, Locked>> = JSON.parse(readProjectFile('package-lock.json')).packages
const MANIFEST = JSON.parse(readProjectFile('package.json'))

test('no file speaks of one machine or of a registry', () => {
  const found = TEXTS.flatMap(path => {
    const text = readProjectFile(path)
    return OF_A_MACHINE.flatMap(pattern => (pattern.exec(text) ? [`${path}: ${pattern.exec(text)?.[0]}`] : []))
  })
  expect(found).toEqual([])
})

describe('the lockfile', () => {
  test('names the binaries of every platform', () => {
    const locked = new Set(Object.keys(PACKAGES).map(path => path.split('node_modules/').at(-1)))
    const missing = Object.entries(PACKAGES).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter(name => !locked.has(name))
        .map(name => `${path} lacks ${name}`),
    )
    expect(missing).toEqual([])
  })

  test('has an install script only where package.json allows it', () => {
    const scripted = Object.entries(PACKAGES).filter(([, { hasInstallScript }]) => hasInstallScript)
    const names = scripted.map(([path]) => path.split('node_modules/').at(-1) ?? path)
    expect(names.filter(name => MANIFEST.allowScripts[name] !== true)).toEqual([])
  })
})

test('every dependency is asked for by its exact version', () => {
  const asked = Object.entries<string>({ ...MANIFEST.dependencies, ...MANIFEST.devDependencies })
  expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([])
})

test('no check is silenced and no test held back', () => {
  const silenced =
    /@ts-(?:ignore|nocheck|expect-error)|(?:biome|eslint|knip)-(?:ignore|disable)|\bas (?:any)\b|\b(?:it|test|describe)\.(?:only|skip|todo|fixme|fails|runIf|skipIf)\b/
  const code = TEXTS.filter(path => /\.(?:ts|tsx|mjs|astro)$/.test(path))
  expect(code.filter(path => silenced.test(readProjectFile(path)))).toEqual([])
})

test('nothing is left for later', () => {
  const later = /\b(?:todo|fixme|xxx|lorem ipsum|coming soon|bientôt disponible)\b/i
  expect(TEXTS.filter(path => later.test(readProjectFile(path)))).toEqual([])
})
