import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')

/** What is not the project's own: what .gitignore names, and git's folder. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  '.git',
  ...readFileSync(join(ROOT, '.gitignore'), 'utf8')
    .split('\n')
    .map(line => line.replace(/\/$/, '')),
])

/** Every file of the project whose path matches, as `folder/file` from the top, sorted. */
export function projectFiles(pattern: RegExp): string[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter(({ name }) => !LEFT_OUT.has(name))
    .flatMap(entry => (entry.isDirectory() ? filesBelow(entry.name) : [entry.name]))
    .filter(path => pattern.test(path))
    .sort()
}

/** The text of a file of the project, by its path from the top. */
export function readProjectFile(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
}
