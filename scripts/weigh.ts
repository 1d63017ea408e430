import { basename } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { build, type Rolldown } from 'vite'

/*
 * npm run weigh
 * Bundles the engine as a page would, compresses it (brotli 11), and prints what it weighs without `yaml`: what a page needs
 * to found the first cluster, let its clock run and answer an ordinary `kubectl get`; each part that may come later; the
 * whole in one file. Ends with 1 where one of the limits is passed.
 */

const ENTRY = 'engine'

/** What a page takes at the start, and what it can ask for later. */
const ENGINE = `
  export { kindCluster } from '/src/cluster/kind.ts'
  export { advance, settle } from '/src/cluster/controllers.ts'
  export { runLine } from '/src/stores/engine-parts.ts'
  export const later = [
    () => import('/src/cluster/presets.ts'),
    () => import('/src/cluster/step.ts'),
    () => import('/src/cluster/import.ts'),
    () => import('/src/shell/complete.ts'),
  ]
`

/** In bytes. */
const LIMITS = { start: 60_000, whole: 161_000 }

const start = await bundle({ codeSplitting: { groups: [{ name: 'start', test: /^engine$/ }] } })
const files = start.map(chunk => ({ chunk, weight: weigh(chunk.code) })).sort((a, b) => b.weight - a.weight)
const atStart = needed(start)
const weights = {
  start: files.reduce((sum, { chunk, weight }) => (atStart.has(chunk.fileName) ? sum + weight : sum), 0),
  whole: (await bundle({ codeSplitting: false })).reduce((sum, { code }) => sum + weigh(code), 0),
}

for (const { chunk, weight } of files) if (!atStart.has(chunk.fileName)) print(basename(chunk.fileName, '.js'), weight)
for (const name of ['start', 'whole'] as const) print(name, weights[name], LIMITS[name])
process.exitCode = weights.start <= LIMITS.start && weights.whole <= LIMITS.whole ? 0 : 1

function print(name: string, weight: number, limit?: number): void {
  console.log(`${name.padEnd(24)} ${inKilobytes(weight)}${limit === undefined ? '' : ` of ${inKilobytes(limit)}`}`)
}

function inKilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1).padStart(6)} kB`
}

function weigh(code: string): number {
  return brotliCompressSync(code, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length
}

async function bundle(output: Rolldown.OutputOptions): Promise<readonly Rolldown.OutputChunk[]> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'engine',
        resolveId: id => (id === ENTRY ? id : undefined),
        load: id => (id === ENTRY ? ENGINE : undefined),
      },
    ],
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: {
        input: ENTRY,
        external: ['yaml'],
        preserveEntrySignatures: 'strict',
        output: { ...output, chunkFileNames: '[name].js', entryFileNames: '[name].js' },
      },
    },
  })
  const outputs = Array.isArray(built) ? built.flatMap(one => one.output) : 'output' in built ? built.output : []
  return outputs.filter(file => file.type === 'chunk')
}

/** The files that the entry cannot do without: it and all that it imports. */
function needed(chunks: readonly Rolldown.OutputChunk[]): ReadonlySet<string> {
  const names = new Set(chunks.flatMap(({ isEntry, fileName }) => (isEntry ? fileName : [])))
  // A set that grows while one goes through it goes on to what was added.
  for (const name of names)
    for (const other of chunks.find(one => one.fileName === name)?.imports ?? []) names.add(other)
  return names
}
