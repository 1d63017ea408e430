/*
 * Who may import whom: architecture.md's table, for the tools that hold the code to it. Dependency-cruiser reads it for
 * .ts and .tsx (`.dependency-cruiser.mjs`), astro-files.test.ts for .astro.
 */

/** The engine, left to right: each may import what stands before it. */
const ENGINE = ['kubernetes', 'scheduling', 'cluster', 'kubectl', 'shell', 'quiz'] as const

export interface Layer {
  /** Folders or files of src/ that it may import, besides itself. */
  readonly may: readonly string[]
  /** Those of which it may import types alone. */
  readonly types?: readonly string[]
  /** Packages. */
  readonly packages: readonly string[]
}

const engine: Readonly<Record<string, Layer>> = Object.fromEntries(
  ENGINE.map((folder, index) => [folder, { may: ENGINE.slice(0, index), packages: [] }]),
)

/** Pages are drawn at build time: they may ask the engine (a transcript), and send nothing of it to the browser. */
const drawing: Layer = {
  may: ['layouts', 'components', 'islands', 'i18n', 'content', 'styles', ...ENGINE],
  packages: ['astro'],
}

export const LAYERS: Readonly<Record<string, Layer>> = {
  ...engine,
  learner: { may: [], packages: ['ts-fsrs'] },
  i18n: { may: [], types: [...ENGINE, 'learner'], packages: ['i18next', 'satteri', 'vite'] },
  stores: { may: [...ENGINE, 'learner'], packages: ['nanostores', '@nanostores/persistent'] },
  // An island that comes when it is asked for brings its styles along.
  islands: {
    may: ['stores', 'i18n', 'kubernetes', 'styles'],
    types: [...ENGINE, 'learner'],
    packages: ['preact', '@nanostores/preact'],
  },
  content: { may: ENGINE, packages: ['astro'] },
  components: drawing,
  layouts: drawing,
  pages: drawing,
}

/** The one file that knows `yaml`: it reads manifests, and loads when they are read. */
export const YAML_READER = 'src/kubectl/manifest.ts'

/** The one file that knows CodeMirror: it loads when the lab's editor is opened. */
export const CODE_EDITOR = 'src/islands/lab-editor.ts'
