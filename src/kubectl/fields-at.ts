import { API_RESOURCES, apiVersionOf } from '../cluster/api-resource.ts'
import { type Cluster, list } from '../cluster/cluster.ts'
import type { Schema } from '../kubernetes/schema.ts'
import { schemaOf } from '../kubernetes/schemas.ts'
import { type FieldInfo, fieldsOf, structIn } from './explain.ts'
import { type ManifestPlace, placeAt } from './manifest-place.ts'
import { printYaml } from './yaml-print.ts'

/** What may stand at a place of a manifest, and what the field there is for. */
export interface FieldsAt {
  /** The field that the place is at, or whose value it is. */
  readonly field?: FieldInfo
  /** What a choice would take the place of: `from`…`to` of the text. */
  readonly from: number
  readonly to: number
  readonly choices: readonly FieldChoice[]
}

export type FieldChoice =
  /** `shape` is what follows the name: a value on its line, or an object, a list, free keys below it. */
  | { readonly field: FieldInfo; readonly shape: 'value' | 'object' | 'list' | 'map'; readonly dash: boolean }
  /** A value as YAML has it: `"true"`. */
  | { readonly value: string }
  /** A key that is free, such as a label's. */
  | { readonly key: string }

/** Fields and values for the place of a cursor, by the schemas that the API server reads by, and by what the cluster holds. */
export function fieldsAt(cluster: Cluster, text: string, offset: number): FieldsAt {
  const nothing = { from: offset, to: offset, choices: [] }
  const place = placeAt(text, offset)
  if (!place) return nothing
  const range = { from: place.from, to: place.to }
  const schema = schemaAt(place)
  if (!schema) return { ...range, choices: [] }
  const inner = itemOf(schema)
  if (place.at === 'value' && place.key !== undefined)
    return { ...range, ...valuesOf(cluster, place, schema, place.key) }
  if (inner.kind === 'map') {
    const keys = freeKeys(cluster, place).filter(key => !place.siblings.has(key))
    return { ...range, choices: place.key === undefined ? keys.map(key => ({ key })) : [] }
  }
  const struct = structIn(schema)
  if (!struct) {
    // An item of a list of texts.
    const owner = place.path.at(-1) ?? ''
    const values = schema.kind === 'list' && place.hasDash ? itemValues(cluster, place, owner) : []
    return { ...range, choices: values.map(value => ({ value: scalar(value) })) }
  }
  const fields = fieldsOf(struct)
  const own = fields.find(({ name }) => name === place.key)
  const dash = schema.kind === 'list' && !place.hasDash && place.siblings.size === 0
  const choices = fields
    .filter(({ name }) => name === place.key || !place.siblings.has(name))
    .map(field => ({ field, shape: shapeOf(struct.fields[field.name]), dash }))
  return { ...range, ...(own && { field: own }), choices }
}

/** The schema of the object, list or map in which the place is. */
function schemaAt({ apiVersion = 'v1', kind = '', path }: ManifestPlace): Schema | undefined {
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : ''
  let schema: Schema | undefined = schemaOf(group, kind) ?? (path.length === 0 ? ANY_OBJECT : undefined)
  for (const key of path) {
    if (!schema) return undefined
    const inner: Schema = itemOf(schema)
    if (inner.kind === 'map') schema = inner.of
    else schema = inner.kind === 'struct' && Object.hasOwn(inner.fields, key) ? inner.fields[key] : undefined
  }
  return schema
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
  schema: Schema,
  key: string,
): Pick<FieldsAt, 'field' | 'choices'> {
  const inner = itemOf(schema)
  if (inner.kind === 'map') {
    const isNodeSelector = place.path.at(-1) === 'nodeSelector'
    const values = isNodeSelector ? labelsOfNodes(cluster).get(key) : undefined
    return { choices: [...(values ?? [])].map(value => ({ value: scalar(value) })) }
  }
  const struct = structIn(schema)
  const field = struct && fieldsOf(struct).find(({ name }) => name === key)
  const own = struct && Object.hasOwn(struct.fields, key) ? struct.fields[key] : undefined
  if (!field || !own) return { choices: [] }
  const values = own.kind === 'bool' ? ['true', 'false'] : [...field.values, ...knownValues(cluster, place, field)]
  const isText = own.kind === 'string'
  return {
    field,
    choices: [...new Set(values)].map(value => ({ value: isText ? scalar(value) : value })),
  }
}

/** Values that the cluster knows for fields of free text. */
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
function itemValues(cluster: Cluster, place: ManifestPlace, list: string): readonly string[] {
  if (list === 'matchLabelKeys') return ['pod-template-hash']
  return list === 'values' && place.path.includes('nodeAffinity')
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

function scalar(value: string): string {
  return printYaml(value).trim()
}
