import { type ApiResource, resourceNamed } from '../cluster/api-resource.ts'
import type { KubeObject, Manifest } from '../cluster/object.ts'
import { quoteGo } from '../kubernetes/go-text.ts'
import type { LabelSelector } from '../kubernetes/label-selector.ts'
import type { Labels } from '../kubernetes/object-meta.ts'
import type { PodSpec } from '../kubernetes/pod.ts'
import type { Service } from '../kubernetes/service.ts'
import { type Call, failure, type Verb } from './call.ts'
import { create } from './client.ts'
import { readDryRun, sayTyped, WRITING_FLAGS } from './result-line.ts'
import { SELECTING_FLAGS, selectMeant, targetsOf } from './selection.ts'
import { collected, forEach } from './server-error.ts'

/** `kubectl expose`. (kubectl `pkg/cmd/expose`) */
export const expose: Verb = {
  name: 'expose',
  flags: [
    ...SELECTING_FLAGS.filter(flag => flag.name !== 'selector'),
    ...WRITING_FLAGS,
    { name: 'cluster-ip', type: 'string' },
    { name: 'external-ip', type: 'string' },
    { name: 'labels', short: 'l', type: 'string' },
    { name: 'name', type: 'string' },
    { name: 'overrides', type: 'string' },
    { name: 'port', type: 'string' },
    { name: 'protocol', type: 'string' },
    { name: 'selector', type: 'string' },
    { name: 'session-affinity', type: 'string' },
    { name: 'target-port', type: 'string' },
    { name: 'type', type: 'string' },
  ],
  run(call) {
    const found = selectMeant({ ...call, flags: call.flags.without('selector') })
    const missing = found.flatMap(one => one.missing)
    if (missing.length > 0) throw collected(missing)
    const dryRun = readDryRun(call)
    const services = resourceNamed('services')
    forEach(targetsOf(found), ({ resource, object }) => {
      const manifest = serviceFor(call, resource, object)
      const service = dryRun === 'client' ? (manifest as KubeObject) : create(call, services, manifest, dryRun)
      sayTyped(call, services, service, 'exposed', dryRun)
    })
  },
}

function serviceFor(call: Call, resource: ApiResource, object: KubeObject): Manifest {
  const { flags } = call
  if (!EXPOSED.includes(resource.name))
    throw failure(`cannot expose a ${resource.kind}${resource.group && `.${resource.group}`}`)
  const selector = flags.has('selector') ? readPairs(flags.text('selector')) : selectorOf(object)
  const ports = portsFor(call, object)
  if (ports.length === 0 && flags.text('cluster-ip') !== 'None')
    throw failure("couldn't find port via --port flag or introspection")
  const labels = flags.text('labels') !== '' ? readPairs(flags.text('labels')) : object.metadata.labels
  const [type, affinity] = [flags.text('type'), flags.text('session-affinity')]
  if (affinity !== '' && affinity !== 'None' && affinity !== 'ClientIP')
    throw failure(`unknown session affinity: ${affinity}`)
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      ...(labels && Object.keys(labels).length > 0 && { labels }),
      name: flags.text('name') || object.metadata.name.slice(0, 63),
      ...(flags.has('namespace') && { namespace: call.namespace }),
    },
    spec: {
      ...(flags.has('cluster-ip') && { clusterIP: flags.text('cluster-ip') }),
      ...(flags.has('external-ip') && { externalIPs: [flags.text('external-ip')] }),
      ...(ports.length > 0 && { ports }),
      selector,
      ...(affinity && { sessionAffinity: affinity }),
      ...(type && { type }),
    },
    status: { loadBalancer: {} },
  }
}

const EXPOSED = ['replicationcontrollers', 'services', 'pods', 'deployments', 'replicasets']

function readPairs(text: string): Labels {
  const pairs = text.split(',').map(pair => {
    const [key = '', value, ...more] = pair.split('=')
    if (value === undefined || more.length > 0) throw failure(`unexpected label spec: ${pair}`)
    if (key === '') throw failure('unexpected empty label key')
    return [key, value] as const
  })
  return Object.fromEntries(pairs)
}

/** The labels that a Service selects what is exposed by. (`mapBasedSelectorForObject`) */
function selectorOf(object: KubeObject): Labels {
  const found = introspected(object)
  if (typeof found !== 'string') return found
  throw failure(`couldn't retrieve selectors via --selector flag or introspection: ${found}`)
}

/** The labels, or why there are none. */
function introspected(object: KubeObject): Labels | string {
  if (object.kind === 'Pod') {
    const { labels = {} } = object.metadata
    return Object.keys(labels).length > 0 ? labels : 'the pod has no labels and cannot be exposed'
  }
  if (object.kind === 'Service')
    return (object as Service & KubeObject).spec?.selector ?? 'the service has no pod selector set'
  const { selector } = (object['spec'] ?? {}) as { readonly selector?: LabelSelector }
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {}
  if (Object.keys(matchLabels).length === 0)
    return `invalid ${object.kind.toLowerCase()}: no selectors, therefore cannot be exposed`
  if (matchExpressions.length > 0) {
    const texts = matchExpressions.map(
      ({ key, operator, values = [] }) => `{Key:${key} Operator:${operator} Values:[${values.join(' ')}]}`,
    )
    return `couldn't convert expressions - "[${texts.join(' ')}]" to map-based selector format`
  }
  return matchLabels
}

interface Port {
  readonly name?: string
  readonly port: number
  readonly protocol: string
  readonly targetPort: number | string
}

/** A port with several protocols becomes several, each with a name of its own. (`createService`) */
function portsFor({ flags }: Call, object: KubeObject): readonly Port[] {
  const known = portsIn(object)
  const given = flags.text('port')
  const numbers = given ? given.split(',') : [...new Set(known.map(({ port }) => String(port)))]
  const target = flags.text('target-port')
  const own = flags.text('protocol')
  return numbers.flatMap((text, index): readonly Port[] => {
    if (!/^[-+]?\d+$/.test(text)) throw failure(`strconv.Atoi: parsing ${quoteGo(text)}: invalid syntax`)
    const port = Number(text)
    const targetPort = target === '' ? port : /^\d+$/.test(target) ? Number(target) : target
    const name = numbers.length > 1 ? `port-${index + 1}` : undefined
    const protocols = own ? [own] : [...new Set(known.filter(one => one.port === port).map(one => one.protocol))]
    if (protocols.length > 1)
      return protocols.map(protocol => ({
        name: `port-${index + 1}-${protocol.toLowerCase()}`,
        port,
        protocol,
        targetPort,
      }))
    return [{ ...(name !== undefined && { name }), port, protocol: protocols[0] ?? 'TCP', targetPort }]
  })
}

function portsIn(object: KubeObject): readonly { readonly port: number; readonly protocol: string }[] {
  if (object.kind === 'Service') {
    const { ports = [] } = (object as Service & KubeObject).spec ?? {}
    return ports.map(({ port, protocol = 'TCP' }) => ({ port, protocol }))
  }
  const spec = object['spec'] as PodSpec & { readonly template?: { readonly spec: PodSpec } }
  const { containers = [] } = object.kind === 'Pod' ? spec : (spec.template?.spec ?? { containers: [] })
  return containers.flatMap(({ ports = [] }) =>
    ports.map(({ containerPort, protocol = 'TCP' }) => ({ port: containerPort, protocol })),
  )
}
