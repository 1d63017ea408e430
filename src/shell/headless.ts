import { advance } from '../cluster/controllers.ts'
import { PRESETS, type Preset, presetCluster } from '../cluster/presets.ts'
import { isComplete } from './parse.ts'
import type { EditedFile } from './process.ts'
import { run } from './run.ts'
import { newSession, prompt, type Session } from './session.ts'

/** Where a session is typed and read: a person's terminal, or a script that is piped in. */
export interface Terminal {
  /** The next line; `undefined` at the end. `prompt` stands before it. */
  readonly readLine: (prompt: string, session: Session) => Promise<string | undefined>
  readonly write: (stream: 'stdout' | 'stderr', text: string) => void
  /** What a person makes of a file; `undefined` if there is nobody to edit it. */
  readonly edit: (file: EditedFile) => Promise<string | undefined>
  /** Lines are shown as they are read: nobody has typed them where they can be seen. */
  readonly echoes: boolean
}

/** A person needs about a second for a line: that much passes after each. */
const PACE = 1

/** Runs line after line until the end or `exit`; gives the exit status of the last. */
export async function converse(session: Session, terminal: Terminal): Promise<number> {
  let current = session
  while (current.shells.length > 0) {
    const text = await readText(current, terminal)
    if (text === undefined) break
    const after = await runText(current, text, terminal)
    current = { ...after, cluster: advance(after.cluster, PACE).cluster }
  }
  return current.exitCode
}

/** One line, or several where the first waits for more. */
async function readText(session: Session, terminal: Terminal): Promise<string | undefined> {
  let text: string | undefined
  while (text === undefined || !isComplete(text)) {
    const shown = text === undefined ? prompt(session) : '> '
    const line = await terminal.readLine(shown, session)
    if (line === undefined) return text
    if (terminal.echoes) terminal.write('stdout', `${shown}${line}\n`)
    text = text === undefined ? line : `${text}\n${line}`
  }
  return text
}

/** A line that opens an editor is run again with each answer, from where it began. */
async function runText(session: Session, text: string, terminal: Terminal): Promise<Session> {
  const answers: string[] = []
  for (;;) {
    const left = [...answers]
    const { editing, output, session: after } = run(session, text, () => left.shift())
    if (!editing) {
      for (const { stream, text: written } of output) terminal.write(stream, written)
      return after
    }
    const answer = await terminal.edit(editing)
    if (answer === undefined) {
      terminal.write('stderr', 'nobody is here to edit a file: name a command in EDITOR\n')
      return { ...session, exitCode: 1 }
    }
    answers.push(answer)
  }
}

/** What `npm run shell -- …` was asked for. */
export interface Request {
  readonly preset: Preset
  readonly version?: string
  readonly seed?: number
  /** A time (RFC 3339), or how much later than the preset: `+90s`, `+5m`. */
  readonly at?: string
  /** Files that lie in the session's directory. */
  readonly files: readonly string[]
}

/** The versions that are recorded, by what one calls them. */
const VERSIONS: Readonly<Record<string, string>> = { '1.35': 'v1.35.4', '1.37': 'v1.37.2' }
const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600 }

const USAGE = `npm run -s shell -- [--preset ${PRESETS.join('|')}] [--version 1.35|1.37] [--seed N] [--at TIME|+5m] [FILE…]`

/** Reads the arguments of the command line; a text says what is wrong with them. */
export function readRequest(args: readonly string[]): Request | string {
  const given = new Map<string, string>()
  const files: string[] = []
  const queue = args.flatMap(arg => (/^--\w+=/.test(arg) ? [arg.replace(/=.*/s, ''), arg.replace(/^.*?=/s, '')] : arg))
  for (let arg = queue.shift(); arg !== undefined; arg = queue.shift()) {
    if (!arg.startsWith('-')) files.push(arg)
    else if (/^--(preset|version|seed|at)$/.test(arg)) given.set(arg.slice(2), queue.shift() ?? '')
    else return USAGE
  }
  const [preset = 'kind', version, seed, at] = ['preset', 'version', 'seed', 'at'].map(name => given.get(name))
  const release = version === undefined ? undefined : (VERSIONS[version.replace(/^v?(1\.\d+).*/, '$1')] ?? '')
  if (!isPreset(preset)) return `no preset is called ${preset}: ${PRESETS.join(', ')}`
  if (release === '') return `${version} is not here: ${Object.values(VERSIONS).join(' and ')} are`
  if (seed !== undefined && !/^\d+$/.test(seed)) return `${seed} is no seed: a whole number is`
  return {
    preset,
    files,
    ...(release !== undefined && { version: release }),
    ...(seed !== undefined && { seed: Number(seed) }),
    ...(at !== undefined && { at }),
  }
}

function isPreset(name: string): name is Preset {
  return (PRESETS as readonly string[]).includes(name)
}

/** The session that was asked for, with these texts as its files; a text says what is wrong. */
export function openSession(request: Request, texts: Readonly<Record<string, string>>): Session | string {
  const { preset, at, files: _, ...options } = request
  const cluster = presetCluster(preset, options)
  const seconds = at === undefined ? 0 : secondsUntil(at, cluster.now)
  if (!(seconds >= 0)) return `--at ${at}: name a time after ${new Date(cluster.now * 1000).toISOString()}, or +5m`
  return newSession(seconds > 0 ? advance(cluster, seconds).cluster : cluster, texts)
}

function secondsUntil(at: string, now: number): number {
  const [, count, unit = ''] = /^\+(\d+)([smh]?)$/.exec(at) ?? []
  return count === undefined ? Math.floor(Date.parse(at) / 1000) - now : Number(count) * (UNITS[unit] ?? 1)
}
