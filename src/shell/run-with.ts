import { PartMissing, partOf } from '../kubectl/part.ts'
import { Disk } from './disk.ts'
import { type Files, filesOf } from './files.ts'
import { runLine } from './interpreter.ts'
import { type EditedFile, Halt, Input, type Output, type Parts, type Run, ShellExit, wakeShell } from './process.ts'
import { append, EFFORT, MOST, type RunResult, textOf, type Written } from './result.ts'
import { HOME, remember, type Session, TERMINAL_HOST } from './session.ts'

/** The text that a person leaves in an editor; `undefined` while they have not. Asked again when a file is opened again. */
export type Editor = (file: EditedFile) => string | undefined

/**
 * Runs what was typed, one line or several, as bash does, with the parts that are there. Pure: the session given stays as
 * it is. Never throws on what a person can type: what is wrong is said on stderr in the words of bash or of the program, and a
 * line that would not end is stopped with one line that says so.
 */
export function runWith(parts: Partial<Parts>, session: Session, line: string, editor: Editor | undefined): RunResult {
  const output: Written[] = []
  const write = (stream: Written['stream']) => (text: string) => {
    state.spend('characters', text.length)
    append(output, stream, text)
  }
  const state = begin(parts, session, line, editor)
  let exitCode: number
  try {
    exitCode = runAll(
      line,
      state,
      { write: write('stdout'), isTerminal: true },
      { write: write('stderr'), isTerminal: true },
    )
  } catch (error) {
    if (error instanceof EditorNeeded)
      return { session, stdout: '', stderr: '', exitCode: 0, output: [], editing: error.file }
    if (error instanceof PartMissing)
      return { session, stdout: '', stderr: '', exitCode: 0, output: [], missing: error.part as keyof Parts }
    // RangeError: the engine's own stack or longest text. Both are a line's doing, however deep it reaches.
    if (!(error instanceof Halt || error instanceof RangeError)) throw error
    output.push({
      stream: 'stderr',
      text: `bash: stopped: ${error instanceof Halt ? error.message : 'the line asks for too much'}\n`,
    })
    exitCode = 1
  }
  return {
    session: state.finish(exitCode),
    stdout: textOf(output, 'stdout'),
    stderr: textOf(output, 'stderr'),
    exitCode,
    output,
  }
}

/** An editor is open and nobody has closed it. */
class EditorNeeded extends Error {
  readonly file: EditedFile

  constructor(file: EditedFile) {
    super('an editor is needed')
    this.file = file
  }
}

function runAll(text: string, state: Run, stdout: Output, stderr: Output): number {
  let exitCode = state.shells.at(-1)?.status ?? 0
  for (let rest = text; rest; ) {
    const shell = state.shells.at(-1)
    if (!shell) break
    try {
      rest = runLine(rest, { run: state, shell, io: { stdin: new Input(''), stdout, stderr } })
      exitCode = shell.status
    } catch (error) {
      if (!(error instanceof ShellExit)) throw error
      exitCode = error.status
      // What follows on the line of `exit` goes with the shell; further lines are for the one below.
      rest = rest.slice(rest.indexOf('\n') + 1 || rest.length)
      state.shells.pop()
      if (state.shells.length > 0) stderr.write(`logout\nConnection to ${shell.host} closed.\n`)
    }
    const next = state.shells.at(-1)
    if (next) next.status = exitCode
  }
  return exitCode
}

function begin(
  parts: Partial<Parts>,
  session: Session,
  line: string,
  editor: Editor | undefined,
): Run & { finish(exitCode: number): Session } {
  const disks = new Map<string, Disk>()
  const temporary: { host: string; path: string }[] = []
  const spent = { commands: 0, characters: 0 }
  const state: Run & { finish(exitCode: number): Session } = {
    cluster: session.cluster,
    config: session.config,
    shells: session.shells.map(shell => wakeShell(shell, session.exitCode)),
    history: remember(session.history, line),
    effort: EFFORT,
    parts,
    depth: 0,
    substitutions: 0,
    disk(host) {
      const known = disks.get(host)
      if (known) return known
      const disk = new Disk(
        session.files.get(host) ?? filesOfNode(state, host),
        () => state.cluster.now,
        (path, text) => tellKubelet(state, host, path, text),
        characters => state.spend('characters', characters),
      )
      disks.set(host, disk)
      return disk
    },
    temporaryFile(host, text) {
      const path = `/dev/fd/${63 - temporary.length}`
      state.disk(host).write(path, text)
      temporary.push({ host, path })
      return path
    },
    edit(file) {
      const text = editor?.(file)
      if (text === undefined) throw new EditorNeeded(file)
      return text
    },
    spend(what, count) {
      spent[what] += count
      if (spent[what] > MOST[what]) throw new Halt(`more than ${MOST[what]} ${what} come of this line`)
    },
    finish(exitCode) {
      for (const { host, path } of temporary) state.disk(host).remove(path)
      const changed = [...disks].filter(([host, disk]) => disk.files !== session.files.get(host))
      return {
        cluster: state.cluster,
        config: state.config,
        files:
          changed.length > 0
            ? new Map([...session.files, ...changed.map(([host, disk]) => [host, disk.files] as const)])
            : session.files,
        shells: state.shells.map(({ host, directory, variables, aliases }) => ({
          host,
          directory,
          variables,
          aliases,
        })),
        history: state.history,
        exitCode,
      }
    },
  }
  return state
}

function filesOfNode(state: Run, node: string): Files {
  const { MANIFESTS, manifestsOn } = partOf(state.parts, 'machines')
  const manifests = Object.entries(manifestsOn(state.cluster, node))
  const texts = Object.fromEntries(manifests.map(([name, text]) => [`${MANIFESTS}/${name}`, text]))
  return filesOf({ [`${HOME}/`]: '', '/tmp/': '', '/dev/fd/': '', [`${MANIFESTS}/`]: '', ...texts }, state.cluster.now)
}

/** The kubelet reads the files that lie in its directory itself, hidden ones left out. */
function tellKubelet(state: Run, host: string, path: string, text: string | undefined): void {
  if (host === TERMINAL_HOST) return
  const { changeManifest, MANIFESTS } = partOf(state.parts, 'machines')
  const name = path.startsWith(`${MANIFESTS}/`) ? path.slice(MANIFESTS.length + 1) : ''
  if (!/^[^./][^/]*$/.test(name)) return
  changeManifest(state, host, name, text)
}
