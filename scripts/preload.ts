import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'

/** What a worker fetches first, below the course's address. */
const FETCHED = 'lab/founded.json'

/**
 * An integration of Astro: a page that starts a worker names in its head all that it will ask for before it can be used. The
 * files travel together then, where each would otherwise be found in the one before it: its scripts and islands with all that
 * they import, the words of its language, the worker, and what that fetches. Pages without a worker stay as they are.
 */
export function preloadWithWorkers(): AstroIntegration {
  let base = '/'
  return {
    name: 'preload-with-workers',
    hooks: {
      'astro:config:done': ({ config }) => {
        base = `${config.base}/`.replace(/\/+/g, '/')
      },
      'astro:build:done': ({ dir }) => {
        const root = fileURLToPath(dir)
        const pages = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.html'))
        for (const path of pages) {
          const page = readFileSync(join(root, path), 'utf8')
          const links = linksOf(page, join(root, '_astro'), base)
          if (links === '') continue
          const [viewport = ''] = /<meta name="viewport"[^>]*>/.exec(page) ?? []
          if (viewport === '') throw new Error(`${path}: no place in the head to name what it needs`)
          writeFileSync(
            join(root, path),
            page.replace(viewport, () => viewport + links),
          )
        }
      },
    },
  }
}

/** The `<link>`s of a page; none where it starts no worker. */
function linksOf(page: string, scripts: string, base: string): string {
  const lang = /<html lang="(\w+)"/.exec(page)?.[1]
  const code = new Map<string, string>()
  const follow = (name: string): void => {
    if (code.has(name)) return
    const text = readFileSync(join(scripts, name), 'utf8')
    code.set(name, text)
    for (const [, imported = ''] of text.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) follow(imported)
    // The words of a language are awaited before anything is drawn.
    for (const [, words = '', of] of text.matchAll(/import\([`"']\.\/([\w-]+-words\.(\w+)\.[^`"']+\.js)[`"']\)/g)) {
      if (of === lang) follow(words)
    }
  }
  const followAll = (named: RegExp): readonly string[] => {
    const before = code.size
    for (const [, address = ''] of page.matchAll(named)) follow(basename(address))
    return [...code.keys()].slice(before)
  }
  // What starts the worker is small and comes first; the worker has most to do before anything can be seen of it.
  const first = followAll(/<script type="module" src="([^"]+)"/g)
  const rest = followAll(/(?:component|renderer)-url="([^"]+)"/g)
  const workers = [...code.values()].flatMap(text => [...text.matchAll(/new URL\([`"']([^`"']*-worker-[^`"']+\.js)/g)])
  const [worker] = workers.map(([, address = '']) => basename(address))
  if (worker === undefined) return ''
  const before = code.size
  follow(worker)
  const working = [...code.keys()].slice(before)
  const link = (attributes: string, path: string) => `<link ${attributes} href="${base}${path}">`
  const module = (name: string) => link('rel="modulepreload"', `_astro/${name}`)
  return [
    ...first.map(module),
    ...working.map(module),
    link('rel="preload" as="fetch" crossorigin', `${FETCHED}?${worker}`),
    ...rest.map(module),
  ].join('')
}
