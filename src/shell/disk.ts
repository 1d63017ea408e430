import type { File, Files } from './files.ts'

/** Why a file cannot be had, as the C library says it. */
export type FileProblem =
  | 'No such file or directory'
  | 'Is a directory'
  | 'Not a directory'
  | 'File exists'
  | 'Directory not empty'

/** The files of a machine while a line runs: what is written is seen at once, the files it began with stay as they were. */
export class Disk {
  #files: Map<string, File>
  #isOwn = false
  readonly #now: () => number
  readonly #changed: (path: string, text: string | undefined) => void
  readonly #spend: (characters: number) => void

  /**
   * `changed` is told every file that is written (its new text) or removed (no text), `spend` how many characters are
   * read or are about to be written.
   */
  constructor(
    files: Files,
    now: () => number,
    changed: (path: string, text: string | undefined) => void = () => {},
    spend: (characters: number) => void = () => {},
  ) {
    this.#files = files as Map<string, File>
    this.#now = now
    this.#changed = changed
    this.#spend = spend
  }

  get files(): Files {
    return this.#files
  }

  read(path: string): string | undefined {
    if (path === '/dev/null') return ''
    const text = path.endsWith('/') ? undefined : this.#files.get(path)?.text
    this.#spend(text?.length ?? 0)
    return text
  }

  modified(path: string): number {
    return (this.#files.get(path) ?? this.#files.get(`${path}/`))?.modified ?? 0
  }

  isDirectory(path: string): boolean {
    return path === '/' || this.#files.has(`${path}/`)
  }

  exists(path: string): boolean {
    return path === '/dev/null' || this.#files.has(path) || this.isDirectory(path)
  }

  /** Replaces the file's text. */
  write(path: string, text: string): FileProblem | undefined {
    if (path === '/dev/null') return undefined
    const problem = this.isDirectory(path) ? 'Is a directory' : this.#problemOfParent(path)
    if (problem) return problem
    this.#spend(text.length)
    this.#own().set(path, { text, modified: this.#now() })
    this.#changed(path, text)
    return undefined
  }

  /** Removes a file, or a directory with all that is in it. */
  remove(path: string): void {
    for (const one of [...this.#files.keys()]) {
      if (one !== path && !one.startsWith(`${path}/`)) continue
      this.#own().delete(one)
      this.#changed(one, undefined)
    }
  }

  makeDirectory(path: string): FileProblem | undefined {
    if (this.exists(path)) return 'File exists'
    const problem = this.#problemOfParent(path)
    if (!problem) this.#own().set(`${path}/`, { text: '', modified: this.#now() })
    return problem
  }

  /** The names in a directory, sorted by their bytes. */
  list(directory: string): readonly string[] {
    const start = directory === '/' ? '/' : `${directory}/`
    return [...this.#files.keys()]
      .filter(path => path.startsWith(start) && /^[^/]+\/?$/.test(path.slice(start.length)))
      .map(path => path.slice(start.length).replace(/\/$/, ''))
      .sort()
  }

  /** The files in a directory and below it, by their paths from there, sorted by their bytes; `undefined` if it is none. */
  filesUnder(directory: string): readonly string[] | undefined {
    const start = directory.replace(/\/*$/, '/')
    if (!this.isDirectory(start.slice(0, -1) || '/')) return undefined
    return [...this.#files.keys()]
      .filter(path => path.startsWith(start) && !path.endsWith('/'))
      .map(path => path.slice(start.length))
      .sort()
  }

  #problemOfParent(path: string): FileProblem | undefined {
    const parent = path.slice(0, path.lastIndexOf('/')) || '/'
    if (this.isDirectory(parent)) return undefined
    return this.#files.has(parent) ? 'Not a directory' : 'No such file or directory'
  }

  #own(): Map<string, File> {
    if (!this.#isOwn) this.#files = new Map(this.#files)
    this.#isOwn = true
    return this.#files
  }
}
