import type { Cluster } from '../cluster/cluster.ts'
import { type Files, resolvePath } from '../shell/files.ts'
import type { RunResult, Written } from '../shell/result.ts'
import { newSession, newShell, type Session, TERMINAL_HOST } from '../shell/session.ts'
import { runLine } from './engine-parts.ts'
import type { LabFile, TerminalLine } from './lab-shown.ts'

/*
 * The lab's terminal, as far as its worker needs to know it: what lies behind is src/shell's. The editor sees the files of
 * the machine that the person is on.
 */

/** What a line did. With `editing` it has done nothing yet: an editor waits for a person. */
export interface Typed {
  readonly session: Session
  readonly lines: readonly TerminalLine[]
  /** The screen was cleared before `lines`. */
  readonly cleared: boolean
  readonly exitCode: number
  readonly editing?: { readonly path: string; readonly text: string }
}

/** A terminal beside a cluster, with what was typed before. */
export function beside(cluster: Cluster, history: readonly string[] = []): Session {
  return { ...newSession(cluster), history }
}

/** The session in which the next line is typed: one that is over begins anew. */
export function opened(session: Session): Session {
  return session.shells.length > 0 ? session : { ...session, shells: newSession(session.cluster).shells, exitCode: 0 }
}

/** Types a line; `edits` are the texts that were left in the editors it opens, in order. */
export async function typed(session: Session, line: string, edits: readonly string[]): Promise<Typed> {
  const { editing, ...result } = await runLine(session, line, edits)
  if (editing) return { session, lines: [], cleared: false, exitCode: 0, editing }
  return { session: result.session, exitCode: result.exitCode, ...printed(result.output) }
}

/** The files, those in the working directory first. */
export function filesIn(session: Session): readonly LabFile[] {
  const { directory } = placeOf(session)
  const texts = [...filesHere(session)].filter(([path]) => !path.endsWith('/'))
  const isNear = (path: string) => path.startsWith(directory === '/' ? directory : `${directory}/`)
  return texts
    .map(([path, { text }]): LabFile => ({ path, size: text.length }))
    .sort((a, b) => Number(isNear(b.path)) - Number(isNear(a.path)) || (a.path < b.path ? -1 : 1))
}

/** The absolute form of a path that somebody in the session wrote. */
export function pathIn(session: Session, path: string): string {
  return resolvePath(placeOf(session).directory, path)
}

/** A file's text; `undefined` if there is no such file. */
export function textOf(session: Session, path: string): string | undefined {
  const absolute = pathIn(session, path)
  return absolute.endsWith('/') ? undefined : filesHere(session).get(absolute)?.text
}

/** The session in which the file has this text, and the directories above it are there: as if it had been typed in vi. */
export function withFile(session: Session, path: string, text: string): Promise<Session> {
  const absolute = pathIn(session, path)
  const above = absolute.slice(0, absolute.lastIndexOf('/')) || '/'
  return silently(session, `mkdir -p ${quoted(above)}; vi ${quoted(absolute)}`, [text])
}

export function withoutFile(session: Session, path: string): Promise<Session> {
  return silently(session, `rm -f ${quoted(pathIn(session, path))}`)
}

/** The line that applies a file, as a person would type it. */
export function applyLine(session: Session, path: string): string {
  const { directory } = placeOf(session)
  const absolute = pathIn(session, path)
  const short = absolute.startsWith(`${directory}/`) ? absolute.slice(directory.length + 1) : absolute
  return `kubectl apply -f ${quoted(short)}`
}

/** An object of the cluster as `kubectl get -o yaml` prints it, or what it says instead. */
export function manifestIn(session: Session, words: readonly string[]): Promise<RunResult> {
  return runLine(session, ['kubectl', 'get', ...words, '-o', 'yaml'].map(quoted).join(' '))
}

/** Whether two sessions differ in what undo speaks of: the cluster, the files, what kubectl is set to. */
export function differs(a: Session, b: Session): boolean {
  return a.cluster !== b.cluster || a.files !== b.files || a.config !== b.config
}

/** Runs a line of which the terminal shows nothing and that nobody typed. */
async function silently(session: Session, line: string, edits: readonly string[] = []): Promise<Session> {
  const { session: after } = await runLine(session, line, edits)
  return { ...after, history: session.history, exitCode: session.exitCode }
}

function quoted(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

function placeOf({ shells }: Session): { readonly host: string; readonly directory: string } {
  return shells.at(-1) ?? newShell(TERMINAL_HOST)
}

function filesHere(session: Session): Files {
  return session.files.get(placeOf(session).host) ?? new Map()
}

/** What `clear` sends: home, the screen, what has been scrolled out of it. */
const CLEAR = '\x1b[H\x1b[2J\x1b[3J'

/** Output as lines, both streams in the order in which they were written. */
function printed(output: readonly Written[]): { readonly lines: readonly TerminalLine[]; readonly cleared: boolean } {
  const lines: TerminalLine[] = []
  let isOpen = false
  let cleared = false
  for (const { stream, text } of output) {
    const from = text.lastIndexOf(CLEAR)
    if (from >= 0) {
      lines.length = 0
      isOpen = false
      cleared = true
    }
    const pieces = text.slice(from < 0 ? 0 : from + CLEAR.length).split('\n')
    for (const [index, piece] of pieces.entries()) {
      const isLast = index === pieces.length - 1
      if (isLast && piece === '') continue
      // What one stream has begun goes on in its line, whichever stream goes on.
      const start = isOpen ? (lines.pop()?.text ?? '') : ''
      lines.push({ text: start + piece, ...(stream === 'stderr' && { error: true }) })
      isOpen = isLast
    }
  }
  return { lines, cleared }
}
