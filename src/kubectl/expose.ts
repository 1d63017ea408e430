import { resourceNamed } from '../cluster/api-resource.ts'
import type { KubeObject, Manifest } from '../cluster/object.ts'
import type { Labels } from '../kubernetes/object-meta.ts'
import type { PodSpec } from '../kubernetes/pod.ts'
import type { Service } from '../kubernetes/service.ts'
import { type Call, failure, type Verb } from './call.ts'
import { create } from './client.ts'
import { readDryRun, sayDone, WRITING_FLAGS } from './result-line.ts'
import { SELECTING_FLAGS, select } from './selection.ts'
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
    if (call.args.length === 0 && !call.flags.has('filename'))
      throw failure('You must provide one or more resources by argument or filename.')
    const found = select({ ...call, flags: call.flags.without('selector') })
    const missing = found.flatMap(one => one.missing)
    if (missing.length > 0) throw collected(missing)
    const dryRun = readDryRun(call)
    const services = resourceNamed('services')
    forEach(
      found.flatMap(one => one.objects),
      object => {
        const manifest = serviceFor(call, object)
        const service = dryRun === 'client' ? (manifest as KubeObject) : create(call, services, manifest, dryRun)
        sayDone(call, services, service, 'exposed', dryRun)
      },
    )
  },
}

function serviceFor(call: Call, object: KubeObject): Manifest {
  const { flags } = call
  const selector = flags.has('selector') ? readPairs(flags.text('selector')) : selectorOf(object)
  const ports = portsFor(call, object)
  if (ports.length === 0) throw failure("couldn't find port via --port flag or introspection")
  const labels = flags.has('labels') ? readPairs(flags.text('labels')) : object.metadata.labels
  const type = flags.text('type')
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      ...(labels && Object.keys(labels).length > 0 && { labels }),
      name: flags.text('name') || object.metadata.name,
      ...(flags.has('namespace') && { namespace: call.namespace }),
    },
    spec: {
      ...(flags.has('cluster-ip') && { clusterIP: flags.text('cluster-ip') }),
      ports,
      selector,
      ...(flags.has('session-affinity') && { sessionAffinity: flags.text('session-affinity') }),
      ...(type && { type }),
    },
    status: { loadBalancer: {} },
  }
}

function readPairs(text: string): Labels {
  return Object.fromEntries(text.split(',').map(pair => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']))
}

/** The labels that a Service selects what is exposed by. */
function selectorOf(object: KubeObject): Labels {
  if (object.kind === 'Pod') {
    const { labels = {} } = object.metadata
    if (Object.keys(labels).length === 0)
      throw failure(
        "couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed",
      )
    return labels
  }
  if (object.kind === 'Service') return (object as Service & KubeObject).spec?.selector ?? {}
  const { selector } = (object['spec'] ?? {}) as { readonly selector?: { readonly matchLabels?: Labels } }
  if (!selector) throw failure(`cannot expose a ${object.kind}`)
  return selector.matchLabels ?? {}
}

interface Port {
  readonly name?: string
  readonly port: number
  readonly protocol: string
  readonly targetPort: number | string
}

function portsFor({ flags }: Call, object: KubeObject): readonly Port[] {
  const given = flags.text('port')
  const found: readonly { port: number; protocol: string }[] = given
    ? given.split(',').map(text => ({ port: Number(text), protocol: flags.text('protocol') || 'TCP' }))
    : portsIn(object)
  if (found.some(one => !Number.isInteger(one.port) || one.port < 1)) throw failure(`invalid port ${given}`)
  const target = flags.text('target-port')
  return found.map(({ port, protocol }, index) => ({
    ...(found.length > 1 && { name: `port-${index + 1}` }),
    port,
    protocol: flags.text('protocol') || protocol,
    targetPort: target === '' ? port : /^\d+$/.test(target) ? Number(target) : target,
  }))
}

function portsIn(object: KubeObject): readonly { port: number; protocol: string }[] {
  if (object.kind === 'Service')
    return ((object as Service & KubeObject).spec?.ports ?? []).map(({ port, protocol = 'TCP' }) => ({
      port,
      protocol,
    }))
  const spec = object['spec'] as PodSpec & { readonly template?: { readonly spec: PodSpec } }
  const { containers = [] } = object.kind === 'Pod' ? spec : (spec.template?.spec ?? { containers: [] })
  return containers.flatMap(one =>
    (one.ports ?? []).map(({ containerPort, protocol = 'TCP' }) => ({ port: containerPort, protocol })),
  )
}
