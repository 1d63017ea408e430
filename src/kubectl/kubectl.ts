import type { Cluster } from '../cluster/cluster.ts'
import { Failure, type Verb } from './call.ts'
import { type Flag, parseFlags } from './flags.ts'
import { get } from './get.ts'
import { splitWords } from './words.ts'

/** What a command printed, and its exit status. */
export interface Printed {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

const VERBS: readonly Verb[] = [get]

const GLOBAL_FLAGS: readonly Flag[] = [
  { name: 'namespace', short: 'n', type: 'string' },
  { name: 'context', type: 'string' },
]

/**
 * Runs one kubectl command against a cluster. `command` is what follows `kubectl`: its words, or a line to be split into
 * words as a shell would. Whatever is wrong with it is said on stderr, as upstream says it; nothing throws.
 */
export function kubectl(cluster: Cluster, command: string | readonly string[]): Printed {
  const [name = '', ...words] = typeof command === 'string' ? splitWords(command) : command
  const printed = { stdout: '', stderr: '' }
  const stdout = (text: string) => {
    printed.stdout += text
  }
  const stderr = (text: string) => {
    printed.stderr += text
  }
  const verb = VERBS.find(one => one.name === name)
  if (!verb) {
    stderr(`error: unknown command "${name}" for "kubectl"\n`)
    return { ...printed, exitCode: 1 }
  }
  const parsed = parseFlags(words, [...verb.flags, ...GLOBAL_FLAGS])
  if (!parsed.ok) {
    stderr(`error: ${parsed.error}\nSee 'kubectl ${name} --help' for usage.\n`)
    return { ...printed, exitCode: 1 }
  }
  const { args, flags } = parsed
  try {
    verb.run({ cluster, args, flags, namespace: flags.text('namespace') || 'default', stdout, stderr })
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    stderr(error.text)
    return { ...printed, exitCode: 1 }
  }
  return { ...printed, exitCode: 0 }
}
