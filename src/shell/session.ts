import type { Cluster } from '../cluster/cluster.ts'
import { defaultConfig, type KubeConfig } from '../kubectl/config.ts'
import { type Files, filesOf } from './files.ts'

/** A terminal with all that it remembers, as one value. */
export interface Session {
  readonly cluster: Cluster
  /** What `kubectl config` changes. */
  readonly config: KubeConfig
  readonly files: Files
  /** The absolute path of the folder one is in. */
  readonly folder: string
  readonly variables: ReadonlyMap<string, Variable>
  readonly aliases: ReadonlyMap<string, string>
  /** What was typed, oldest first. */
  readonly history: readonly string[]
  /** The exit status of the last command: `$?`. */
  readonly status: number
  /** The node that one is on after `ssh`; left out on one's own machine. */
  readonly node?: string
}

export interface Variable {
  readonly value: string
  /** Seen by the commands that are run. */
  readonly exported: boolean
}

/** The folder in which a session begins. */
const HOME = '/home/learner'

/** A new terminal beside a cluster, with `files` (names to texts) in its folder. */
export function newSession(cluster: Cluster, files: Readonly<Record<string, string>> = {}): Session {
  const texts = Object.fromEntries(Object.entries(files).map(([name, text]) => [`${HOME}/${name}`, text]))
  return {
    cluster,
    config: defaultConfig(),
    files: filesOf(texts, [HOME, '/tmp']),
    folder: HOME,
    variables: new Map([
      ['HOME', { value: HOME, exported: true }],
      ['USER', { value: 'learner', exported: true }],
    ]),
    aliases: new Map([['k', 'kubectl']]),
    history: [],
    status: 0,
  }
}
