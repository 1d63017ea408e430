import { serverAddress } from './about-cluster.ts'
import { type Call, type Failure, failure, usageFailure, type Verb } from './call.ts'
import { minorOf } from './columns.ts'
import type { Context, KubeConfig } from './config.ts'
import { partOf } from './part.ts'
import { collected } from './server-error.ts'
import { alignTabs, TABLE_TABS } from './tabwriter.ts'

/** `kubectl config`. (kubectl `pkg/cmd/config`) */
export const config: Verb = {
  name: 'config',
  subcommands: (
    'current-context delete-cluster delete-context delete-user get-clusters get-contexts get-users rename-context set ' +
    'set-cluster set-context set-credentials unset use use-context view'
  ).split(' '),
  flags: [
    { name: 'current', type: 'bool' },
    { name: 'cluster', type: 'string' },
    { name: 'user', type: 'string' },
    { name: 'minify', type: 'bool' },
    { name: 'raw', type: 'bool' },
    { name: 'flatten', type: 'bool' },
    { name: 'no-headers', type: 'bool' },
    { name: 'output', short: 'o', type: 'string' },
  ],
  run(call) {
    const [name = '', ...args] = call.args
    const run = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined
    if (!run) throw failure(`this terminal has no kubectl config ${name}`)
    run(call, args)
  },
}

const SUBCOMMANDS: Readonly<Record<string, (call: Call, args: readonly string[]) => void>> = {
  'current-context': currentContext,
  'get-contexts': getContexts,
  set: (call, [path = '', value = '', ...more]) => {
    if (call.args.length !== 3 || more.length > 0) throw unexpected(call, 'set', call.args.slice(1))
    setProperty(call, path, value)
    call.stdout(`Property "${path}" set.\n`)
  },
  unset: (call, [path = '']) => {
    if (call.args.length !== 2) throw unexpected(call, 'unset', call.args.slice(1))
    setProperty(call, path, '')
    call.stdout(`Property "${path}" unset.\n`)
  },
  'use-context': useContext,
  use: useContext,
  'set-context': setContext,
  'get-clusters': call => call.stdout(`NAME\n${unique(call.config.contexts.map(one => one.cluster))}`),
  'get-users': call => call.stdout(`NAME\n${unique(call.config.contexts.map(one => one.user))}`),
  'delete-context': deleteContext,
  'rename-context': renameContext,
  view,
}

function unique(names: readonly string[]): string {
  return [...new Set(names)]
    .sort()
    .map(name => `${name}\n`)
    .join('')
}

function currentContext(call: Call): void {
  if (!call.config.currentContext) throw failure('current-context is not set')
  call.stdout(`${call.config.currentContext}\n`)
}

/** Ends a command that was given the wrong number of words with its help. (`helpErrorf`) */
function unexpected(call: Call, command: string, args: readonly string[]): Failure {
  call.stdout(partOf(call.parts, 'help').helpOf(`config ${command}`, config.flags))
  return failure(`Unexpected args: [${args.join(' ')}]`)
}

function getContexts(call: Call, wanted: readonly string[]): void {
  const output = call.flags.text('output')
  if (output && output !== 'name')
    throw failure(
      `--output ${output} is not available in kubectl config get-contexts; resetting to default output format`,
    )
  const { contexts, currentContext } = call.config
  const found = contexts.filter(one => wanted.length === 0 || wanted.includes(one.name))
  const missing = wanted.filter(name => !contexts.some(one => one.name === name))
  const sorted = found.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  if (output === 'name') call.stdout(sorted.map(one => `${one.name}\n`).join(''))
  else printContexts(call, sorted, currentContext)
  if (missing.length > 0) throw collected(missing.map(name => `context ${name} not found`))
}

function printContexts(call: Call, sorted: readonly Context[], currentContext: string): void {
  const rows = sorted.map(one => [
    one.name === currentContext ? '*' : '',
    one.name,
    one.cluster,
    one.user,
    one.namespace ?? '',
  ])
  const head = call.flags.isOn('no-headers') ? [] : [['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE']]
  call.stdout(alignTabs([...head, ...rows].map(row => `${row.join('\t')}\n`).join(''), TABLE_TABS))
}

function useContext(call: Call, args: readonly string[]): void {
  const [name] = args
  if (name === undefined || args.length > 1) throw unexpected(call, 'use-context', args)
  if (name === '') throw failure('empty context names are not allowed')
  if (!call.config.contexts.some(one => one.name === name)) throw failure(`no context exists with the name: "${name}"`)
  call.config = { ...call.config, currentContext: name }
  call.stdout(`Switched to context "${name}".\n`)
}

function setContext(call: Call, args: readonly string[]): void {
  const { config: before, flags } = call
  if (args.length > 1) throw unexpected(call, 'set-context', args)
  const [given] = args
  const name = flags.isOn('current') ? before.currentContext : given
  if (name === undefined) throw failure('you must specify a non-empty context name or --current')
  if (flags.isOn('current') && given !== undefined)
    throw failure('you cannot specify both a context name and --current')
  const known = before.contexts.find(one => one.name === name)
  const changed: Context = {
    name,
    cluster: flags.text('cluster') || (known?.cluster ?? ''),
    user: flags.text('user') || (known?.user ?? ''),
    ...(flags.has('namespace')
      ? flags.text('namespace') && { namespace: flags.text('namespace') }
      : known?.namespace && { namespace: known.namespace }),
  }
  const others = before.contexts.filter(one => one.name !== name)
  call.config = { ...before, contexts: [...others, changed] }
  call.stdout(`Context "${name}" ${known ? 'modified' : 'created'}.\n`)
}

/** Of what can be set in a file, this terminal has a context's fields and the one in use. */
function setProperty(call: Call, path: string, value: string): void {
  const { contexts } = call.config
  if (path === 'current-context') {
    call.config = { contexts, currentContext: value }
    return
  }
  const [, name, field] = /^contexts\.([^.]+)\.(cluster|user|namespace)$/.exec(path) ?? []
  const known = contexts.find(one => one.name === name)
  if (name === undefined || !known)
    throw failure(`this terminal cannot set ${path}: contexts.NAME.namespace, or current-context`)
  const { namespace: _, ...rest } = known
  const changed =
    field === 'namespace' ? { ...rest, ...(value && { namespace: value }) } : { ...known, [field ?? '']: value }
  call.config = { ...call.config, contexts: contexts.map(one => (one === known ? changed : one)) }
}

function deleteContext(call: Call, args: readonly string[]): void {
  const { contexts, currentContext } = call.config
  const [name] = args
  if (name === undefined || args.length > 1) {
    call.stdout(partOf(call.parts, 'help').helpOf('config delete-context', []))
    return
  }
  if (!contexts.some(one => one.name === name)) throw failure(`cannot delete context ${name}, not in ~/.kube/config`)
  if (name === currentContext)
    call.stderr(
      'warning: this removed your active context, use "kubectl config use-context" to select a different one\n',
    )
  call.config = { ...call.config, contexts: contexts.filter(one => one.name !== name) }
  call.stdout(`deleted context ${name} from ~/.kube/config\n`)
}

function renameContext(call: Call, args: readonly string[]): void {
  const { contexts, currentContext } = call.config
  const [from, to] = args
  if (from === undefined || to === undefined || args.length > 2) throw unexpected(call, 'rename-context', args)
  if (to === '') throw failure('You must specify a new non-empty context name')
  if (!contexts.some(one => one.name === from))
    throw failure(`cannot rename the context "${from}", it's not in ~/.kube/config`)
  if (contexts.some(one => one.name === to))
    throw failure(`cannot rename the context "${from}", the context "${to}" already exists in ~/.kube/config`)
  call.config = {
    currentContext: currentContext === from ? to : currentContext,
    contexts: contexts.map(one => (one.name === from ? { ...one, name: to } : one)),
  }
  call.stdout(`Context "${from}" renamed to "${to}".\n`)
}

function view(call: Call, args: readonly string[]): void {
  if (args.length > 0) throw usageFailure('config view', `unexpected arguments: [${args.join(' ')}]`)
  const output = call.flags.text('output') || 'yaml'
  const value = asKubeConfig(call)
  if (output === 'json') call.stdout(`${JSON.stringify(value, undefined, 4)}\n`)
  else {
    const resource = { name: 'configs', group: '', version: 'v1', kind: 'Config', namespaced: false, shortNames: [] }
    partOf(call.parts, 'formats').printObjects(call, output, [{ resource, object: value as never }], undefined)
  }
}

/** The file that a kubeconfig is, its secrets left out. */
function asKubeConfig(call: Call): unknown {
  const { config: all, flags } = call
  const current = flags.text('context') || all.currentContext
  const contexts: KubeConfig['contexts'] = flags.isOn('minify')
    ? all.contexts.filter(one => one.name === current)
    : all.contexts.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  if (flags.isOn('minify') && contexts.length === 0)
    throw failure(current ? `cannot locate context ${current}` : 'current-context must exist in order to minify')
  const clusters = [...new Set(contexts.map(one => one.cluster))]
  const users = [...new Set(contexts.map(one => one.user))]
  return {
    kind: 'Config',
    apiVersion: 'v1',
    // Since 1.36 preferences without anything in them are left out.
    ...(minorOf(call.cluster.version) < 36 && { preferences: {} }),
    clusters: clusters.map(name => ({
      name,
      cluster: { server: serverAddress(call), 'certificate-authority-data': 'DATA+OMITTED' },
    })),
    users: users.map(name => ({
      name,
      user: { 'client-certificate-data': 'DATA+OMITTED', 'client-key-data': 'DATA+OMITTED' },
    })),
    contexts: contexts.map(({ name, ...context }) => ({ name, context })),
    'current-context': flags.isOn('minify') ? current : all.currentContext,
  }
}
