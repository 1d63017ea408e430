import type { Cluster } from '../cluster/cluster.ts'
import { defaultConfig, type KubeConfig } from '../kubectl/config.ts'
import { type Files, filesOf, resolvePath } from './files.ts'

/** A terminal as one value: plain data that can be copied, stored and sent. Nothing in it ever changes. */
export interface Session {
  readonly cluster: Cluster
  /** What `kubectl config` changes. */
  readonly config: KubeConfig
  /** By the machine's name. A node's files are there once someone has been on it. */
  readonly files: ReadonlyMap<string, Files>
  /** The shell that reads the next line is the last; those before it wait for it to `exit`. None: the session is over. */
  readonly shells: readonly ShellState[]
  readonly history: readonly string[]
  /** `$?` */
  readonly exitCode: number
}

/** What one shell remembers from line to line. */
export interface ShellState {
  readonly host: string
  readonly directory: string
  readonly variables: ReadonlyMap<string, Variable>
  readonly aliases: ReadonlyMap<string, string>
}

export interface Variable {
  readonly value: string
  /** Programs see it. */
  readonly exported: boolean
}

/** The machine that a session begins on: it has kubectl and the cluster's admin credentials, and is no node. */
export const TERMINAL_HOST = 'terminal'

/** The directory that a shell begins in: `~`. */
export const HOME = '/home/learner'

/**
 * A session in the home of a machine beside the cluster. `files`: texts by path; one that is not absolute lies in that home.
 */
export function newSession(cluster: Cluster, files: Readonly<Record<string, string>> = {}): Session {
  const texts: Record<string, string> = { '/tmp/': '', '/dev/fd/': '', [`${HOME}/`]: '' }
  for (const [path, text] of Object.entries(files)) texts[resolvePath(HOME, path)] = text
  return {
    cluster,
    config: defaultConfig(),
    files: new Map([[TERMINAL_HOST, filesOf(texts, cluster.now)]]),
    shells: [newShell(TERMINAL_HOST)],
    history: [],
    exitCode: 0,
  }
}

/** The shell that a login on a machine begins with. */
export function newShell(host: string): ShellState {
  const variables = { HOME, HOSTNAME: host, LANG: 'C.UTF-8', LOGNAME: 'learner', PATH: '/usr/local/bin:/usr/bin:/bin' }
  const entries = Object.entries({
    ...variables,
    PWD: HOME,
    SHELL: '/bin/bash',
    TERM: 'xterm-256color',
    USER: 'learner',
  })
  return {
    host,
    directory: HOME,
    variables: new Map(entries.map(([name, value]) => [name, { value, exported: true }])),
    aliases: new Map([['k', 'kubectl']]),
  }
}

/** What is remembered once a line was typed; one that only repeats the line before it is there already. (bash `ignoredups`) */
export function remember(history: readonly string[], line: string): readonly string[] {
  const typed = line.trim()
  return typed === '' || typed === history.at(-1) ? history : [...history, typed]
}

/** `learner@kind-worker:~$ `: what stands before the next line; empty when the session is over. */
export function prompt(session: Session): string {
  const shell = session.shells.at(-1)
  if (!shell) return ''
  return `learner@${shell.host}:${shell.directory === HOME || shell.directory.startsWith(`${HOME}/`) ? `~${shell.directory.slice(HOME.length)}` : shell.directory}$ `
}
