import type { Flag } from './flags.ts'
import { FLAG_WORDS, GROUPS, HELP } from './help-words.ts'

export { unknownCommand } from './suggest.ts'

/** `kubectl help`, with upstream's layout. */
export function rootHelp(): string {
  const groups = GROUPS.map(([title, names]) => `${title}\n${listCommands(names.split(' '))}`)
  return [
    'kubectl speaks to a Kubernetes cluster.',
    '',
    ...groups,
    'Usage:',
    '  kubectl [flags] [options]',
    '',
    'Use "kubectl <command> --help" for more information about a given command.',
    `${OPTIONS_HINT}\n`,
  ].join('\n')
}

const OPTIONS_HINT = 'Use "kubectl options" for a list of global command-line options (applies to all commands).'

/**
 * The help of a command such as `get` or `rollout undo`, whose flags are among `known`. What has subcommands lists them.
 * (kubectl `pkg/util/templates`)
 */
export function helpOf(command: string, known: readonly Flag[]): string {
  const { says = '', usage = '', examples = [], flags } = HELP[command] ?? {}
  const own = flags === undefined ? known : known.filter(flag => flags.split(' ').includes(flag.name))
  const subcommands = Object.keys(HELP).filter(name => name.startsWith(`${command} `))
  const sections = [`${says}.\n`]
  if (examples.length > 0)
    sections.push(`Examples:\n${examples.map(([remark, line]) => `  # ${remark}\n  ${line}\n`).join('  \n')}`)
  if (subcommands.length > 0) sections.push(`Available Commands:\n${listCommands(subcommands)}`)
  if (own.length > 0 && (subcommands.length === 0 || command === 'create')) sections.push(`Options:\n${listFlags(own)}`)
  sections.push(`Usage:\n  kubectl ${command}${usage && ` ${usage}`} [options]\n`)
  const more =
    subcommands.length > 0
      ? [`Use "kubectl ${command} <command> --help" for more information about a given command.`]
      : []
  return `${[...sections, [...more, OPTIONS_HINT].join('\n')].join('\n')}\n`
}

/** `kubectl options`: the flags that every command takes. */
export function globalOptions(flags: readonly Flag[]): string {
  return `The following options can be passed to any command:\n\n${listFlags(flags)}\n`
}

/** Whether a command knows a flag that its verb knows: a subcommand has fewer. */
export function takesFlag(command: string, flag: string): boolean {
  const { flags } = HELP[command] ?? {}
  return flags === undefined || `${flags} namespace context request-timeout v`.split(' ').includes(flag)
}

/** What a verb says of a context that does not exist: those that look for objects meet it where they look, others where they begin. */
export function noContext(verb: string, context: string): string {
  return /^(get|describe|delete|label|annotate|scale|taint|rollout|set|patch|edit|logs|events)$/.test(verb)
    ? `Error in configuration: context was not found for specified context: ${context}\n`
    : `error: context "${context}" does not exist\n`
}

/** The command whose help is asked for, of a verb with these arguments: that of its subcommand if there is one. */
export function helpTopic(verb: string, args: readonly string[]): string {
  const [first = ''] = args
  const alias = ALIASES[first] ?? first
  return Object.hasOwn(HELP, `${verb} ${alias}`) ? `${verb} ${alias}` : verb
}

const ALIASES: Readonly<Record<string, string>> = {
  cj: 'cronjob',
  cm: 'configmap',
  deploy: 'deployment',
  no: 'node',
  nodes: 'node',
  ns: 'namespace',
  pdb: 'poddisruptionbudget',
  pc: 'priorityclass',
  po: 'pod',
  pods: 'pod',
  sa: 'serviceaccount',
  resourcequota: 'quota',
  svc: 'service',
  use: 'use-context',
}

function listCommands(names: readonly string[]): string {
  const rows = names.map(name => [name.split(' ').at(-1) ?? '', HELP[name]?.says ?? ''] as const)
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, says]) => `  ${name.padEnd(width)}   ${says}\n`).join('')
}

function listFlags(flags: readonly Flag[]): string {
  const sorted = flags.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return sorted
    .map(({ name, short, type }) => {
      const letter = short ? `    -${short}, ` : '        '
      return `${letter}--${name}=${NOTHING[type]}:\n\t${FLAG_WORDS[name] ?? ''}\n`
    })
    .join('\n')
}

/** What a flag is if it is not given. */
const NOTHING = { bool: 'false', string: "''", list: '[]', int: '0', duration: '0s' } as const
