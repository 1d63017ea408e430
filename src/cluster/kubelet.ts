import type { ConditionStatus, ContainerImage, NodeConditionType } from '../kubernetes/node.ts'
import type { Container } from '../kubernetes/pod.ts'
import { sameJson } from '../kubernetes/same-json.ts'
import { createObject } from './api-server.ts'
import { printTime } from './clock.ts'
import { announced, type Cluster, dropObject, find, type Held, type Kubelet, podsOn, putObject } from './cluster.ts'
import { reportedImage, runningStatus, startingStatus } from './container-status.ts'
import { type Controller, lookLater, lookNow } from './controller.ts'
import { COMPONENTS, type Component } from './controller-name.ts'
import { type Remark, recordEvent } from './event.ts'
import { refusalByKubelet } from './kubelet-admission.ts'
import { type KubeObject, keyOf, type Manifest } from './object.ts'
import { freeAddress } from './pod-address.ts'
import { valueAt, valuesUnder, withEntry, withoutEntry } from './sorted-map.ts'
import { isMirrorOf, isStatic, mirrorName, mirrorOf } from './static-pod.ts'
import { minorVersionOf } from './version.ts'

type Node = Held['nodes']
type Pod = Held['pods']

const NAME = 'kubelet'

/** How long it takes to start a pod's containers, and to stop them, in seconds: these never fail and never linger. */
const STARTING = 1
const STOPPING = 1

/** How long it is until a kubelet next reports on its node, in seconds: it does so every ten. (`nodeStatusUpdateFrequency`) */
const REPORTING = 5

/** The size that the runtime of the recorded clusters gives every image it pulls. */
const IMAGE_SIZE = 104_857_600

/** The kubelets of all nodes. A key is a pod, or `node/` or `start/` and a node's name. (pkg/kubelet `syncLoop`) */
export const kubelet: Controller = {
  name: NAME,
  notice: (_, { type, resource, object, before }) => {
    if (resource === 'nodes') {
      if (type === 'ADDED') return [nodeKey(object.metadata.name)]
      return before && isCordoned(before) !== isCordoned(object) ? [`cordon/${object.metadata.name}`] : []
    }
    if (resource !== 'pods' || nodeOf(object) === '') return []
    // A mirror pod that is gone comes back, as its file is still there.
    if (type === 'DELETED') return [keyOf(object), nodeKey(nodeOf(object))]
    return before && isReportOnly(object, before) ? [] : [keyOf(object)]
  },
  look: (cluster, key) => {
    if (key.startsWith('cordon/')) return lookLater(cluster, NAME, `report/${key.slice(7)}`, cluster.now + REPORTING)
    if (key.startsWith('report/')) return withCordonTold(cluster, key.slice('report/'.length))
    if (key.startsWith('start/')) return startedUp(cluster, key.slice('start/'.length))
    if (key.startsWith('node/')) return lookAtNode(cluster, key.slice('node/'.length))
    const [namespace = '', name = ''] = key.split('/')
    const pod = find(cluster, 'pods', name, namespace)
    const worker = valueAt(cluster.podWorkers, key)
    const known = worker && worker.uid !== pod?.metadata.uid ? withoutWorker(cluster, key) : cluster
    const node = pod && runningNode(known, nodeOf(pod))
    return pod && node ? lookAtPod(known, pod, node) : known
  },
}

/** Whether a node has a kubelet that runs. */
export function kubeletRuns(cluster: Cluster, node: string): boolean {
  const own = valueAt(cluster.kubelets, node)
  return own !== undefined && own.stoppedAt === undefined
}

/** The files from which a machine's kubelet runs pods, by file name; none where there is no such machine. */
export function manifestsOn(cluster: Cluster, node: string): Kubelet['manifests'] {
  return valueAt(cluster.kubelets, node)?.manifests ?? {}
}

/** The machine goes silent: what runs there runs on, but nobody hears of it. */
export function stopKubelet(cluster: Cluster, node: string): Cluster {
  const own = valueAt(cluster.kubelets, node)
  if (!own || own.stoppedAt !== undefined) return cluster
  const stopped = { ...cluster, kubelets: withEntry(cluster.kubelets, node, { ...own, stoppedAt: cluster.now }) }
  return lookNow(stopped, 'node-lifecycle-controller', node)
}

/** The machine is heard of again, and its kubelet looks at all that is its own. */
export function startKubelet(cluster: Cluster, node: string): Cluster {
  const own = valueAt(cluster.kubelets, node)
  if (own?.stoppedAt === undefined) return cluster
  const { stoppedAt: _, ...runs } = own
  const started = { ...cluster, kubelets: withEntry(cluster.kubelets, node, runs) }
  return lookNow(lookAround(started, node), NAME, `start/${node}`)
}

/** A machine with a kubelet, which registers `node` and runs what its files ask for. */
export function addMachine(cluster: Cluster, node: KubeObject, manifests: Kubelet['manifests']): Cluster {
  const { name } = node.metadata
  const added = { ...cluster, kubelets: withEntry(cluster.kubelets, name, { node, manifests }) }
  return lookNow(added, NAME, `start/${name}`)
}

/**
 * The files from which a machine's kubelet runs pods become these. A program of the control plane that loses its last file
 * does no more work; when it comes back it looks at everything anew.
 */
export function setManifests(cluster: Cluster, node: string, manifests: Kubelet['manifests']): Cluster {
  const own = valueAt(cluster.kubelets, node)
  if (!own) return cluster
  const kubelets = withEntry(cluster.kubelets, node, { ...own, manifests })
  const before = componentsIn(own.manifests)
  const there = new Set(valuesUnder(kubelets).flatMap(one => componentsIn(one.manifests)))
  const down = COMPONENTS.filter(one => !there.has(one) && (before.includes(one) || cluster.down.includes(one)))
  const changed = lookAround({ ...cluster, kubelets, down }, node)
  const isBack = cluster.down.some(one => there.has(one))
  return isBack
    ? announced(
        changed,
        Object.values(changed.objects).flatMap(objects => valuesUnder(objects)),
      )
    : changed
}

function componentsIn(manifests: Kubelet['manifests']): readonly Component[] {
  const names = Object.values(manifests).map(({ metadata }) => metadata?.labels?.['component'])
  return COMPONENTS.filter(component => names.includes(component))
}

function lookAround(cluster: Cluster, node: string): Cluster {
  const keys = [nodeKey(node), ...podsOn(cluster, node).map(keyOf)]
  return keys.reduce((next, key) => lookNow(next, NAME, key), cluster)
}

/** The key under which a kubelet looks at its node itself, and at its files. */
function nodeKey(node: string): string {
  return `node/${node}`
}

function lookAtPod(cluster: Cluster, pod: Pod, node: Node): Cluster {
  if (isStatic(pod)) return lookAtMirror(cluster, pod, node)
  if (pod.metadata.deletionTimestamp) return stop(cluster, pod, node)
  const { phase, startTime } = pod.status ?? {}
  if (phase === 'Succeeded' || phase === 'Failed') return withoutWorker(cluster, keyOf(pod))
  if (startTime === undefined) return admit(cluster, pod, node)
  const worker = valueAt(cluster.podWorkers, keyOf(pod))
  if (phase === 'Running') return restart(cluster, pod, node)
  // One that was starting when the kubelet stopped starts over.
  return worker && cluster.now >= worker.until ? started(cluster, pod, node) : begin(cluster, pod, 'starting', STARTING)
}

function admit(cluster: Cluster, pod: Pod, node: Node): Cluster {
  const others = podsOn(cluster, node.metadata.name).filter(other => {
    const { phase, startTime } = other.status ?? {}
    return startTime !== undefined && phase !== 'Succeeded' && phase !== 'Failed' && keyOf(other) !== keyOf(pod)
  })
  const refusal = refusalByKubelet(pod, node, others, cluster.gates)
  if (refusal) {
    const { reason, message } = refusal
    const { conditions, qosClass } = pod.status ?? {}
    const status = {
      ...(conditions && { conditions }),
      message: `Pod was rejected: ${message}`,
      phase: 'Failed' as const,
      ...(qosClass && { qosClass }),
      reason,
      startTime: printTime(cluster.now),
    }
    const rejected = putObject(cluster, { ...pod, status })
    return recordEvent(rejected, pod, remark(node, { type: 'Warning', reason, message }))
  }
  const status = startingStatus(pod, placement(cluster, node))
  return begin(putObject(cluster, { ...pod, status }), pod, 'starting', STARTING)
}

/** A look later sees what has become of it. */
function begin(cluster: Cluster, pod: Pod, doing: 'starting' | 'stopping', seconds: number): Cluster {
  const key = keyOf(pod)
  const worker = valueAt(cluster.podWorkers, key)
  if (worker?.doing === doing && cluster.now < worker.until) return cluster
  const until = cluster.now + seconds
  const begun = { uid: pod.metadata.uid ?? '', doing, until }
  return lookLater({ ...cluster, podWorkers: withEntry(cluster.podWorkers, key, begun) }, NAME, key, until)
}

function started(cluster: Cluster, pod: Pod, node: Node): Cluster {
  const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers]
  const missing = containers.find(
    ({ image = '', imagePullPolicy }) => imagePullPolicy === 'Never' && !hasImage(node, image),
  )
  if (missing) return neverPulled(cluster, pod, node, missing)
  const pulled = containers.reduce((next, container) => withContainerTold(next, pod, node, container), cluster)
  const podIP = pod.spec.hostNetwork ? addressOf(node) : freeAddress(pulled, node)
  const status = runningStatus(pod, { ...placement(pulled, node), podIP })
  return putObject(withoutWorker(pulled, keyOf(pod)), { ...pod, status })
}

/** Says what it takes to have one container run: (pkg/kubelet/images `EnsureImageExists`, kuberuntime `startContainer`) */
function withContainerTold(cluster: Cluster, pod: Pod, node: Node, container: Container): Cluster {
  const { image = '', imagePullPolicy = 'IfNotPresent' } = container
  const say = (next: Cluster, reason: string, message: string) => {
    return recordEvent(next, pod, remark(node, { reason, message, fieldPath: fieldPathOf(pod, container) }))
  }
  const isThere = imagePullPolicy !== 'Always' && hasImage(find(cluster, 'nodes', node.metadata.name) ?? node, image)
  const there = `Container image "${image}" already present on machine and can be accessed by the pod`
  const pulled = `Successfully pulled image "${image}" in 1s (1s including waiting). Image size: ${IMAGE_SIZE} bytes.`
  const ready = isThere
    ? say(cluster, 'Pulled', there)
    : say(say(cluster, 'Pulling', `Pulling image "${image}"`), 'Pulled', pulled)
  const here = withImage(ready, node.metadata.name, image)
  return say(say(here, 'Created', 'Container created'), 'Started', 'Container started')
}

/** It waits for an image that nobody will pull. */
function neverPulled(cluster: Cluster, pod: Pod, node: Node, container: Container): Cluster {
  const { image = '', name } = container
  const message = `Container image "${image}" is not present with pull policy of Never`
  const fieldPath = fieldPathOf(pod, container)
  const said = recordEvent(
    cluster,
    pod,
    remark(node, { type: 'Warning', reason: 'ErrImageNeverPull', message, fieldPath }),
  )
  const containerStatuses = pod.status?.containerStatuses?.map(status => {
    return status.name === name ? { ...status, state: { waiting: { message, reason: 'ErrImageNeverPull' } } } : status
  })
  const status = { ...pod.status, ...(containerStatuses && { containerStatuses }) }
  return putObject(withoutWorker(said, keyOf(pod)), { ...pod, status })
}

/** A running pod whose node was given up is ready again; a container with another image starts anew. */
function restart(cluster: Cluster, pod: Pod, node: Node): Cluster {
  const changed = pod.spec.containers.filter(container => {
    const image = reportedImage(container)
    return pod.status?.containerStatuses?.some(status => status.name === container.name && status.image !== image)
  })
  const pulled = changed.reduce((next, container) => {
    const message = `Container ${container.name} definition changed, will be restarted`
    const killing = { reason: 'Killing', message, fieldPath: fieldPathOf(pod, container) }
    return withContainerTold(recordEvent(next, pod, remark(node, killing)), pod, node, container)
  }, cluster)
  const { podIP } = pod.status ?? {}
  const status = runningStatus(pod, { ...placement(pulled, node), ...(podIP && { podIP }) })
  return sameJson(status, pod.status) ? pulled : putObject(pulled, { ...pod, status })
}

/** Its containers are told to stop, and when they have, the pod is gone. */
function stop(cluster: Cluster, pod: Pod, node: Node): Cluster {
  const key = keyOf(pod)
  const worker = valueAt(cluster.podWorkers, key)
  if (worker?.doing === 'stopping') {
    return cluster.now < worker.until ? cluster : dropObject(withoutWorker(cluster, key), pod)
  }
  const running = pod.status?.containerStatuses?.filter(({ state }) => state?.running) ?? []
  const told = running.reduce((next, { name }) => {
    const killing = { reason: 'Killing', message: `Stopping container ${name}`, fieldPath: `spec.containers{${name}}` }
    return recordEvent(next, pod, remark(node, killing))
  }, cluster)
  return begin(told, pod, 'stopping', STOPPING)
}

/** The API shows what runs from a file: deleting what it shows ends nothing, and it is shown again. */
function lookAtMirror(cluster: Cluster, pod: Pod, node: Node): Cluster {
  const manifest = Object.values(manifestsOn(cluster, node.metadata.name)).find(
    one => mirrorName(one, node.metadata.name) === pod.metadata.name,
  )
  if (pod.metadata.deletionTimestamp || !manifest || !isMirrorOf(pod, manifest)) return dropObject(cluster, pod)
  if (pod.status?.phase === 'Running' && pod.status.startTime !== undefined) return restart(cluster, pod, node)
  const podIP = pod.spec.hostNetwork ? addressOf(node) : freeAddress(cluster, node)
  const status = runningStatus(pod, { ...placement(cluster, node), podIP })
  return putObject(cluster, { ...pod, status })
}

/** Only a kubelet that starts registers its node: one that runs on when its node is deleted does not miss it. */
function startedUp(cluster: Cluster, name: string): Cluster {
  const own = valueAt(cluster.kubelets, name)
  const isThere = !own || own.stoppedAt !== undefined || find(cluster, 'nodes', name)
  return lookAtNode(isThere ? cluster : registered(cluster, own), name)
}

/** Reports that the node is well, and shows what runs from files. */
function lookAtNode(cluster: Cluster, name: string): Cluster {
  const own = valueAt(cluster.kubelets, name)
  if (!own || own.stoppedAt !== undefined) return cluster
  const reported = withReport(cluster, own, name)
  const node = find(reported, 'nodes', name)
  if (!node) return reported
  return Object.values(own.manifests).reduce((next, manifest) => withMirror(next, manifest, node), reported)
}

/** (pkg/kubelet `registerWithAPIServer`) */
function registered(cluster: Cluster, { node }: Kubelet): Cluster {
  const { name, labels, annotations } = node.metadata
  const { taints, ...spec } = (node as Node).spec ?? {}
  const own = taints?.filter(({ timeAdded }) => timeAdded === undefined)
  const answer = createObject(cluster, {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, ...(labels && { labels }), ...(annotations && { annotations }) },
    spec: { ...spec, ...(own?.length && { taints: own }) },
    status: node['status'],
  })
  return answer.ok ? answer.cluster : cluster
}

/** It is refused where any pod would be: what is in the file runs all the same, unseen. */
function withMirror(cluster: Cluster, manifest: Manifest, node: Node): Cluster {
  const { name } = node.metadata
  if (find(cluster, 'pods', mirrorName(manifest, name), manifest.metadata?.namespace ?? 'default')) return cluster
  const answer = createObject(cluster, mirrorOf(manifest, node, cluster.now))
  return answer.ok ? answer.cluster : cluster
}

/** The conditions that nobody knew about are known again. (pkg/kubelet/nodestatus) */
function withReport(cluster: Cluster, own: Kubelet, name: string): Cluster {
  const node = find(cluster, 'nodes', name)
  if (!node) return cluster
  const truth = (own.node as Node).status?.conditions ?? []
  const time = printTime(cluster.now)
  const changed = (node.status?.conditions ?? []).flatMap(condition => {
    const known = condition.status === 'Unknown' ? truth.find(({ type }) => type === condition.type) : undefined
    return known ? { ...known, lastHeartbeatTime: time, lastTransitionTime: time } : []
  })
  if (changed.length === 0) return cluster
  const conditions = node.status?.conditions?.map(one => changed.find(({ type }) => type === one.type) ?? one)
  const known = putObject(cluster, { ...node, status: { ...node.status, ...(conditions && { conditions }) } })
  return changed.reduce((next, { type, status }) => {
    const reason = CONDITION_EVENTS[type]?.[status]
    if (!reason) return next
    const message = `Node ${name} status is now: ${reason}`
    return recordEvent(next, node, { reason, message, component: NAME, host: name })
  }, known)
}

/** When it reports, it says that its node has been cordoned or uncordoned. (pkg/kubelet `recordNodeSchedulableEvent`) */
function withCordonTold(cluster: Cluster, name: string): Cluster {
  const own = valueAt(cluster.kubelets, name)
  const node = runningNode(cluster, name)
  if (!own || !node || isCordoned(node) === (own.cordoned ?? false)) return cluster
  const cordoned = isCordoned(node)
  const kubelets = withEntry(cluster.kubelets, name, { ...own, cordoned })
  const reason = cordoned ? 'NodeNotSchedulable' : 'NodeSchedulable'
  const said = remark(node, { reason, message: `Node ${name} status is now: ${reason}` })
  return recordEvent({ ...cluster, kubelets }, node, said)
}

function isCordoned(node: KubeObject): boolean {
  return (node as Node).spec?.unschedulable ?? false
}

/** How a kubelet calls a change of its node. */
const CONDITION_EVENTS: Partial<Record<NodeConditionType, Partial<Record<ConditionStatus, string>>>> = {
  DiskPressure: { True: 'NodeHasDiskPressure', False: 'NodeHasNoDiskPressure' },
  MemoryPressure: { True: 'NodeHasInsufficientMemory', False: 'NodeHasSufficientMemory' },
  PIDPressure: { True: 'NodeHasInsufficientPID', False: 'NodeHasSufficientPID' },
  Ready: { True: 'NodeReady', False: 'NodeNotReady' },
}

/** The node, if its kubelet runs. */
function runningNode(cluster: Cluster, name: string): Node | undefined {
  const own = valueAt(cluster.kubelets, name)
  return own && own.stoppedAt === undefined ? find(cluster, 'nodes', name) : undefined
}

function withImage(cluster: Cluster, name: string, image: string): Cluster {
  const node = find(cluster, 'nodes', name)
  if (!node || !image || hasImage(node, image)) return cluster
  const pulled: ContainerImage = { names: [image] }
  return putObject(cluster, { ...node, status: { ...node.status, images: [...(node.status?.images ?? []), pulled] } })
}

function hasImage({ status }: Node, image: string): boolean {
  return status?.images?.some(({ names }) => names?.includes(image)) ?? false
}

function placement(cluster: Cluster, node: Node) {
  return { hostIP: addressOf(node), now: cluster.now, version: minorVersionOf(cluster.version) }
}

function addressOf({ status }: Node): string {
  return status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? ''
}

function remark(node: Node, said: Pick<Remark, 'type' | 'reason' | 'message' | 'fieldPath'>): Remark {
  return { ...said, component: NAME, host: node.metadata.name }
}

function fieldPathOf({ spec }: Pod, container: Container): string {
  const list = spec.containers.includes(container) ? 'containers' : 'initContainers'
  return `spec.${list}{${container.name}}`
}

function withoutWorker(cluster: Cluster, key: string): Cluster {
  const podWorkers = withoutEntry(cluster.podWorkers, key)
  return podWorkers === cluster.podWorkers ? cluster : { ...cluster, podWorkers }
}

function nodeOf(pod: KubeObject): string {
  return (pod as Pod).spec.nodeName ?? ''
}

/** Whether only the status has changed, which is for the kubelet itself to say. */
function isReportOnly(pod: KubeObject, before: KubeObject): boolean {
  const life = ({ metadata }: KubeObject) => [metadata.uid, metadata.deletionTimestamp]
  return sameJson(before['spec'], pod['spec']) && sameJson(life(before), life(pod))
}
