import { type ApiResource, qualifiedName } from '../cluster/api-resource.ts'
import { find, findObject, listObjects } from '../cluster/cluster.ts'
import type { KubeObject } from '../cluster/object.ts'
import { parseSelector, selectorMatches } from '../kubernetes/selector.ts'
import { type Call, type Failure, failure } from './call.ts'
import type { Flag } from './flags.ts'
import { partOf } from './part.ts'
import { readResourceArguments } from './resource-arguments.ts'

/** The flags that say what a command is about. */
export const SELECTING_FLAGS: readonly Flag[] = [
  { name: 'filename', short: 'f', type: 'list' },
  { name: 'recursive', short: 'R', type: 'bool' },
  { name: 'kustomize', short: 'k', type: 'string' },
  { name: 'selector', short: 'l', type: 'string' },
  { name: 'field-selector', type: 'string' },
  { name: 'all-namespaces', short: 'A', type: 'bool' },
]

/** What a command's arguments select of one resource. */
export interface Selection {
  readonly resource: ApiResource
  readonly objects: readonly KubeObject[]
  /** What was asked for by name and is not there, in the server's words. */
  readonly missing: readonly string[]
  /** The names that were asked for; left out: all, or all that a selector selects. */
  readonly names?: readonly string[]
  /** The file that names it; left out for arguments. */
  readonly source?: string
}

/**
 * The objects that `TYPE [NAME…]`, `TYPE/NAME…`, `-l`, `--field-selector`, `-n` and `-A` select, resource by resource.
 * Throws a `Failure` where kubectl ends with an error. (cli-runtime `resource.Builder`) `asksFirst`: all verbs but `delete`
 * do, for what is named.
 */
export function select(call: Call, asksFirst = true): readonly Selection[] {
  const { cluster, flags } = call
  if (flags.has('filename') || flags.has('kustomize')) return selectInFiles(call, asksFirst)
  const [selector, fields] = [flags.text('selector').trim(), flags.text('field-selector').trim()]
  if (call.args.length === 0)
    throw selector || fields ? failure('at least one resource must be specified to use a selector') : nothingNamed()
  const requests = readResourceArguments(call)
  if ((selector !== '' || fields !== '') && requests.some(({ names }) => names)) throw namedAndSelected(call.args)
  if (requests.some(({ resource }) => resource.name === 'endpoints'))
    call.stderr('Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\n')
  const everywhere = flags.isOn('all-namespaces')
  return requests.map(({ resource, names }): Selection => {
    if (names) {
      if (everywhere && resource.namespaced)
        throw failure('a resource cannot be retrieved by name across all namespaces')
      return { resource, names, ...findByName(call, resource, names, asksFirst) }
    }
    const namespace = everywhere || !resource.namespaced ? undefined : call.namespace
    const objects = listObjects(cluster, resource, namespace)
    return { resource, objects: objects.filter(selectionMatcher(call, resource)), missing: [] }
  })
}

/** One object that a command is about. */
export interface Target {
  readonly resource: ApiResource
  readonly object: KubeObject
}

/** What is selected, one by one, in the order in which it was named; what is not there, in the server's words. */
export function targetsOf(found: readonly Selection[]): readonly (Target | string)[] {
  return found.flatMap(({ resource, objects, missing, names }) => {
    const absent = [...missing]
    const named = names?.map(name => objects.find(one => one.metadata.name === name) ?? absent.shift())
    return (named ?? objects).flatMap(one => (typeof one === 'object' ? { resource, object: one } : (one ?? [])))
  })
}

/** As `select`, for commands that take all of a type only with a selector or with `--all`. */
export function selectMeant(call: Call, asksFirst = true): readonly Selection[] {
  const { args, flags } = call
  if (args.length === 0 || flags.has('filename')) return select(call, asksFirst)
  const isSelected = flags.text('selector').trim() !== '' || flags.text('field-selector').trim() !== ''
  const requests = readResourceArguments(call)
  if (!isSelected && !flags.isOn('all') && requests.some(({ names }) => !names))
    throw failure('resource(s) were provided, but no name was specified')
  return select(call, asksFirst)
}

/** Whether `-l`, `--field-selector`, `-n` and `-A` select an object of a resource. */
export function selectionMatcher(call: Call, resource: ApiResource): (object: KubeObject) => boolean {
  const fits = labelMatcher(call, resource)
  const [selector, fields] = [call.flags.text('selector').trim(), call.flags.text('field-selector').trim()]
  const hasFields = fields ? partOf(call.parts, 'fields').fieldMatcher(resource, fields, selector) : () => true
  const everywhere = call.flags.isOn('all-namespaces') || !resource.namespaced
  return object => (everywhere || object.metadata.namespace === call.namespace) && fits(object) && hasFields(object)
}

/** (cli-runtime `missingResourceError`) */
function nothingNamed(): Failure {
  return failure(
    [
      'You must provide one or more resources by argument or filename.',
      'Example resource specifications include:',
      "   '-f rsrc.yaml'",
      "   '--filename=rsrc.json'",
      "   '<resource> <name>'",
      "   '<resource>'",
    ].join('\n'),
  )
}

/** (cli-runtime `Builder.visitByName`) */
export function namedAndSelected([first = '']: readonly string[]): Failure {
  return /[/,]/.test(first)
    ? failure('selectors and the all flag cannot be used when passing resource/name arguments')
    : failure('name cannot be provided when a selector is specified')
}

/** The objects that stand in files, as they are in the cluster. */
function selectInFiles(call: Call, asksFirst: boolean): readonly Selection[] {
  if (call.args.length > 0)
    throw failure('when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well')
  const { identityToLookUp, readFiles } = partOf(call.parts, 'files')
  return readFiles(call).map(({ resource, manifest, source }): Selection => {
    const fits = labelMatcher(call, resource)
    const { name, namespace = call.namespace } = identityToLookUp(manifest)
    const object = findObject(call.cluster, resource, name, namespace)
    const missing = notThere(call, resource, name, asksFirst ? namespace : 'default')
    return {
      resource,
      objects: object && fits(object) ? [object] : [],
      missing: object ? [] : [missing],
      names: [name],
      source,
    }
  })
}

/** The objects of these names, or those that `-l` selects; without either, all. */
export function selectNamed(call: Call, resource: ApiResource, names: readonly string[]) {
  if (names.length > 0) return findByName(call, resource, names)
  const fits = labelMatcher(call, resource)
  const namespace = resource.namespaced ? call.namespace : undefined
  return { objects: listObjects(call.cluster, resource, namespace).filter(fits), missing: [] }
}

function findByName(call: Call, resource: ApiResource, names: readonly string[], asksFirst = true) {
  const objects: KubeObject[] = []
  const missing: string[] = []
  for (const name of names) {
    const object = findObject(call.cluster, resource, name, call.namespace)
    if (object) objects.push(object)
    else missing.push(notThere(call, resource, name, asksFirst ? call.namespace : 'default'))
  }
  return { objects, missing }
}

/** What asks for an object before it does anything hears of a namespace that is not there. (cli-runtime `Info.Get`) */
function notThere({ cluster }: Call, resource: ApiResource, name: string, namespace: string): string {
  const isLost = resource.namespaced && namespace !== 'default' && !find(cluster, 'namespaces', namespace)
  return `Error from server (NotFound): ${isLost ? `namespaces "${namespace}"` : `${qualifiedName(resource)} "${name}"`} not found`
}

/** Whether `-l` selects an object. */
function labelMatcher({ flags, parts }: Call, resource: ApiResource): (object: KubeObject) => boolean {
  const selector = flags.text('selector').trim()
  const parsed = parseSelector(selector)
  if (!parsed.ok) {
    const { unfindable } = partOf(parts, 'fields')
    return unfindable(resource, selector, flags.text('field-selector').trim(), parsed.issue.text)
  }
  return ({ metadata }) => selectorMatches(parsed.value, metadata.labels ?? {})
}
