import type { Cluster } from '../cluster/cluster.ts'
import { type Call, Failure, type Surroundings, type Verb } from './call.ts'
import { currentNamespace, defaultConfig, type KubeConfig } from './config.ts'
import { describe } from './describe.ts'
import { type Flag, parseFlags } from './flags.ts'
import { get } from './get.ts'
import { splitWords } from './words.ts'

/** What a command printed, its exit status, and what it left behind. */
export interface Printed {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
  readonly cluster: Cluster
  readonly config: KubeConfig
}

/** Where a command runs; what is left out is as on a machine with nothing but kubectl. */
export interface Setting extends Partial<Surroundings> {
  readonly config?: KubeConfig
  /** Told every piece of output as it is printed, in order: 1 is stdout, 2 is stderr. */
  readonly onOutput?: (stream: 1 | 2, text: string) => void
}

const VERBS: readonly Verb[] = [describe, get]

const GLOBAL_FLAGS: readonly Flag[] = [
  { name: 'namespace', short: 'n', type: 'string' },
  { name: 'context', type: 'string' },
]

/**
 * Runs one kubectl command against a cluster. `command` is what follows `kubectl`: its words, or a line to be split into
 * words as a shell would. Whatever is wrong with it is said on stderr, as upstream says it; nothing throws.
 */
export function kubectl(cluster: Cluster, command: string | readonly string[], setting: Setting = {}): Printed {
  const [name = '', ...words] = typeof command === 'string' ? splitWords(command) : command
  const printed = { stdout: '', stderr: '' }
  const write = (stream: 1 | 2, text: string) => {
    printed[stream === 1 ? 'stdout' : 'stderr'] += text
    setting.onOutput?.(stream, text)
  }
  const config = setting.config ?? defaultConfig()
  const end = (exitCode: number, call?: Call) => ({
    ...printed,
    exitCode,
    cluster: call?.cluster ?? cluster,
    config: call?.config ?? config,
  })
  const verb = VERBS.find(one => one.name === name)
  if (!verb) {
    write(2, `error: unknown command "${name}" for "kubectl"\n`)
    return end(1)
  }
  const parsed = parseFlags(words, [...verb.flags, ...GLOBAL_FLAGS])
  if (!parsed.ok) {
    write(2, `error: ${parsed.error}\nSee 'kubectl ${name} --help' for usage.\n`)
    return end(1)
  }
  const { args, flags } = parsed
  const call: Call = {
    cluster,
    config,
    round: { stdin: setting.stdin ?? '', readFile: setting.readFile ?? (() => undefined) },
    args,
    flags,
    namespace: flags.text('namespace') || currentNamespace(config),
    stdout: text => write(1, text),
    stderr: text => write(2, text),
  }
  try {
    verb.run(call)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    write(2, error.text)
    return end(1, call)
  }
  return end(0, call)
}
