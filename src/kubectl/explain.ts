import { apiVersionOf } from '../cluster/api-resource.ts'
import { quoteGo } from '../kubernetes/go-text.ts'
import type { Schema, StructSchema } from '../kubernetes/schema.ts'
import { schemaOf } from '../kubernetes/schemas.ts'
import { type Call, Failure, failure, type Verb } from './call.ts'
import { WORDS } from './explain-words.ts'
import { findResource } from './resource-arguments.ts'

/** `kubectl explain`: upstream's layout, and our own words. (kubectl `pkg/explain/v2`, its plaintext template) */
export const explain: Verb = {
  name: 'explain',
  flags: [
    { name: 'api-version', type: 'string' },
    { name: 'max-depth', type: 'int' },
    { name: 'output', short: 'o', type: 'string' },
    { name: 'recursive', type: 'bool' },
  ],
  run(call) {
    const { args, flags } = call
    const depth = checkArguments(call)
    const [type = '', ...path] = (args[0] ?? '').replace(/\.$/, '').split('.')
    const { resource, fields } = readType(call, type, path)
    const version = flags.text('api-version')
    if (version !== '' && version !== apiVersionOf(resource))
      throw failure(`couldn't find resource for "${version}, Resource=${resource.name}"`)
    const schema = schemaOf(resource.group, resource.kind)
    if (!schema) throw failure(`this terminal has nothing to explain about ${resource.name}`)
    if (resource.group) call.stdout(`GROUP:      ${resource.group}\n`)
    call.stdout(`KIND:       ${resource.kind}\nVERSION:    ${resource.version}\n\n`)
    call.stdout(`${explained(schema, fields, depth)}\n`)
  },
}

/** How many levels of fields are listed; checks all else on the way. */
function checkArguments({ args, flags }: Call): number {
  if (args.length === 0)
    throw failure(
      'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n',
    )
  if (args.length > 1) throw failure('We accept only this format: explain RESOURCE\n')
  const most = flags.number('max-depth') ?? 0
  const isRecursive = flags.isOn('recursive')
  if (most > 0 && !isRecursive) throw failure('--max-depth requires --recursive')
  if (most < 0) throw failure('--max-depth must be non-negative')
  const format = flags.text('output')
  if (format !== '' && !format.startsWith('plaintext')) throw failure(`unrecognized format: ${format}`)
  return isRecursive ? most || Number.POSITIVE_INFINITY : 0
}

/** `pod.spec`, or `deployments.apps.spec`: a group may stand before the fields. */
function readType(call: Call, type: string, path: readonly string[]) {
  try {
    const resource = findResource(call, type)
    const group = resource.group.split('.')
    const hasGroup = resource.group !== '' && group.every((part, index) => part === path[index])
    return { resource, fields: hasGroup ? path.slice(group.length) : path }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    // This one is said without `error: `. (kubectl `checkErr`, `NoResourceMatchError`)
    throw new Failure(`the server doesn't have a resource type ${quoteGo(type.toLowerCase())}\n`)
  }
}

/** A field with the type that it is in. */
interface Place {
  readonly owner: string
  readonly name: string
  readonly schema: Schema
}

/** One field as `kubectl explain` knows it. */
export interface FieldInfo {
  /** The type that it is in: `Toleration`. */
  readonly owner: string
  readonly name: string
  /** `[]Toleration`, `string`. */
  readonly type: string
  readonly isRequired: boolean
  /** The values of a type that has few. */
  readonly values: readonly string[]
}

/** The fields of an object's type, in alphabetical order. */
export function fieldsOf({ go, fields }: StructSchema): readonly FieldInfo[] {
  const owner = typeName(go)
  return Object.entries(fields)
    .map(
      ([name, schema]): FieldInfo => ({
        owner,
        name,
        type: printType(schema, name),
        isRequired: isRequired(owner, name, schema),
        values: enumOf(schema),
      }),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function explained(kind: StructSchema, path: readonly string[], depth: number): string {
  let place: Place | undefined
  let schema: Schema = kind
  for (const name of path) {
    const struct = structIn(schema)
    const next = struct && Object.hasOwn(struct.fields, name) ? struct.fields[name] : undefined
    if (!struct || !next) throw failure(`field ${quoteGo(path.at(-1) ?? '')} does not exist`)
    place = { owner: typeName(struct.go), name, schema: next }
    schema = next
  }
  const values = place ? enumOf(place.schema) : []
  const head = place ? `FIELD: ${place.name} <${printType(place.schema, place.name)}>\n` : ''
  const listed = values.length > 0 ? `ENUM:${values.map(value => `\n    ${value || '""'}`).join('')}\n` : '\n'
  const struct = structIn(schema)
  const words = [place && wordsOf(place), struct && WORDS[typeName(struct.go)]].flatMap(text =>
    text ? `${text}\n` : [],
  )
  const description = `DESCRIPTION:\n${indent(4, wrap(76, words.join('') || '<empty>'))}\n`
  const fields = struct ? `FIELDS:\n${listFields(struct, 1, depth)}` : ''
  return (place ? `${head}${listed}\n` : '') + description + fields
}

function listFields(struct: StructSchema, level: number, depth: number): string {
  const names = Object.keys(struct.fields).sort()
  const owner = typeName(struct.go)
  return names
    .map(name => {
      const schema = struct.fields[name]
      if (!schema) return ''
      const margin = level * 2
      const required = isRequired(owner, name, schema) ? ' -required-' : ''
      const line = `${' '.repeat(margin)}${name}\t<${printType(schema, name)}>${required}${shortEnum(schema, margin)}\n`
      if (depth === 0) {
        const words = wordsOf({ owner, name, schema }) ?? '<no description>'
        return `${line}${indent(margin + 2, wrap(78 - margin, words))}\n\n`
      }
      const inner = level < depth ? structIn(schema) : undefined
      return line + (inner ? listFields(inner, level + 1, depth) : '')
    })
    .join('')
}

/** Up to four values, and dots for more. */
function shortEnum(schema: Schema, margin: number): string {
  const values = enumOf(schema)
  if (values.length === 0) return ''
  const shown = values.slice(0, 4).map(value => value || '""')
  return `\n${' '.repeat(margin)}enum: ${shown.join(', ')}${values.length > 4 ? ', ....' : ''}`
}

function wordsOf({ owner, name }: Place): string | undefined {
  return WORDS[`${owner}.${name}`] ?? WORDS[`*.${name}`]
}

/** The object in a field, in its list or behind its keys. */
export function structIn(schema: Schema): StructSchema | undefined {
  if (schema.kind === 'list' || schema.kind === 'map') return structIn(schema.of)
  return schema.kind === 'struct' ? schema : undefined
}

function typeName(go: string): string {
  return go.slice(go.lastIndexOf('.') + 1)
}

/** `[]Toleration`, `map[string]Quantity`, `integer`. (template `typeGuess`) */
function printType(schema: Schema, name: string): string {
  switch (schema.kind) {
    case 'list':
      return `[]${printType(schema.of, name)}`
    case 'map':
      return `map[string]${printType(schema.of, name)}`
    case 'string':
      return 'string'
    case 'bool':
      return 'boolean'
    case 'int':
      return 'integer'
    case 'struct':
      return typeName(schema.go)
    case 'custom':
      return /Time$/.test(schema.go) ? 'string' : typeName(schema.go)
    case 'anything':
      return schema.go.startsWith('[]') ? `[]${typeName(schema.go)}` : (OTHER_TYPES[name] ?? 'Object')
  }
}

/** Types that are not looked into here, by the fields that have them. */
const OTHER_TYPES: Readonly<Record<string, string>> = {
  appArmorProfile: 'AppArmorProfile',
  fileKeyRef: 'FileKeySelector',
  managedFields: 'ManagedFieldsEntry',
  resizePolicy: 'ContainerResizePolicy',
  resourceClaims: 'PodResourceClaim',
  restartPolicyRules: 'ContainerRestartRule',
  seccompProfile: 'SeccompProfile',
  seLinuxOptions: 'SELinuxOptions',
  sessionAffinityConfig: 'SessionAffinityConfig',
  status: 'PodStatus',
  windowsOptions: 'WindowsSecurityContextOptions',
}

/** What Go always writes is required, but for these. */
const OPTIONAL = ['metadata', 'spec', 'status', 'targetPort', 'divisor', 'names', 'resources', 'strategy']
const ALSO_OPTIONAL = ['updateStrategy', 'daemonEndpoints', 'nodeInfo', 'kubeletEndpoint', 'ReplicaSetSpec.template']
const ALSO_REQUIRED = ['DaemonSetSpec.selector', 'DeploymentSpec.selector', 'ReplicaSetSpec.selector']

function isRequired(owner: string, name: string, { presence }: Schema): boolean {
  const full = `${owner}.${name}`
  if (ALSO_REQUIRED.includes(full)) return true
  return presence === 'always' && ![...OPTIONAL, ...ALSO_OPTIONAL].some(one => one === name || one === full)
}

/** The values of types that have few. (the API's `+enum` types) */
function enumOf(schema: Schema): readonly string[] {
  return schema.kind === 'string' ? (ENUMS[typeName(schema.go)]?.split(' ') ?? []) : []
}

const ENUMS: Readonly<Record<string, string>> = {
  DaemonSetUpdateStrategyType: 'OnDelete RollingUpdate',
  DeploymentStrategyType: 'Recreate RollingUpdate',
  DNSPolicy: 'ClusterFirst ClusterFirstWithHostNet Default None',
  HostPathType: ' BlockDevice CharDevice Directory DirectoryOrCreate File FileOrCreate Socket',
  IPFamilyPolicy: 'PreferDualStack RequireDualStack SingleStack',
  MountPropagationMode: 'Bidirectional HostToContainer None',
  NamespacePhase: 'Active Terminating',
  NodeInclusionPolicy: 'Honor Ignore',
  NodePhase: 'Pending Running Terminated',
  NodeSelectorOperator: 'DoesNotExist Exists Gt In Lt NotIn',
  PodFSGroupChangePolicy: 'Always OnRootMismatch',
  PreemptionPolicy: 'Never PreemptLowerPriority',
  ProcMountType: 'Default Unmasked',
  Protocol: 'SCTP TCP UDP',
  PullPolicy: 'Always IfNotPresent Never',
  RestartPolicy: 'Always Never OnFailure',
  ServiceAffinity: 'ClientIP None',
  ServiceExternalTrafficPolicy: 'Cluster Local',
  ServiceInternalTrafficPolicy: 'Cluster Local',
  ServiceType: 'ClusterIP ExternalName LoadBalancer NodePort',
  SupplementalGroupsPolicy: 'Merge Strict',
  TaintEffect: 'NoExecute NoSchedule PreferNoSchedule',
  TerminationMessagePolicy: 'FallbackToLogsOnError File',
  TolerationOperator: 'Equal Exists Gt Lt',
  UnhealthyPodEvictionPolicyType: 'AlwaysAllow IfHealthyBudget',
  UnsatisfiableConstraintAction: 'DoNotSchedule ScheduleAnyway',
  URIScheme: 'HTTP HTTPS',
}

/** Breaks lines between words, so that none is longer than `width`. */
function wrap(width: number, text: string): string {
  const lines = text.split('\n').flatMap(line => {
    const wrapped: string[] = ['']
    for (const word of line.split(' ')) {
      const last = wrapped.at(-1) ?? ''
      if (last === '') wrapped[wrapped.length - 1] = word
      else if (last.length + 1 + word.length <= width) wrapped[wrapped.length - 1] = `${last} ${word}`
      else wrapped.push(word)
    }
    return wrapped
  })
  return lines.join('\n')
}

function indent(margin: number, text: string): string {
  const pad = ' '.repeat(margin)
  return pad + text.replaceAll('\n', `\n${pad}`)
}
