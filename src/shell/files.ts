/** A file's text, and when it was last written: seconds since 1970 on the virtual clock. */
export interface File {
  readonly text: string
  readonly modified: number
}

/** The files of one machine, by absolute path. A directory is a path that ends in `/`; its text is empty. */
export type Files = ReadonlyMap<string, File>

/** An absolute path without `.`, `..` and doubled slashes. */
export function resolvePath(directory: string, path: string): string {
  const parts: string[] = []
  for (const part of (path.startsWith('/') ? path : `${directory}/${path}`).split('/')) {
    if (part === '..') parts.pop()
    else if (part && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

/** Files as a session holds them, with the directories above each. A path that ends in `/` is a directory. */
export function filesOf(texts: Readonly<Record<string, string>>, modified: number): Files {
  const files = new Map<string, File>()
  for (const [path, text] of Object.entries(texts)) {
    for (let slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1))
      files.set(path.slice(0, slash + 1), { text: '', modified })
    if (!path.endsWith('/')) files.set(path, { text, modified })
  }
  return files
}
