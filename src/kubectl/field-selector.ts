import { type ApiResource, apiVersionOf } from '../cluster/api-resource.ts'
import type { KubeObject } from '../cluster/object.ts'
import { quoteGo } from '../kubernetes/go-text.ts'
import { Failure } from './call.ts'

const META_FIELDS = ['metadata.name', 'metadata.namespace'] as const

/** The fields that the server selects by beside those; kinds that are left out have no others. (registry strategies) */
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
  secrets: ['type'],
  services: ['spec.clusterIP', 'spec.type'],
}

/**
 * Whether an object fits a field selector such as `status.phase!=Running,spec.nodeName=a`; an empty one fits everything.
 * Throws a `Failure` for what the server does not select by. (apimachinery `fields.ParseSelector`)
 */
export function fieldMatcher(resource: ApiResource, selector: string, labels: string): (object: KubeObject) => boolean {
  const terms = selector
    .split(',')
    .filter(term => term !== '')
    .map(
      term =>
        readTerm(term) ??
        unfindable(resource, labels, selector, `invalid selector: '${selector}'; can't understand '${term}'`),
    )
  for (const { field } of terms) {
    const own = FIELDS[resource.name]
    if ([...META_FIELDS, ...(own ?? [])].includes(field)) continue
    const [name, namespace] = META_FIELDS
    const problem = own
      ? `field label not supported: ${field}`
      : `"${field}" is not a known field selector: only "${name}", "${namespace}"`
    unfindable(resource, labels, selector, problem)
  }
  return object => terms.every(({ field, value, equal }) => (fieldOf(object, field) === value) === equal)
}

/** Ends a command as the server does when it cannot make sense of a selector. (cli-runtime `EnhanceListError`) */
export function unfindable(resource: ApiResource, labels: string, fields: string, problem: string): never {
  const version = resource.group ? apiVersionOf(resource) : `/${resource.version}`
  const what = `Unable to find "${version}, Resource=${resource.name}" that match label selector ${quoteGo(labels)}, field selector ${quoteGo(fields)}`
  throw new Failure(`Error from server (BadRequest): ${what}: ${problem}\n`)
}

interface Term {
  readonly field: string
  readonly value: string
  readonly equal: boolean
}

function readTerm(term: string): Term | undefined {
  const found = /^(.*?)(!=|==|=)(.*)$/s.exec(term)
  if (!found) return undefined
  const [, field = '', operator, value = ''] = found
  return { field, value: value.replace(/\\([\\,=])/g, '$1'), equal: operator !== '!=' }
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
