import { type Files, removePath, resolvePath, writeFile } from './files.ts'
import type { Session } from './session.ts'

/** One piece of what was printed, and on which stream: 1 is stdout, 2 is stderr. */
export interface Chunk {
  readonly stream: 1 | 2
  readonly text: string
}

/** Opens an editor on a text and gives what was saved, or nothing if none could be opened. */
export type Editor = (path: string, text: string) => string | undefined

/** What a command finds round it while it runs. */
export interface Io {
  readonly machine: Machine
  readonly stdin: string
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Runs another program of this terminal with the same streams; its status. */
  readonly run: (name: string, args: readonly string[], stdin?: string) => number
  /** Runs text as if it had been typed; its status. */
  readonly runText: (text: string, stdin?: string) => number
}

/** A command: its arguments, what is round it, and the status it ends with. */
export type Program = (args: readonly string[], io: Io) => number

/** The session while a line runs: commands read it and put a changed one in its place. */
export class Machine {
  session: Session
  /** Set where a command asked for an editor and there was none. */
  wantsEditor: { readonly path: string; readonly text: string } | undefined
  readonly #editor: Editor | undefined

  constructor(session: Session, editor: Editor | undefined) {
    this.session = session
    this.#editor = editor
  }

  get files(): Files {
    return this.session.files
  }

  update(change: Partial<Session>): void {
    this.session = { ...this.session, ...change }
  }

  path(name: string): string {
    return resolvePath(name, this.session.folder)
  }

  /** A file's text; `undefined` if there is no such file. */
  read(name: string): string | undefined {
    return name === '/dev/null' ? '' : this.files.texts.get(this.path(name))
  }

  isFolder(name: string): boolean {
    return this.files.folders.has(this.path(name))
  }

  write(name: string, text: string): void {
    if (name !== '/dev/null') this.update({ files: writeFile(this.files, this.path(name), text) })
  }

  remove(name: string): void {
    this.update({ files: removePath(this.files, this.path(name)) })
  }

  variable(name: string): string | undefined {
    return this.session.variables.get(name)?.value
  }

  /** Edits a file; whether an editor was there. */
  edit(name: string): boolean {
    const path = this.path(name)
    const text = this.read(name) ?? ''
    const edited = this.#editor?.(path, text)
    if (edited === undefined) this.wantsEditor = { path, text }
    else this.write(name, edited)
    return edited !== undefined
  }
}
