import type { Manifest } from '../cluster/object.ts'
import { toBase64 } from '../kubernetes/base64.ts'
import { quoteGo } from '../kubernetes/go-text.ts'
import { dnsSubdomainComplaints } from '../kubernetes/label.ts'
import { parseQuantity } from '../kubernetes/quantity.ts'
import { parseSelector, type Requirement } from '../kubernetes/selector.ts'
import { type Call, failure, usageFailure } from './call.ts'
import { cronJob, job } from './create-job.ts'

/** What `kubectl create KIND` makes of its arguments. */
export interface Generator {
  readonly generate: (call: Call, args: readonly string[]) => Manifest
  /** What stands after `failed to create ` when the server refuses; empty where the refusal stands alone. */
  readonly whose: (manifest: Manifest) => string
}

/** The generator of a kind, by any of its names; `undefined` for a kind that is not made this way. */
export function findGenerator(kind: string): Generator | undefined {
  return Object.hasOwn(GENERATORS, kind) ? GENERATORS[kind] : undefined
}

const JOB: Generator = {
  generate: (call, args) => job(call, nameIn('job', withoutCommand(call, args))),
  whose: () => 'job: ',
}
const CRON_JOB: Generator = {
  generate: (call, args) => cronJob(call, nameIn('cronjob', withoutCommand(call, args))),
  whose: () => 'cronjob: ',
}
const DEPLOYMENT: Generator = { generate: deployment, whose: () => 'deployment: ' }
const NAMESPACE: Generator = { generate: namespace, whose: () => '' }
const CONFIG_MAP: Generator = { generate: configMap, whose: () => 'configmap: ' }
const SERVICE_ACCOUNT: Generator = { generate: serviceAccount, whose: () => 'serviceaccount: ' }
const PRIORITY_CLASS: Generator = { generate: priorityClass, whose: () => 'priorityclass: ' }
const BUDGET: Generator = { generate: budget, whose: () => 'poddisruptionbudgets: ' }
const QUOTA: Generator = { generate: quota, whose: () => 'quota: ' }
const SERVICE: Generator = {
  generate: service,
  whose: ({ spec }) => `${(spec as { readonly type: string }).type} service: `,
}
const SECRET: Generator = { generate: secret, whose: () => 'secret ' }

const GENERATORS: Readonly<Record<string, Generator>> = {
  deployment: DEPLOYMENT,
  deploy: DEPLOYMENT,
  namespace: NAMESPACE,
  ns: NAMESPACE,
  configmap: CONFIG_MAP,
  cm: CONFIG_MAP,
  serviceaccount: SERVICE_ACCOUNT,
  sa: SERVICE_ACCOUNT,
  priorityclass: PRIORITY_CLASS,
  pc: PRIORITY_CLASS,
  poddisruptionbudget: BUDGET,
  pdb: BUDGET,
  quota: QUOTA,
  resourcequota: QUOTA,
  service: SERVICE,
  svc: SERVICE,
  secret: SECRET,
  job: JOB,
  cronjob: CRON_JOB,
  cj: CRON_JOB,
}

function withoutCommand({ afterDash }: Call, args: readonly string[]): readonly string[] {
  return args.slice(0, args.length - afterDash.length)
}

/** The one name that a command takes; what stands behind `--` is none. (`NameFromCommandArgs`) */
function nameIn(command: string, args: readonly string[]): string {
  const [name] = args
  if (name === undefined || args.length > 1)
    throw usageFailure(`create ${command}`, `exactly one NAME is required, got ${args.length}`)
  return name
}

/** The namespace is written only where one was given. */
function placeIn(call: Call): { readonly namespace?: string } {
  return call.flags.has('namespace') ? { namespace: call.namespace } : {}
}

function deployment(call: Call, args: readonly string[]): Manifest {
  const images = call.flags.list('image')
  if (images.length === 0) throw failure('required flag(s) "image" not set')
  const command = call.afterDash
  const name = nameIn('deployment', withoutCommand(call, args))
  if (images.length > 1 && command.length > 0) throw failure('cannot specify multiple --image options and command')
  const labels = { app: name }
  const port = call.flags.number('port')
  const containers = images.map(image => ({
    ...(command.length > 0 && { command }),
    image,
    name: containerName(image),
    ...(port !== undefined && { ports: [{ containerPort: port }] }),
    resources: {},
  }))
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { labels, name, ...placeIn(call) },
    spec: {
      replicas: call.flags.number('replicas') ?? 1,
      selector: { matchLabels: labels },
      strategy: {},
      template: { metadata: { labels }, spec: { containers } },
    },
    status: {},
  }
}

/** The last part of an image's name, without tag, digest and what no name may hold. */
function containerName(image: string): string {
  const base = image.slice(image.lastIndexOf('/') + 1)
  return (base.split(/[:@]/)[0] ?? base).replaceAll('_', '-')
}

function namespace(_: Call, args: readonly string[]): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: nameIn('namespace', args) }, spec: {}, status: {} }
}

function serviceAccount(call: Call, args: readonly string[]): Manifest {
  const name = nameIn('serviceaccount', args)
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, ...placeIn(call) } }
}

function configMap(call: Call, args: readonly string[]): Manifest {
  const name = nameIn('configmap', args)
  const data = new Map<string, string>()
  for (const [key, value] of entries(call, ['from-file', 'from-literal', 'from-env-file'])) {
    const wrong = keyComplaints(key)
    if (wrong.length > 0) throw failure(`${quoteGo(key)} is not a valid key name for a ConfigMap: ${wrong.join(',')}`)
    if (data.has(key))
      throw failure(
        `cannot add key ${quoteGo(key)}, another key by that name already exists in Data for ConfigMap ${quoteGo(name)}`,
      )
    data.set(key, value)
  }
  const fields = data.size > 0 ? { data: Object.fromEntries(data) } : {}
  return { apiVersion: 'v1', ...fields, kind: 'ConfigMap', metadata: { name, ...placeIn(call) } }
}

function secret(call: Call, args: readonly string[]): Manifest {
  const [type, ...rest] = args
  if (type !== 'generic') {
    if (type === 'docker-registry' || type === 'tls')
      throw failure(`this terminal does not create a ${type} secret; describe it in a file: kubectl create -f FILE`)
    throw usageFailure('create secret', `unknown command "${args.join(' ')}"`)
  }
  const name = nameIn('secret generic', rest)
  const data = new Map<string, string>()
  for (const [key, value] of entries(call, ['from-literal', 'from-file', 'from-env-file'])) {
    const wrong = keyComplaints(key)
    if (wrong.length > 0) throw failure(`${quoteGo(key)} is not valid key name for a Secret ${wrong.join(';')}`)
    if (data.has(key)) throw failure(`cannot add key ${key}, another key by that name already exists`)
    data.set(key, toBase64(value))
  }
  const fields = {
    ...(data.size > 0 && { data: Object.fromEntries(data) }),
    ...(call.flags.text('type') !== '' && { type: call.flags.text('type') }),
  }
  return { apiVersion: 'v1', ...fields, kind: 'Secret', metadata: { name, ...placeIn(call) } }
}

type Source = 'from-file' | 'from-literal' | 'from-env-file'

/** Keys and values from files and from the command line, in the order in which upstream adds them. */
function entries(call: Call, order: readonly Source[]): readonly (readonly [string, string])[] {
  const { flags } = call
  if (flags.has('from-env-file') && (flags.has('from-file') || flags.has('from-literal')))
    throw failure('from-env-file cannot be combined with from-file or from-literal')
  return order.flatMap(source => {
    if (source === 'from-literal') return flags.all(source).map(readLiteral)
    if (source === 'from-file') return flags.list(source).map(path => readFileSource(call, path))
    return flags.list(source).flatMap(path => readEnvFile(call, path))
  })
}

function readLiteral(literal: string): readonly [string, string] {
  const equals = literal.indexOf('=')
  if (equals < 1) throw failure(`invalid literal source ${literal}, expected key=value`)
  return [literal.slice(0, equals), literal.slice(equals + 1)]
}

function readFileSource(call: Call, source: string): readonly [string, string] {
  const parts = source.split('=')
  if (parts.length > 2) throw failure("key names or file paths cannot contain '='")
  const [first = '', second] = parts
  if (second !== undefined && first === '') throw failure(`key name for file path ${second} missing`)
  if (second === '') throw failure(`file path for key name ${first} missing`)
  const path = second ?? first
  const key = second === undefined ? path.slice(path.lastIndexOf('/') + 1) : first
  return [key, textOf(call, path)]
}

function textOf({ round }: Call, path: string): string {
  const text = round.readFile(path)
  if (text === undefined) throw failure(`error reading ${path}: no such file or directory`)
  return text
}

/** Lines of `KEY=value`; a `#` begins a remark. (`AddFromEnvFile`) */
function readEnvFile(call: Call, path: string): readonly (readonly [string, string])[] {
  const lines = textOf(call, path).split('\n')
  return lines.flatMap(line => {
    const text = line.trimStart().replace(/\r$/, '')
    if (text === '' || text.startsWith('#')) return []
    const equals = text.indexOf('=')
    return equals < 0 ? [] : [[text.slice(0, equals), text.slice(equals + 1)] as const]
  })
}

/** (validation `IsConfigMapKey`) */
function keyComplaints(key: string): readonly string[] {
  return [
    ...(key.length > 253 ? ['must be no more than 253 characters'] : []),
    ...(/^[-._a-zA-Z0-9]+$/.test(key)
      ? []
      : [
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
        ]),
    ...(key === '.' ? ["must not be '.'"] : []),
    ...(key === '..' ? ["must not be '..'"] : key.startsWith('..') ? ["must not start with '..'"] : []),
  ]
}

function priorityClass(call: Call, args: readonly string[]): Manifest {
  const { flags } = call
  const fields = {
    ...(flags.isOn('global-default') && { globalDefault: true }),
    ...(flags.has('description') && { description: flags.text('description') }),
    preemptionPolicy: flags.text('preemption-policy') || 'PreemptLowerPriority',
    value: flags.number('value') ?? 0,
  }
  const metadata = { name: nameIn('priorityclass', args) }
  return { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata, ...fields }
}

function budget(call: Call, args: readonly string[]): Manifest {
  const { flags } = call
  const name = nameIn('poddisruptionbudget', args)
  const selector = flags.text('selector')
  if (selector === '') throw failure('a selector must be specified')
  const [least, most] = [flags.text('min-available'), flags.text('max-unavailable')]
  if (least === '' && most === '') throw failure('one of min-available or max-unavailable must be specified')
  if (least !== '' && most !== '') throw failure('min-available and max-unavailable cannot be both specified')
  if (!/^[0-9]+%?$/.test(least || most))
    throw failure(`invalid format specified for ${least ? 'min-available' : 'max-unavailable'}`)
  const count = (text: string) => (text.endsWith('%') ? text : Number(text))
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, ...placeIn(call) },
    spec: {
      ...(least ? { minAvailable: count(least) } : { maxUnavailable: count(most) }),
      selector: asObject(selector),
    },
    status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
  }
}

/** A selector as objects hold it. (meta/v1 `ParseToLabelSelector`) */
function asObject(text: string): object {
  const parsed = parseSelector(text)
  if (!parsed.ok) throw failure(`couldn't parse the selector string "${text}": ${parsed.issue.text}`)
  const isPair = ({ operator }: Requirement) => operator === '=' || operator === '=='
  const pairs = parsed.value.filter(isPair)
  const expressions = parsed.value.filter(one => !isPair(one)).map(asExpression)
  return {
    ...(expressions.length > 0 && { matchExpressions: expressions }),
    ...(pairs.length > 0 && { matchLabels: Object.fromEntries(pairs.map(({ key, values }) => [key, values[0]])) }),
  }
}

function asExpression({ key, operator, values }: Requirement): object {
  switch (operator) {
    case 'in':
      return { key, operator: 'In', values }
    case 'notin':
    case '!=':
      return { key, operator: 'NotIn', values }
    case 'exists':
      return { key, operator: 'Exists' }
    case '!':
      return { key, operator: 'DoesNotExist' }
    default:
      throw failure(`"${operator === 'gt' ? 'Gt' : 'Lt'}" isn't supported in label selectors`)
  }
}

function quota(call: Call, args: readonly string[]): Manifest {
  const { flags } = call
  const name = nameIn('quota', args)
  const hard = flags.text('hard') === '' ? [] : flags.text('hard').split(',').map(readHard)
  const scopes = flags.text('scopes') === '' ? [] : flags.text('scopes').split(',')
  if (scopes.includes('')) throw failure('invalid resource quota scope ""')
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name, ...placeIn(call) },
    spec: { ...(hard.length > 0 && { hard: Object.fromEntries(hard) }), ...(scopes.length > 0 && { scopes }) },
    status: {},
  }
}

function readHard(text: string): readonly [string, string] {
  const [name = '', amount, ...more] = text.split('=')
  if (amount === undefined || more.length > 0)
    throw failure(`Invalid argument syntax ${text}, expected <resource>=<value>`)
  const parsed = parseQuantity(amount)
  if (!parsed.ok) throw failure(parsed.issue.text)
  return [name, amount]
}

const SERVICE_TYPES: Readonly<Record<string, string>> = {
  clusterip: 'ClusterIP',
  externalname: 'ExternalName',
  loadbalancer: 'LoadBalancer',
  nodeport: 'NodePort',
}

function service(call: Call, args: readonly string[]): Manifest {
  const { flags } = call
  const [word = '', ...rest] = args
  const type = Object.hasOwn(SERVICE_TYPES, word) ? SERVICE_TYPES[word] : undefined
  if (type === undefined) throw usageFailure('create service', `unknown command "${args.join(' ')}"`)
  if (type === 'ExternalName' && !flags.has('external-name')) throw failure('required flag(s) "external-name" not set')
  const name = nameIn(`service ${word}`, rest)
  const [clusterIP, externalName] = [flags.text('clusterip'), flags.text('external-name')]
  if (clusterIP === 'None' && type !== 'ClusterIP')
    throw failure('ClusterIP=None can only be used with ClusterIP service type')
  if (clusterIP !== 'None' && !flags.has('tcp') && type !== 'ExternalName')
    throw failure('at least one tcp port specifier must be provided')
  if (type === 'ExternalName' && dnsSubdomainComplaints(externalName).length > 0)
    throw failure(`invalid service external name ${externalName}`)
  const nodePort = flags.number('node-port') ?? 0
  const ports = flags.list('tcp').map(text => ({
    name: text.replaceAll(':', '-'),
    ...(nodePort !== 0 && { nodePort }),
    ...readPorts(text),
    protocol: 'TCP',
  }))
  const labels = { app: name }
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { labels, name, ...placeIn(call) },
    spec: {
      ...(clusterIP !== '' && { clusterIP }),
      ...(externalName !== '' && { externalName }),
      ...(ports.length > 0 && { ports }),
      selector: labels,
      type,
    },
    status: { loadBalancer: {} },
  }
}

/** `80`, `80:8080`, `80:http`. (`parsePorts`) */
function readPorts(text: string): { readonly port: number; readonly targetPort: number | string } {
  const [first = '', target = first] = text.split(':')
  if (!/^\d+$/.test(first)) throw failure(`strconv.ParseUint: parsing ${quoteGo(first)}: invalid syntax`)
  const port = Number(first)
  if (port > 65_535) throw failure(`parsing ${quoteGo(first)}: value out of range`)
  if (!/^\d+$/.test(target)) return { port, targetPort: target }
  if (Number(target) < 1 || Number(target) > 65_535) throw failure('must be between 1 and 65535, inclusive')
  return { port, targetPort: Number(target) }
}
