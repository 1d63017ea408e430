import { type ApiResource, resourceNamed } from '../cluster/api-resource.ts'
import { list, listObjects } from '../cluster/cluster.ts'
import type { KubeObject } from '../cluster/object.ts'
import type { Node } from '../kubernetes/node.ts'
import type { Pod } from '../kubernetes/pod.ts'
import type { PodDisruptionBudget } from '../kubernetes/pod-disruption-budget.ts'
import type { Service } from '../kubernetes/service.ts'
import type { DaemonSet, Deployment, ReplicaSet } from '../kubernetes/workload.ts'
import { type Call, Failure, failures, type Verb } from './call.ts'
import { minorOf } from './columns.ts'
import { describeNode } from './describe-node.ts'
import {
  describeAny,
  describeBudget,
  describeConfigMap,
  describeDaemonSet,
  describeDeployment,
  describeEndpointSlice,
  describeEndpoints,
  describeNamespace,
  describePriorityClass,
  describeReplicaSet,
  describeSecret,
  describeService,
  describeServiceAccount,
} from './describe-others.ts'
import { describePod } from './describe-pod.ts'
import { layOutDescription } from './describe-text.ts'
import { SELECTING_FLAGS, type Selection, select } from './selection.ts'

/** `kubectl describe`. (kubectl `pkg/cmd/describe`) */
export const describe: Verb = {
  name: 'describe',
  flags: [
    ...SELECTING_FLAGS.filter(({ name }) => name !== 'field-selector'),
    { name: 'chunk-size', type: 'int' },
    { name: 'show-events', type: 'bool' },
  ],
  run(call) {
    if (call.args.length === 0 && !call.flags.has('filename'))
      throw new Failure(
        'error: You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n',
      )
    const found = select(call)
    const missing = found.flatMap(one => one.missing)
    const objects = found.flatMap(({ resource, objects: some }) => some.map(object => ({ resource, object })))
    // Up to 1.35 events were shown whatever was described.
    const many = objects.length > 1 || missing.length > 0
    const withEvents = call.flags.has('show-events')
      ? call.flags.isOn('show-events')
      : !many || minorOf(call.cluster.version) < 36
    // With two words there is nothing then but beginnings of names, even of `TYPE/NAME TYPE/NAME`. (`DescribeOptions.Run`)
    if (missing.length === 1 && call.args.length === 2) {
      if (describeByPrefix(call, found, withEvents)) return
      throw failures(missing)
    }
    call.stdout(objects.map(({ resource, object }) => describeOne(call, resource, object, withEvents)).join('\n\n'))
    if (objects.length === 0 && missing.length === 0) {
      const where = call.flags.isOn('all-namespaces') ? '' : ` in ${call.namespace} namespace.`
      call.stderr(`No resources found${where}\n`)
    }
    if (missing.length > 0) throw failures(missing)
  },
}

/** A name that nothing has is taken for the beginning of names. */
function describeByPrefix(call: Call, found: readonly Selection[], withEvents: boolean): boolean {
  const [, prefix = ''] = call.args
  const [only] = found
  if (!only || found.length > 1) return false
  const namespace = only.resource.namespaced ? call.namespace : undefined
  const objects = listObjects(call.cluster, only.resource, namespace).filter(one =>
    one.metadata.name.startsWith(prefix),
  )
  for (const object of objects) call.stdout(`${describeOne(call, only.resource, object, withEvents)}\n`)
  return objects.length > 0
}

function describeOne(call: Call, resource: ApiResource, object: KubeObject, withEvents: boolean): string {
  const hasEvents = !['namespaces', 'secrets'].includes(resource.name)
  const events = withEvents ? eventsAbout(call, object) : undefined
  return layOutDescription(describeFields(call, resource, object), hasEvents ? events : undefined, call.cluster.now)
}

function eventsAbout(call: Call, object: KubeObject): readonly KubeObject[] {
  return listObjects(call.cluster, resourceNamed('events'), object.metadata.namespace ?? 'default').filter(event => {
    const { involvedObject } = event as { readonly involvedObject?: { readonly uid?: string } }
    return involvedObject?.uid === object.metadata.uid
  })
}

function describeFields(call: Call, resource: ApiResource, object: KubeObject): string {
  const { cluster } = call
  const minor = minorOf(cluster.version)
  switch (resource.name) {
    case 'configmaps':
      return describeConfigMap(object)
    case 'daemonsets':
      return describeDaemonSet(object as DaemonSet & KubeObject, ownPods(call, object), minor)
    case 'deployments':
      return describeDeployment(
        object as Deployment & KubeObject,
        setsOf(call, object as Deployment & KubeObject),
        minor,
      )
    case 'endpoints':
      return describeEndpoints(object)
    case 'endpointslices':
      return describeEndpointSlice(object)
    case 'namespaces':
      return describeNamespace(object)
    case 'nodes':
      return describeNode(object as Node & KubeObject, {
        lease: listObjects(cluster, resourceNamed('leases'), 'kube-node-lease').find(
          one => one.metadata.name === object.metadata.name,
        ),
        pods: list(cluster, 'pods').filter(
          pod =>
            pod.spec.nodeName === object.metadata.name &&
            pod.status?.phase !== 'Succeeded' &&
            pod.status?.phase !== 'Failed',
        ),
        now: cluster.now,
        minor,
      })
    case 'poddisruptionbudgets':
      return describeBudget(object as PodDisruptionBudget & KubeObject)
    case 'pods':
      return describePod(object as Pod & KubeObject, cluster.now, minor)
    case 'priorityclasses':
      return describePriorityClass(object)
    case 'replicasets':
      return describeReplicaSet(object as ReplicaSet & KubeObject, ownPods(call, object), minor)
    case 'secrets':
      return describeSecret(object)
    case 'serviceaccounts':
      return describeServiceAccount(object)
    case 'services':
      return describeService(object as Service & KubeObject, slicesOf(call, object))
    default:
      return describeAny(object)
  }
}

function ownPods({ cluster }: Call, owner: KubeObject): readonly Pod[] {
  return list(cluster, 'pods', owner.metadata.namespace).filter(pod => isOwn(pod, owner))
}

function isOwn(object: KubeObject, owner: KubeObject): boolean {
  return object.metadata.ownerReferences?.some(one => one.controller && one.uid === owner.metadata.uid) ?? false
}

/** The ReplicaSets that a Deployment controls: that of its newest revision, and older ones with pods. */
function setsOf({ cluster }: Call, deployment: Deployment & KubeObject) {
  const revision = (object: KubeObject) => object.metadata.annotations?.['deployment.kubernetes.io/revision']
  const sets = list(cluster, 'replicasets', deployment.metadata.namespace).filter(set => isOwn(set, deployment))
  const own = sets.filter(set => revision(set) === revision(deployment))
  return { own, old: sets.filter(set => !own.includes(set)) }
}

function slicesOf({ cluster }: Call, service: KubeObject): readonly KubeObject[] {
  return listObjects(cluster, resourceNamed('endpointslices'), service.metadata.namespace).filter(
    slice => slice.metadata.labels?.['kubernetes.io/service-name'] === service.metadata.name,
  )
}
