import { type ApiResource, apiVersionOf } from '../cluster/api-resource.ts'
import type { KubeObject } from '../cluster/object.ts'
import { Failure, failure } from './call.ts'

/** The fields that the server selects by, beside `metadata.name` and `metadata.namespace`. (registry strategies) */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  events: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  namespaces: ['status.phase'],
  nodes: ['spec.unschedulable'],
  pods: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  replicasets: ['status.replicas'],
  secrets: ['type'],
  services: ['spec.clusterIP', 'spec.type'],
}

/**
 * Whether an object fits a field selector such as `status.phase!=Running,spec.nodeName=a`; an empty one fits everything.
 * Throws a `Failure` for what the server does not select by. (apimachinery `fields.ParseSelector`)
 */
export function fieldMatcher(resource: ApiResource, selector: string): (object: KubeObject) => boolean {
  const terms = selector
    .split(',')
    .filter(term => term !== '')
    .map(readTerm)
  for (const { field } of terms)
    if (!['metadata.name', 'metadata.namespace', ...(FIELDS[resource.name] ?? [])].includes(field))
      throw unknownField(resource, selector, field)
  return object => terms.every(({ field, value, equal }) => (fieldOf(object, field) === value) === equal)
}

interface Term {
  readonly field: string
  readonly value: string
  readonly equal: boolean
}

function readTerm(term: string): Term {
  const found = /^(.*?)(!=|==|=)(.*)$/s.exec(term)
  if (!found) throw failure(`invalid selector: '${term}'; can't understand '${term}'`)
  const [, field = '', operator, value = ''] = found
  return { field, value: value.replace(/\\([\\,=])/g, '$1'), equal: operator !== '!=' }
}

function unknownField(resource: ApiResource, selector: string, field: string): Failure {
  const version = `${resource.group}/${resource.version}`
  const text = `field label not supported: ${field}`
  const what = `Unable to find "${version}, Resource=${resource.name}" that match label selector "", field selector "${selector}": ${text}`
  return new Failure(
    `Error from server (BadRequest): ${resource.group ? what.replace(version, apiVersionOf(resource)) : what}\n`,
  )
}

function fieldOf(object: KubeObject, field: string): string {
  if (field === 'source')
    return String((object['source'] as { readonly component?: string } | undefined)?.component ?? '')
  const value = field
    .split('.')
    .reduce<unknown>((at, name) => (at as Readonly<Record<string, unknown>> | undefined)?.[name], object)
  if (value === undefined || value === null) return DEFAULTS[field] ?? ''
  return String(value)
}

/** What a field that is not there counts as. */
const DEFAULTS: Readonly<Record<string, string>> = { 'spec.unschedulable': 'false', 'spec.hostNetwork': 'false' }
