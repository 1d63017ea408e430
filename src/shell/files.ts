/** A small file system as a value: absolute paths to texts, and the folders, which may be empty. */
export interface Files {
  readonly texts: ReadonlyMap<string, string>
  readonly folders: ReadonlySet<string>
}

export function filesOf(texts: Readonly<Record<string, string>>, folders: readonly string[] = []): Files {
  let files: Files = { texts: new Map(), folders: new Set(['/']) }
  for (const folder of folders) files = addFolder(files, folder)
  for (const [path, text] of Object.entries(texts)) files = writeFile(files, path, text)
  return files
}

/** The absolute form of a path as seen from a folder, without `.`, `..` and doubled slashes. */
export function resolvePath(path: string, from: string): string {
  const parts: string[] = []
  for (const part of (path.startsWith('/') ? path : `${from}/${path}`).split('/')) {
    if (part === '..') parts.pop()
    else if (part && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/'
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Writes a file and the folders above it. */
export function writeFile(files: Files, path: string, text: string): Files {
  const { folders } = addFolder(files, parentOf(path))
  return { folders, texts: new Map(files.texts).set(path, text) }
}

/** Adds a folder and those above it. */
export function addFolder(files: Files, path: string): Files {
  if (files.folders.has(path)) return files
  const folders = new Set(files.folders)
  for (let folder = path; !folders.has(folder); folder = parentOf(folder)) folders.add(folder)
  return { ...files, folders }
}

/** Removes a file, or a folder with all below it. */
export function removePath(files: Files, path: string): Files {
  const stays = (one: string) => one !== path && !one.startsWith(`${path}/`)
  return {
    texts: new Map([...files.texts].filter(([one]) => stays(one))),
    folders: new Set([...files.folders].filter(stays)),
  }
}

/** The names in a folder, sorted; those of folders end in a slash. */
export function listFolder(files: Files, path: string): readonly string[] {
  const inside = (one: string) => one !== '/' && parentOf(one) === path
  const folders = [...files.folders].filter(inside).map(one => `${nameOf(one)}/`)
  return [...folders, ...[...files.texts.keys()].filter(inside).map(nameOf)].sort()
}
