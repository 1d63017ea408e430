import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { satteri } from '@astrojs/markdown-satteri'
import mdx from '@astrojs/mdx'
import preact from '@astrojs/preact'
import { defineConfig } from 'astro/config'
import { preloadWithWorkers } from './scripts/preload.ts'
import { lessonMarkdown } from './src/i18n/markdown.ts'
import { typesetLocales } from './src/i18n/vite.ts'

/** The scripts that stand in the page itself, before anything is painted: the policy names each by its hash. */
const inlineScripts = ['src/layouts/theme.js', 'src/layouts/root.js'].map(
  path => `sha256-${createHash('sha256').update(readFileSync(path, 'utf8')).digest('base64')}`,
)

/**
 * Where a module of a worker goes: those that its entry imports, directly or not, go together. The entry stands alone: WebKit
 * does not know it again as a module, and whatever else imported from it would run it once more, beside the first.
 */
function coreOf(id, modules) {
  return !modules.getModuleInfo(id)?.isEntry && comesFromEntry(id, modules) ? 'core' : null
}

function comesFromEntry(id, modules, seen = new Set()) {
  const module = modules.getModuleInfo(id)
  if (module === null || seen.has(id)) return false
  seen.add(id)
  return module.isEntry || module.importers.some(importer => comesFromEntry(importer, modules, seen))
}

/** What travels as one file though several islands share it: of many small files each costs a slow network a turn. */
const together = [
  // What pages need to keep something, then what every island needs.
  { name: 'keep', priority: 4, test: /node_modules\/@?nanostores\/|\/src\/stores\/storage\.|vite\/preload-helper/ },
  {
    name: 'island',
    priority: 3,
    test: /node_modules\/(?:preact|i18next)\/|\/src\/(?:i18n\/(?:lang|translator|routes)|islands\/(?:Icon|Rich|use-stored|Lock|Key|plain|slide))\.|\/src\/kubernetes\/(?:taint|toleration|requirement)\./,
  },
  // What wakes the lab, then what its parts share.
  {
    name: 'lab-start',
    priority: 2,
    test: /\/src\/stores\/(?:lab|lab-address|lab-tab|lab-protocol|lab-terms|lab-verdict|same-parts|terminal-line)\.ts/,
  },
  {
    name: 'lab-shared',
    priority: 1,
    test: /\/src\/(?:i18n\/lab|stores\/lab-desk|islands\/lab-(?:said|issue|decision-words))\.ts/,
  },
]

// https://docs.astro.build/en/reference/configuration-reference/
export default defineConfig({
  // Where the course will stand: SITE is its origin (https://example.org), BASE_PATH its folder there (/course/).
  site: process.env.SITE || 'http://localhost:4321',
  base: process.env.BASE_PATH || '/',
  output: 'static',
  trailingSlash: 'always',
  build: { format: 'directory', inlineStylesheets: 'always' },
  integrations: [preact(), mdx(), preloadWithWorkers()],
  markdown: {
    processor: satteri({ mdastPlugins: lessonMarkdown, features: { smartPunctuation: false } }),
    syntaxHighlight: false,
  },
  security: {
    csp: {
      directives: [
        "default-src 'none'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
      ],
      scriptDirective: { hashes: inlineScripts },
    },
  },
  devToolbar: { enabled: false },
  vite: {
    plugins: [typesetLocales()],
    environments: {
      client: {
        build: {
          rolldownOptions: {
            output: { codeSplitting: { groups: together } },
          },
        },
      },
    },
    // The worker of the lab loads its parts when it needs them; what it begins with is one file, beside its entry.
    worker: {
      format: 'es',
      rolldownOptions: {
        output: { codeSplitting: { groups: [{ name: coreOf }] } },
      },
    },
  },
})
