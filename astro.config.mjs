import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { satteri } from '@astrojs/markdown-satteri'
import mdx from '@astrojs/mdx'
import preact from '@astrojs/preact'
import { defineConfig } from 'astro/config'
import { lessonMarkdown } from './src/i18n/markdown.ts'
import { typesetLocales } from './src/i18n/vite.ts'

/** The scripts that stand in the page itself, before anything is painted: the policy names each by its hash. */
const inlineScripts = ['src/layouts/theme.js', 'src/layouts/root.js'].map(
  path => `sha256-${createHash('sha256').update(readFileSync(path, 'utf8')).digest('base64')}`,
)

// https://docs.astro.build/en/reference/configuration-reference/
export default defineConfig({
  // Where the course will stand: SITE is its origin (https://example.org), BASE_PATH its folder there (/course/).
  site: process.env.SITE || 'http://localhost:4321',
  base: process.env.BASE_PATH || '/',
  output: 'static',
  trailingSlash: 'always',
  build: { format: 'directory', inlineStylesheets: 'always' },
  integrations: [preact(), mdx()],
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
  // The worker of the lab loads its parts when it needs them.
  vite: { plugins: [typesetLocales()], worker: { format: 'es' } },
})
