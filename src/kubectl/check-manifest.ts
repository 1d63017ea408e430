import { resourceOf } from '../cluster/api-resource.ts'
import { type Answer, createObject, updateObject } from '../cluster/api-server.ts'
import { type Cluster, findObject } from '../cluster/cluster.ts'
import type { KubeObject, Manifest } from '../cluster/object.ts'
import { type Action, step } from '../cluster/step.ts'
import { INSPECTION } from '../kubernetes/admit.ts'
import type { Issue, IssueCode, IssueParams } from '../kubernetes/issue.ts'
import { sameJson } from '../kubernetes/same-json.ts'
import { patchedBy } from './apply.ts'
import { isRecord } from './json.ts'
import { type ManifestDocument, type Path, type Position, readManifest, type YamlFaultCode } from './manifest.ts'
import { identityOf, printFaults } from './read-files.ts'

/** What a text of manifests would lead to, were it applied now; nothing is. */
export interface ManifestCheck {
  readonly issues: readonly ManifestIssue[]
  /** The objects that nothing is wrong with, in their order. */
  readonly objects: readonly CheckedObject[]
}

export interface ManifestIssue extends Position {
  readonly code: ManifestIssueCode
  readonly params: IssueParams
  /** The words of what refuses it: the API server's or kubectl's, in English. */
  readonly text: string
}

export interface CheckedObject {
  readonly kind: string
  readonly name: string
  readonly outcome: 'created' | 'configured' | 'unchanged'
}

/** What can be wrong with a manifest that is no matter of its fields. */
const OBJECT_CODES = [
  'no-object',
  'kind-missing',
  'api-version-missing',
  'unknown-kind',
  'name-missing',
  'list-expected',
  'fields-expected',
  'text-expected',
  'text-unquoted',
  'number-expected',
  'refused',
] as const
export type ManifestIssueCode =
  | YamlFaultCode
  | Exclude<IssueCode, 'wrong-type' | 'wrong-number'>
  | (typeof OBJECT_CODES)[number]

/** `apply`: what lies there is patched, as by `kubectl apply`. `edit`: it is replaced, as when an editor is left. */
export type ManifestUse = 'apply' | 'edit'

/**
 * Asks the API server what it would say to every object of a text, one after the other: a namespace that the first document
 * makes is there for the second. What is wrong comes with line and column, with the server's own words, and as a code for
 * words that teach. Never throws, whatever the text. `namespace` is where an object goes that names none.
 */
export function checkManifest(cluster: Cluster, text: string, namespace: string, use: ManifestUse): ManifestCheck {
  const reading = readManifest(text)
  if (!reading.ok) {
    // What follows the first fault is mostly its consequence.
    const issues = reading.faults.slice(0, 1).map(fault => {
      const { code, line, column } = fault
      return { code, params: {}, line, column, text: `error converting YAML to JSON: ${printFaults(reading.faults)}` }
    })
    return { issues, objects: [] }
  }
  const issues: ManifestIssue[] = []
  const objects: CheckedObject[] = []
  const found = reading.documents.flatMap(document =>
    objectsIn(document.value, []).map(each => ({ ...each, document })),
  )
  let after = cluster
  for (const [index, { value, path, document }] of found.entries()) {
    const checked = checkObject(after, value, namespace, use)
    if (checked.ok) {
      objects.push(checked.object)
      // The controllers see to what the next one may need: the service account of a namespace.
      if (checked.action && index < found.length - 1) after = step(after, checked.action).cluster
    } else issues.push(...checked.faults.map(fault => located(fault, document, path)))
  }
  return { issues, objects }
}

/** Something that is wrong with an object; `path` begins at the object. */
interface Fault {
  readonly code: ManifestIssueCode
  readonly params: IssueParams
  readonly path: Path
  readonly text: string
}

type CheckedAs =
  | { readonly ok: true; readonly object: CheckedObject; readonly action?: Action }
  | { readonly ok: false; readonly faults: readonly Fault[] }

/** The objects of a document with where they stand in it: Lists are taken apart, and nothing is no object. */
function objectsIn(value: unknown, path: Path): readonly { readonly value: unknown; readonly path: Path }[] {
  if (value === null || value === undefined) return []
  if (isRecord(value) && value['kind'] === 'List' && Array.isArray(value['items']))
    return value['items'].flatMap((item: unknown, index) => objectsIn(item, [...path, 'items', index]))
  return [{ value, path }]
}

function checkObject(cluster: Cluster, value: unknown, given: string, use: ManifestUse): CheckedAs {
  if (!isRecord(value)) return wrong('no-object', [], "Object 'Kind' is missing")
  const { apiVersion, kind, metadata } = value
  if (typeof kind !== 'string' || kind === '') return wrong('kind-missing', [], "Object 'Kind' is missing")
  if (typeof apiVersion !== 'string' || apiVersion === '')
    return wrong('api-version-missing', ['kind'], 'error validating data: apiVersion not set', { kind })
  const manifest = { ...value, apiVersion, kind, metadata: isRecord(metadata) ? metadata : {} } as Manifest
  const resource = resourceOf(manifest)
  if (!resource)
    return wrong('unknown-kind', ['kind'], `no matches for kind "${kind}" in version "${apiVersion}"`, {
      kind,
      apiVersion,
    })
  const { name, namespace = given } = identityOf(manifest)
  if (name === '' && isRecord(metadata) && metadata['name'] === undefined)
    return wrong('name-missing', ['metadata'], 'resource name may not be empty')
  const current = name === '' ? undefined : findObject(cluster, resource, name, namespace)
  const object = (outcome: CheckedObject['outcome']): CheckedObject => ({ kind, name, outcome })
  const options = { namespace: given }
  if (!current) {
    const unread = value as unknown as Manifest
    const answer = createObject(cluster, unread, { ...options, dryRun: true }, INSPECTION)
    if (!answer.ok) return refusedBy(answer, kind)
    return { ok: true, object: object('created'), action: { type: 'create', manifest: unread, options } }
  }
  const placed = resource.namespaced ? { ...manifest, metadata: { ...manifest.metadata, namespace } } : manifest
  const sent = use === 'apply' ? patchedBy(current, placed) : (placed as KubeObject)
  const answer = updateObject(cluster, sent, { ...options, dryRun: true }, INSPECTION)
  if (!answer.ok) return refusedBy(answer, kind)
  if (sameJson(answer.object, current)) return { ok: true, object: object('unchanged') }
  return { ok: true, object: object('configured'), action: { type: 'update', manifest: sent, options } }
}

function refusedBy({ status, issues = [] }: Extract<Answer, { ok: false }>, kind: string): CheckedAs {
  if (issues.length === 0) {
    const path = /^namespaces /.test(status.message) ? ['metadata', 'namespace'] : ['kind']
    return wrong('refused', path, status.message)
  }
  if (status.reason !== 'BadRequest')
    return { ok: false, faults: issues.map(issue => faultOf(issue, `${issue.path}: ${issue.text}`)) }
  // Of what does not fit its type the API server reports the first alone, and unknown fields only without such.
  const mistyped = issues.find(({ code }) => code !== 'unknown-field')
  if (mistyped) return { ok: false, faults: [faultOf(mistyped, status.message)] }
  const unreadable = status.message.slice(0, status.message.indexOf(UNREADABLE) + UNREADABLE.length)
  return { ok: false, faults: issues.map(issue => faultOf(issue, `${unreadable}${kind}: ${STRICT}${issue.text}`)) }
}

const UNREADABLE = ' cannot be handled as a '
const STRICT = 'strict decoding error: '

function faultOf({ path, code, params }: Issue, text: string): Fault {
  // The API server calls a node's taints `metadata.taints`. (validation `ValidateNode`)
  const steps = stepsOf(path.replace(/^metadata\.taints/, 'spec.taints'))
  // Validation reports a wrong value of a toleration at its operator.
  const isAtValue = /^label-value|^exists-takes/.test(code) && steps.at(-1) === 'operator'
  return {
    code: code === 'wrong-type' || code === 'wrong-number' ? typeCode(code, params) : code,
    params,
    path: isAtValue ? [...steps.slice(0, -1), 'value'] : steps,
    text,
  }
}

function typeCode(code: 'wrong-type' | 'wrong-number', { expected, found }: IssueParams): ManifestIssueCode {
  if (code === 'wrong-number' || expected === 'int') return 'number-expected'
  if (expected === 'list') return 'list-expected'
  if (expected === 'struct' || expected === 'map') return 'fields-expected'
  return found === 'bool' || found === 'number' ? 'text-unquoted' : 'text-expected'
}

/** `spec.containers[0].resources.requests[cpu]` as keys and indices. */
function stepsOf(path: string): Path {
  return [...path.matchAll(/\[([^\]]*)\]|[^.[]+/g)].map(([whole, inside]) => {
    if (inside === undefined) return whole
    return /^\d+$/.test(inside) ? Number(inside) : inside
  })
}

function located({ path, ...fault }: Fault, document: ManifestDocument, above: Path): ManifestIssue {
  return { ...fault, ...document.positionOf([...above, ...path]) }
}

function wrong(code: ManifestIssueCode, path: Path, text: string, params: IssueParams = {}): CheckedAs {
  return { ok: false, faults: [{ code, params, path, text }] }
}
