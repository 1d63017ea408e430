import { API_RESOURCES, apiVersionOf } from '../cluster/api-resource.ts'
import { type Cluster, list } from '../cluster/cluster.ts'
import type { Schema } from '../kubernetes/schema.ts'
import { schemaOf } from '../kubernetes/schemas.ts'
import { type FieldInfo, fieldsOf, structIn } from './explain.ts'
import { unquoted } from './manifest-line.ts'
import { type ManifestPlace, placeAt } from './manifest-place.ts'
import { printYaml } from './yaml-print.ts'

/** What may stand at a place of a manifest, and what the field there is for. */
export interface FieldsAt {
  /** The field that the place is at, or whose value it is, or in which a free key stands. */
  readonly field?: FieldInfo
  /** The value that stands there, or the free key, without quotes. */
  readonly value?: string
  /** What a choice would take the place of: `from`…`to` of the text. */
  readonly from: number
  readonly to: number
  readonly choices: readonly FieldChoice[]
}

export type FieldChoice =
  /** `shape` is what follows the name: a value on its line, or an object, a list, free keys. */
  | { readonly field: FieldInfo; readonly shape: 'value' | 'object' | 'list' | 'map'; readonly opens: Opening }
  /** A value as YAML has it: `"true"`; `plain`: without its quotes. */
  | { readonly value: string; readonly plain: string }
  /** A key that is free, such as a label's. */
  | { readonly key: string; readonly opens: Opening }

/** What has to stand before a name: a dash or a brace opens the item that it is the first of; `flow`: it is in braces already. */
export type Opening = 'nothing' | 'dash' | 'brace' | 'flow'

/** Fields and values for the place of a cursor, by the schemas that the API server reads by, and by what the cluster holds. */
export function fieldsAt(cluster: Cluster, text: string, offset: number): FieldsAt {
  const place = placeAt(text, offset)
  if (!place) return { from: offset, to: offset, choices: [] }
  const { from, to } = place
  return { from, to, ...choicesAt(cluster, place, unquoted(text.slice(from, to))) }
}

function choicesAt(cluster: Cluster, place: ManifestPlace, word: string): Omit<FieldsAt, 'from' | 'to'> {
  const found = schemaAt(place)
  if (!found) return { choices: [] }
  const { schema, field: list } = found
  const value = word === '' ? {} : { value: word }
  if (place.at === 'value' && place.key !== undefined) return valuesOf(cluster, place, found, place.key, value)
  if (itemOf(schema).kind === 'map') {
    const keys = freeKeys(cluster, place).filter(key => !place.siblings.has(key))
    const opens = openingOf(place, schema)
    const choices = place.key === undefined ? keys.map(key => ({ key, opens })) : []
    return { ...(list && { field: list, ...value }), choices }
  }
  const struct = structIn(schema)
  if (!struct) {
    // An item of a list of texts.
    const isItem = schema.kind === 'list' && place.style !== 'block'
    const values = isItem ? itemValues(cluster, place) : []
    return { ...(list && { field: list, ...value }), choices: values.map(valueChoice) }
  }
  const fields = fieldsOf(struct)
  const own = fields.find(({ name }) => name === place.key)
  const opens = openingOf(place, schema)
  const choices = fields
    .filter(({ name }) => name === place.key || !place.siblings.has(name))
    .map(field => ({ field, shape: shapeOf(struct.fields[field.name]), opens }))
  return { ...(own && { field: own }), choices }
}

/** `schema`: of the object, list or map that the place is in. */
function openingOf({ style, siblings }: ManifestPlace, schema: Schema): Opening {
  const isList = schema.kind === 'list'
  if (style === 'braces') return 'flow'
  if (style === 'brackets') return isList ? 'brace' : 'flow'
  return isList && style === 'block' && siblings.size === 0 ? 'dash' : 'nothing'
}

interface Found {
  readonly schema: Schema
  /** The field that has it. */
  readonly field?: FieldInfo
}

/** The object, list or map in which the place is. */
function schemaAt({ apiVersion = 'v1', kind = '', path }: ManifestPlace): Found | undefined {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : ''
  let found: Found = { schema: schemaOf(group, kind) ?? ANY_OBJECT }
  for (const key of path) {
    const inner = itemOf(found.schema)
    const next = inner.kind === 'map' ? { schema: inner.of } : fieldIn(inner, key)
    if (!next) return undefined
    found = next
  }
  return found
}

function fieldIn(schema: Schema, name: string): Found | undefined {
  const struct = structIn(schema)
  const own = struct && Object.hasOwn(struct.fields, name) ? struct.fields[name] : undefined
  const field = struct && fieldsOf(struct).find(each => each.name === name)
  return own && field && { schema: own, field }
}

/** What a document that does not say its kind yet may begin with. */
const ANY_OBJECT: Schema = {
  kind: 'struct',
  go: 'v1.Object',
  fields: {
    apiVersion: { kind: 'string', go: 'string' },
    kind: { kind: 'string', go: 'string' },
    metadata: schemaOf('', 'Pod')?.fields['metadata'] ?? { kind: 'anything', go: 'object' },
    spec: { kind: 'anything', go: 'object' },
  },
}

function itemOf(schema: Schema): Schema {
  return schema.kind === 'list' ? itemOf(schema.of) : schema
}

function shapeOf(schema: Schema | undefined): 'value' | 'object' | 'list' | 'map' {
  switch (schema?.kind) {
    case 'struct':
      return 'object'
    case 'list':
    case 'map':
      return schema.kind
    default:
      return 'value'
  }
}

function valuesOf(
  cluster: Cluster,
  place: ManifestPlace,
  { schema, field: map }: Found,
  key: string,
  value: Pick<FieldsAt, 'value'>,
): Pick<FieldsAt, 'field' | 'value' | 'choices'> {
  if (itemOf(schema).kind === 'map') {
    const isNodeSelector = place.path.at(-1) === 'nodeSelector'
    const values = isNodeSelector ? labelsOfNodes(cluster).get(key) : undefined
    return { ...(map && { field: map, value: key }), choices: [...(values ?? [])].map(valueChoice) }
  }
  const own = fieldIn(schema, key)
  if (!own?.field) return { choices: [] }
  const { field } = own
  if (own.schema.kind === 'bool') return { field, choices: ['true', 'false'].map(plain => ({ value: plain, plain })) }
  const values = [...field.values, ...knownValues(cluster, place, field)]
  return { field, ...value, choices: [...new Set(values)].map(valueChoice) }
}

function valueChoice(plain: string): FieldChoice {
  return { value: printYaml(plain).trim(), plain }
}

/** Values for fields of free text: those that the cluster knows, and those that the API server takes alone. */
function knownValues(
  cluster: Cluster,
  { siblings, kind }: ManifestPlace,
  { owner, name }: FieldInfo,
): readonly string[] {
  switch (`${owner}.${name}`) {
    case 'PodSpec.nodeName':
      return list(cluster, 'nodes').map(({ metadata }) => metadata.name)
    case 'PodSpec.priorityClassName':
      return list(cluster, 'priorityclasses').map(({ metadata }) => metadata.name)
    case 'PodSpec.schedulerName':
      return ['default-scheduler']
    case 'ObjectMeta.namespace':
      return list(cluster, 'namespaces').map(({ metadata }) => metadata.name)
    case 'Toleration.key':
    case 'Taint.key':
      return taintsOf(cluster).map(({ key }) => key)
    case 'Toleration.value':
    case 'Taint.value':
      return taintsOf(cluster)
        .filter(({ key, value }) => value !== undefined && (siblings.get('key') ?? key) === key)
        .map(({ value = '' }) => value)
    case 'LabelSelectorRequirement.operator':
      return ['DoesNotExist', 'Exists', 'In', 'NotIn']
    case 'NodeSelectorRequirement.key':
    case 'TopologySpreadConstraint.topologyKey':
    case 'PodAffinityTerm.topologyKey':
      return [...labelsOfNodes(cluster).keys()]
    case 'Container.restartPolicy':
      return ['Always', 'Never', 'OnFailure']
    case 'VolumeMount.recursiveReadOnly':
      return ['Disabled', 'Enabled', 'IfPossible']
    case 'PodSecurityContext.seLinuxChangePolicy':
      return ['MountOption', 'Recursive']
    case 'PodOS.name':
      return ['linux', 'windows']
    case 'EmptyDirVolumeSource.medium':
      return ['Memory']
    case 'ServiceSpec.trafficDistribution':
      return ['PreferSameNode', 'PreferSameZone']
    case 'Event.type':
      return ['Normal', 'Warning']
    default:
      if (name === 'kind') return SERVED.map(each => each.kind)
      if (name === 'apiVersion') {
        const served = SERVED.filter(each => kind === undefined || each.kind === kind)
        return [...new Set((served.length > 0 ? served : SERVED).map(apiVersionOf))]
      }
      return []
  }
}

/** What this cluster reads by a schema: the kinds that it is worth writing here. */
const SERVED = API_RESOURCES.filter(({ group, kind }) => schemaOf(group, kind))

/** Texts that are items of a list: values of the label that the key beside the list names. */
function itemValues(cluster: Cluster, { path }: ManifestPlace): readonly string[] {
  if (path.at(-1) === 'matchLabelKeys') return ['pod-template-hash']
  if (path.at(-1) === 'ipFamilies') return ['IPv4', 'IPv6']
  return path.at(-1) === 'values' && path.includes('nodeAffinity')
    ? [...new Set([...labelsOfNodes(cluster).values()].flatMap(values => [...values]))]
    : []
}

function freeKeys(cluster: Cluster, { path }: ManifestPlace): readonly string[] {
  switch (path.at(-1)) {
    case 'nodeSelector':
      return [...labelsOfNodes(cluster).keys()]
    case 'requests':
    case 'limits':
      return ['cpu', 'ephemeral-storage', 'memory']
    case 'labels':
    case 'matchLabels':
      return ['app']
    default:
      return []
  }
}

function taintsOf(cluster: Cluster) {
  return list(cluster, 'nodes').flatMap(({ spec }) => spec?.taints ?? [])
}

function labelsOfNodes(cluster: Cluster): ReadonlyMap<string, ReadonlySet<string>> {
  const labels = new Map<string, Set<string>>()
  for (const { metadata } of list(cluster, 'nodes')) {
    for (const [key, value] of Object.entries(metadata.labels ?? {})) {
      const known = labels.get(key)
      // The names of a thousand hosts are no choice.
      if (!known) labels.set(key, new Set([value]))
      else if (known.size < 50) known.add(value)
    }
  }
  return labels
}
