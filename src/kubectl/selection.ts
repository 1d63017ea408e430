import { type ApiResource, qualifiedName } from '../cluster/api-resource.ts'
import { findObject, listObjects } from '../cluster/cluster.ts'
import type { KubeObject } from '../cluster/object.ts'
import { parseSelector, type Requirement, selectorMatches } from '../kubernetes/selector.ts'
import { type Call, failure } from './call.ts'
import { fieldMatcher } from './field-selector.ts'
import type { Flag } from './flags.ts'
import { readFiles } from './read-files.ts'
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
 * Throws a `Failure` where kubectl ends with an error. (cli-runtime `resource.Builder`)
 */
export function select(call: Call): readonly Selection[] {
  const { cluster, flags } = call
  if (flags.has('filename')) return selectInFiles(call)
  const labels = readLabels(call)
  const everywhere = flags.isOn('all-namespaces')
  return readResourceArguments(call.args).map(({ resource, names }): Selection => {
    if (names) {
      if (flags.text('selector')) throw failure('name cannot be provided when a selector is specified')
      return { resource, names, ...findByName(call, resource, names) }
    }
    const fits = fieldMatcher(resource, flags.text('field-selector'))
    const namespace = everywhere || !resource.namespaced ? undefined : call.namespace
    const objects = listObjects(cluster, resource, namespace)
    return {
      resource,
      objects: objects.filter(one => selectorMatches(labels, one.metadata.labels ?? {}) && fits(one)),
      missing: [],
    }
  })
}

/** The objects that stand in files, as they are in the cluster. */
function selectInFiles(call: Call): readonly Selection[] {
  if (call.args.length > 0)
    throw failure('when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well')
  return readFiles(call).map(({ resource, manifest, source }): Selection => {
    const { name = '', namespace = call.namespace } = manifest.metadata ?? {}
    const object = findObject(call.cluster, resource, name, namespace)
    const missing = `Error from server (NotFound): ${qualifiedName(resource)} "${name}" not found`
    return { resource, objects: object ? [object] : [], missing: object ? [] : [missing], names: [name], source }
  })
}

/** The objects of these names, or those that `-l` selects; without either, all. */
export function selectNamed(call: Call, resource: ApiResource, names: readonly string[]) {
  if (names.length > 0) return findByName(call, resource, names)
  const labels = readLabels(call)
  const namespace = resource.namespaced ? call.namespace : undefined
  const objects = listObjects(call.cluster, resource, namespace)
  return { objects: objects.filter(one => selectorMatches(labels, one.metadata.labels ?? {})), missing: [] }
}

function findByName(call: Call, resource: ApiResource, names: readonly string[]) {
  const objects: KubeObject[] = []
  const missing: string[] = []
  for (const name of names) {
    const object = findObject(call.cluster, resource, name, call.namespace)
    if (object) objects.push(object)
    else missing.push(`Error from server (NotFound): ${qualifiedName(resource)} "${name}" not found`)
  }
  return { objects, missing }
}

function readLabels(call: Call): readonly Requirement[] {
  const parsed = parseSelector(call.flags.text('selector').trim())
  if (!parsed.ok) throw failure(parsed.issue.text)
  return parsed.value
}
