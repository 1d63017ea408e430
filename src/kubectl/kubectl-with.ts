import type { Cluster } from '../cluster/cluster.ts'
import {
  type Call,
  Exhausted,
  Failure,
  Interrupted,
  type Parts,
  type Surroundings,
  usageFailure,
  type Verb,
} from './call.ts'
import { currentNamespace, defaultConfig, type KubeConfig } from './config.ts'
import { type Flag, type FlagValues, parseFlags } from './flags.ts'
import { get } from './get.ts'
import { partOf } from './part.ts'
import { ServerError } from './server-error.ts'
import { splitWords } from './words.ts'

/** What a command printed, its exit status, and what it left behind. */
export interface Printed {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
  readonly cluster: Cluster
  readonly config: KubeConfig
  /** How much of the effort was left. */
  readonly effort: number
}

/** Where a command runs; what is left out is as on a machine with nothing but kubectl. */
export interface Setting extends Partial<Surroundings> {
  readonly config?: KubeConfig
  /** How much the cluster's controllers may do, as `Stepped` counts it. Left out: what takes them about a second. */
  readonly effort?: number
  /** Told every piece of output as it is printed, in order: 1 is stdout, 2 is stderr. */
  readonly onOutput?: (stream: 1 | 2, text: string) => void
}

/** Which part has which verb. `get` is always there. */
export const VERBS_IN = {
  changing: 'annotate cordon delete drain expose label run scale set taint uncordon',
  writing: 'apply create diff edit patch replace',
  telling:
    'api-resources api-versions auth cluster-info completion config describe events logs rollout top version wait',
  explaining: 'explain',
} as const

export const GLOBAL_FLAGS: readonly Flag[] = [
  { name: 'namespace', short: 'n', type: 'string' },
  { name: 'context', type: 'string' },
  { name: 'request-timeout', type: 'string' },
  { name: 'v', short: 'v', type: 'int' },
]

const HELP_FLAG: Flag = { name: 'help', short: 'h', type: 'bool' }

/** The exit status of what is told to stop: that of the signal. */
const STOPPED = 143

/** Far more than what follows from one command on the largest of the presets; about a second's work. */
const EFFORT = 40_000

/**
 * Runs one kubectl command against a cluster. `command` is what follows `kubectl`: its words, or a line to be split into
 * words as a shell would. Whatever is wrong with it is said on stderr, as upstream says it. Throws a `PartMissing`, and
 * nothing else, where it needs a part that is not there: nothing has happened then, but for what `onOutput` was told.
 */
export function kubectlWith(
  parts: Partial<Parts>,
  cluster: Cluster,
  command: string | readonly string[],
  setting: Setting = {},
): Printed {
  const typed = typeof command === 'string' ? splitWords(command) : command
  const { name, words } = findVerb(typed)
  const printed = { stdout: '', stderr: '' }
  const write = (stream: 1 | 2, text: string) => {
    printed[stream === 1 ? 'stdout' : 'stderr'] += text
    setting.onOutput?.(stream, text)
  }
  const before = setting.config ?? defaultConfig()
  const effort = setting.effort ?? EFFORT
  const end = (exitCode: number, call?: Call) => ({
    ...printed,
    exitCode,
    cluster: call?.cluster ?? cluster,
    config: call?.config ?? before,
    effort: call?.effort ?? effort,
  })
  if (name === '' || name === 'help' || name === 'options') {
    write(1, helpAbout(parts, name, words))
    return end(0)
  }
  const verb = verbNamed(parts, name)
  if (!verb) {
    const [first = ''] = typed
    write(
      2,
      first.startsWith('-')
        ? `Error: flags cannot be placed before plugin name: ${first}\n`
        : partOf(parts, 'help').unknownCommand(name),
    )
    return end(1)
  }
  const parsed = parseFlags(words, [...verb.flags, ...GLOBAL_FLAGS, HELP_FLAG])
  if (!parsed.ok) {
    const topic = partOf(parts, 'help').helpTopic(name, words)
    write(2, `error: ${parsed.error}\nSee 'kubectl ${topic} --help' for usage.\n`)
    return end(1)
  }
  const { args, afterDash, flags } = parsed
  // Beside a verb's help, this is where its subcommands' flags are known.
  const topicOf = () => partOf(parts, 'help').helpTopic(name, args)
  const isIncomplete = args.length === 0 && verb.subcommands !== undefined
  if (flags.isOn('help') || isIncomplete) {
    // Of all verbs, `rollout` alone lists its subcommands on stdout. (kubectl `cmd/rollout/rollout.go`)
    write(
      isIncomplete && !flags.isOn('help') && name !== 'rollout' ? 2 : 1,
      partOf(parts, 'help').helpOf(topicOf(), verb.flags),
    )
    return end(flags.isOn('help') ? 0 : 1)
  }
  if (verb.subcommands && !verb.subcommands.includes(args[0] ?? '')) {
    write(2, usageFailure(name, `unknown command "${args.join(' ')}"`).text)
    return end(1)
  }
  const foreign = foreignFlag(parts, verb, flags, topicOf)
  if (foreign !== undefined) {
    write(2, `error: unknown flag: --${foreign}\nSee 'kubectl ${topicOf()} --help' for usage.\n`)
    return end(1)
  }
  const context = flags.text('context')
  if (context && !/^(config|completion)$/.test(name) && !before.contexts.some(one => one.name === context)) {
    write(2, partOf(parts, 'help').noContext(name, context))
    return end(1)
  }
  const call: Call = {
    cluster,
    config: before,
    effort,
    round: {
      stdin: setting.stdin ?? '',
      readFile: setting.readFile ?? (() => undefined),
      filesUnder: setting.filesUnder ?? (() => undefined),
      edit: setting.edit ?? (() => undefined),
      until: setting.until ?? Number.POSITIVE_INFINITY,
    },
    verb: name,
    args,
    afterDash,
    flags,
    parts,
    namespace: flags.text('namespace') || currentNamespace(context ? { ...before, currentContext: context } : before),
    stdout: text => write(1, text),
    stderr: text => write(2, text),
  }
  const exitCode = runVerb(verb, call)
  if (call.cluster.unseen !== undefined) partOf(parts, 'time').letControllersWork(call)
  if (call.effort <= 0 && call.cluster.work.size > 0) write(2, UNFINISHED)
  return end(exitCode, call)
}

const UNFINISHED =
  'The controllers have more to do than one line waits for: the clock stands where they are, and they go on with the next.\n'

/** Its exit status; what is wrong is said. */
function runVerb(verb: Verb, call: Call): number {
  try {
    verb.run(call)
  } catch (error) {
    if (error instanceof Exhausted) return 1
    if (error instanceof Interrupted) return STOPPED
    const failed = error instanceof ServerError ? error.failure() : error
    if (!(failed instanceof Failure)) throw error
    call.stderr(failed.text)
    return failed.exitCode
  }
  return 0
}

/** The verb of that name; `undefined` if there is none here. */
function verbNamed(parts: Partial<Parts>, name: string): Verb | undefined {
  if (name === get.name) return get
  const part = (Object.keys(VERBS_IN) as (keyof typeof VERBS_IN)[]).find(one => VERBS_IN[one].split(' ').includes(name))
  return part && partOf(parts, part).VERBS.find(one => one.name === name)
}

/** A flag that the verb knows and what it is to do does not. */
function foreignFlag(
  parts: Partial<Parts>,
  { subcommands, takesKinds }: Verb,
  flags: FlagValues,
  topicOf: () => string,
): string | undefined {
  if (!subcommands && !takesKinds) return undefined
  const topic = topicOf()
  return flags.names().find(flag => !partOf(parts, 'help').takesFlag(topic, flag))
}

/** `kubectl`, `kubectl help`, `kubectl help VERB`, `kubectl options`. */
function helpAbout(parts: Partial<Parts>, name: string, words: readonly string[]): string {
  const { globalOptions, helpOf, helpTopic, rootHelp } = partOf(parts, 'help')
  if (name === 'options') return globalOptions([...GLOBAL_FLAGS, HELP_FLAG])
  const [topic = '', ...rest] = words.filter(word => !word.startsWith('-'))
  const verb = name === 'help' ? verbNamed(parts, topic) : undefined
  return verb ? helpOf(helpTopic(verb.name, rest), verb.flags) : rootHelp()
}

/**
 * The verb is the first word that is neither a flag nor its value; flags before it go on as flags of the verb. Of a flag
 * without a `=` one thinks here that it takes the next word, but for the few that never do. (spf13/cobra `stripFlags`)
 */
function findVerb(words: readonly string[]): { readonly name: string; readonly words: readonly string[] } {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (!word.startsWith('-')) return { name: word, words: words.toSpliced(at, 1) }
    const takesNext = (word.startsWith('--') || word.length === 2) && !word.includes('=') && !/^-(h|-help)$/.test(word)
    if (takesNext) at += 1
  }
  return { name: '', words }
}
