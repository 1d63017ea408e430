import { API_RESOURCES, type ApiResource } from '../cluster/api-resource.ts'
import { type Cluster, listObjects } from '../cluster/cluster.ts'
import { currentNamespace } from '../kubectl/config.ts'
import type { Flag } from '../kubectl/flags.ts'
import { VERBS } from '../kubectl/kubectl.ts'
import { GLOBAL_FLAGS } from '../kubectl/kubectl-with.ts'
import { resolvePath } from './files.ts'
import { PROGRAMS } from './programs.ts'
import { HOME, type Session, type ShellState } from './session.ts'
import { PROGRAMS as TOOLS } from './tools.ts'

/** What the word before the cursor may become. */
export interface Completion {
  /** Where that word begins in the line. */
  readonly from: number
  /** Whole words, sorted; none if nothing is known of what stands here. */
  readonly candidates: readonly string[]
}

/**
 * What Tab offers: programs, aliases, variables, files, hosts; of kubectl its verbs, flags, values of flags, resources, and
 * the names of the objects that are there.
 */
export function complete(session: Session, line: string, cursor: number): Completion {
  const shell = session.shells.at(-1)
  const typed = line.slice(0, cursor)
  const command = typed.split(/\|\|?|&&|[;\n(`]/).at(-1) ?? ''
  const words = command.trimStart().split(/\s+/).slice(0, -1)
  const word = /\S*$/.exec(command)?.[0] ?? ''
  // Of `--flag=value` and `a=value` the value alone is completed, and so is what follows `>`.
  const part = word.replace(/^.*[=<>]/, '')
  if (!shell) return { from: cursor, candidates: [] }
  const offered = offer({ session, shell, words: withoutPrefix(words, shell), word, part })
  const start = offered.whole ? word : part
  const candidates = offered.words.filter(one => one.startsWith(start))
  return { from: cursor - start.length, candidates: [...new Set(candidates)].sort() }
}

interface Typing {
  readonly session: Session
  readonly shell: ShellState
  /** The words of the command before the one that is typed. */
  readonly words: readonly string[]
  readonly word: string
  readonly part: string
}

interface Offer {
  readonly words: readonly string[]
  /** They stand for the whole word, and not for its last part. */
  readonly whole?: boolean
}

/** Assignments and `sudo` go; an alias is what it stands for. */
function withoutPrefix(words: readonly string[], shell: ShellState): readonly string[] {
  const at = words.findIndex(word => word !== 'sudo' && !/^\w+=/.test(word))
  const [name, ...rest] = at < 0 ? [] : words.slice(at)
  return name === undefined ? [] : [...(shell.aliases.get(name) ?? name).split(' '), ...rest]
}

function offer(typing: Typing): Offer {
  const { session, shell, words, word, part } = typing
  const [program] = words
  if (part.startsWith('$')) return { words: [...shell.variables.keys()].map(name => `$${name}`) }
  if (/[<>]/.test(word) || /^\d?[<>]+$/.test(words.at(-1) ?? '')) return { words: filesFrom(typing) }
  if (program === undefined && !word.includes('/'))
    return { words: ['kubectl', ...PROGRAMS.keys(), ...TOOLS.keys(), ...shell.aliases.keys()], whole: true }
  if (program === 'kubectl') return offerKubectl(typing)
  if (program === 'ssh' && words.length === 1) return { words: namesOf(session.cluster, 'nodes') }
  if (program === 'systemctl')
    return { words: words.length === 1 ? ['restart', 'start', 'status', 'stop'] : ['kubelet'] }
  return { words: filesFrom(typing).filter(path => program !== 'cd' || path.endsWith('/')) }
}

/** The files that the part begins to name; directories end in a slash. */
function filesFrom({ session, shell, part }: Typing): readonly string[] {
  const directory = part.slice(0, part.lastIndexOf('/') + 1)
  const path = resolvePath(shell.directory, directory.replace(/^~\//, `${HOME}/`))
  const start = path === '/' ? path : `${path}/`
  const below = [...(session.files.get(shell.host)?.keys() ?? [])].filter(one => one.startsWith(start))
  const names = below.map(one => one.slice(start.length)).filter(one => /^[^/]+\/?$/.test(one))
  const isHidden = part.slice(directory.length).startsWith('.')
  return names.filter(name => isHidden || !name.startsWith('.')).map(name => directory + name)
}

/** What some flags take. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  cascade: ['background', 'foreground', 'orphan'],
  'dry-run': ['client', 'none', 'server'],
  for: ['condition=', 'delete', 'jsonpath='],
  output: ['custom-columns=', 'go-template=', 'json', 'jsonpath=', 'name', 'wide', 'yaml'],
  type: ['json', 'merge', 'strategic'],
}

/** What some verbs are followed by. */
const SUBCOMMANDS: Readonly<Record<string, readonly string[]>> = {
  auth: ['can-i', 'whoami'],
  config: ['current-context', 'get-contexts', 'set-context', 'use-context', 'view'],
  create: ['configmap', 'deployment', 'namespace', 'priorityclass', 'service'],
  rollout: ['history', 'pause', 'restart', 'resume', 'status', 'undo'],
  set: ['image'],
  top: ['nodes', 'pods'],
}

/** Verbs of which the first word is a node. */
const NODE_VERBS = ['cordon', 'drain', 'uncordon']
/** Verbs that take resources and names. */
const RESOURCE_VERBS = 'annotate delete describe edit expose get label patch rollout scale set taint wait'.split(' ')

function offerKubectl(typing: Typing): Offer {
  const { session, words, word, part } = typing
  const { verb, operands, namespace, open } = readWords(typing)
  const flags = [...(verb?.flags ?? []), ...GLOBAL_FLAGS]
  const given = open ?? (word.includes('=') ? flagNamed(flags, word.replace(/=.*$/s, '')) : undefined)
  if (given?.name === 'namespace') return { words: namesOf(session.cluster, 'namespaces') }
  if (given?.name === 'context') return { words: session.config.contexts.map(({ name }) => name) }
  if (given?.name === 'filename') return { words: filesFrom(typing) }
  if (given) return { words: VALUES[given.name] ?? [] }
  if (word.startsWith('-')) return { words: flags.map(({ name, type }) => `--${name}${type === 'bool' ? '' : '='}`) }
  if (!verb) return words.length > 1 && operands.length > 0 ? { words: [] } : { words: VERBS.map(({ name }) => name) }
  const subcommands = SUBCOMMANDS[verb.name]
  if (subcommands && operands.length === 0) return { words: subcommands }
  if (NODE_VERBS.includes(verb.name)) return { words: namesOf(session.cluster, 'nodes'), whole: true }
  if (!RESOURCE_VERBS.includes(verb.name)) return { words: [] }
  const [kind, ...names] = operands.slice(subcommands ? 1 : 0)
  if (kind === undefined && part.includes('/')) {
    const [type = ''] = part.split('/')
    return { words: namesOf(session.cluster, type, namespace).map(name => `${type}/${name}`) }
  }
  if (kind === undefined) return { words: API_RESOURCES.map(({ name }) => name) }
  return { words: namesOf(session.cluster, kind, namespace).filter(name => !names.includes(name)) }
}

/** The verb that was typed, what follows it, and the flag whose value is being typed. */
function readWords({ session, words }: Typing) {
  const operands: string[] = []
  let namespace = currentNamespace(session.config)
  let verb: (typeof VERBS)[number] | undefined
  let open: Flag | undefined
  for (const word of words.slice(1)) {
    const flag = word.startsWith('-')
      ? flagNamed([...(verb?.flags ?? []), ...GLOBAL_FLAGS], word.replace(/=.*$/s, ''))
      : undefined
    if (open?.name === 'namespace') namespace = word
    if (open) open = undefined
    else if (flag && flag.type !== 'bool' && flag.bare === undefined && !word.includes('=')) open = flag
    else if (flag?.name === 'namespace') namespace = word.replace(/^.*=/s, '')
    else if (!word.startsWith('-') && verb) operands.push(word)
    else if (!word.startsWith('-')) {
      verb = VERBS.find(({ name }) => name === word)
      if (!verb) operands.push(word)
    }
  }
  return { verb, operands, namespace, open }
}

function flagNamed(flags: readonly Flag[], word: string): Flag | undefined {
  return flags.find(({ name, short }) => word === `--${name}` || (short !== undefined && word === `-${short}`))
}

/** The names of the objects of a type: of nodes and the like all, of others those in the namespace. */
function namesOf(cluster: Cluster, type: string, namespace?: string): readonly string[] {
  const resource = API_RESOURCES.find(one => isCalled(one, type))
  if (!resource) return []
  return listObjects(cluster, resource, resource.namespaced ? namespace : undefined).map(
    ({ metadata }) => metadata.name,
  )
}

function isCalled({ name, kind, shortNames, group }: ApiResource, type: string): boolean {
  return [name, kind.toLowerCase(), `${name}.${group}`, ...shortNames].includes(type.toLowerCase())
}
