import { API_RESOURCES, type ApiResource, qualifiedName } from '../cluster/api-resource.ts'
import { quoteGo } from '../kubernetes/go-text.ts'
import { type Call, type Failure, failure } from './call.ts'
import { minorOf } from './columns.ts'
import { partOf } from './part.ts'

/** What a command's arguments ask for: all of a resource, or the objects of these names. */
export interface Request {
  readonly resource: ApiResource
  readonly names?: readonly string[]
}

/**
 * Reads `TYPE[,TYPE…] [NAME…]` and `TYPE/NAME…`. Throws a `Failure` where kubectl ends with an error.
 * (cli-runtime `resource.Builder`, `ResourceTypeOrNameArgs`)
 */
export function readResourceArguments(call: Call): readonly Request[] {
  const { args } = call
  if (args.some(arg => arg.includes('/'))) {
    if (!args.every(arg => arg.includes('/'))) throw mixed()
    return args.map(arg => readTypeAndName(call, arg))
  }
  const [types = '', ...names] = args
  if (names.includes('')) throw failure('resource name may not be empty')
  if (types === 'all' && names.length > 0) throw failure('you must specify only one resource')
  const resources = types
    .split(',')
    .flatMap(type => (type === 'all' ? ALL : [type]))
    .map(type => findResource(call, type))
  return [...new Set(resources)].map(resource => (names.length > 0 ? { resource, names } : { resource }))
}

const NEWEST = 37

/** What `all` stands for: by far not everything. (discovery, category `all`) */
export const ALL: readonly string[] = [
  'pods',
  'replicationcontrollers',
  'services',
  'daemonsets',
  'deployments',
  'replicasets',
  'statefulsets',
  'horizontalpodautoscalers',
  'cronjobs',
  'jobs',
]

/**
 * The resource that a word means: plural, kind in any case, short name; each with the beginning of its group, or with its
 * version and group, if one likes: `ds.apps`, `ds.v1.apps`.
 */
export function findResource({ cluster, parts, stderr }: Call, word: string): ApiResource {
  const [name = '', ...rest] = word.toLowerCase().split('.')
  const group = rest.join('.')
  const [version, ...afterVersion] = rest
  const isMeant = (resource: ApiResource) => {
    if (![resource.name, resource.kind.toLowerCase(), ...resource.shortNames].includes(name)) return false
    if (rest.length > 1 && version === resource.version && afterVersion.join('.') === resource.group) return true
    return group === '' || (resource.group !== '' && resource.group.startsWith(group))
  }
  const found = API_RESOURCES.find(isMeant) ?? partOf(parts, 'discovery').servedResources(NEWEST).find(isMeant)
  if (!found) {
    // Until 1.35 the group was left out.
    const where = group && minorOf(cluster.version) > 35 ? ` in group ${quoteGo(group)}` : ''
    throw failure(`the server doesn't have a resource type ${quoteGo(name)}${where}`)
  }
  if (word === 'ev') stderr(`Warning: short name "ev" could also match lower priority resource events.events.k8s.io\n`)
  return found
}

/** `node`, `daemonset.apps`: how kubectl prefixes names. */
export function printKind(resource: ApiResource): string {
  return qualifiedName({ ...resource, name: resource.kind.toLowerCase() })
}

/** (cli-runtime `hasCombinedTypeArgs`) */
function mixed(): Failure {
  const example =
    "(e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'"
  return failure(
    `there is no need to specify a resource type as a separate argument when passing arguments in resource/name form ${example}`,
  )
}

function readTypeAndName(call: Call, arg: string): Request {
  const [type = '', name = '', ...more] = arg.split('/')
  if (more.length > 0) throw failure('arguments in resource/name form may not have more than one slash')
  if (!type || !name || type.includes(','))
    throw failure(`arguments in resource/name form must have a single resource and name`)
  return { resource: findResource(call, type), names: [name] }
}
