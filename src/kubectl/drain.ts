import { resourceNamed } from '../cluster/api-resource.ts'
import type { DeleteOptions } from '../cluster/api-server.ts'
import { find, findObject, list } from '../cluster/cluster.ts'
import type { KubeObject } from '../cluster/object.ts'
import type { Pod } from '../kubernetes/pod.ts'
import { parseSelector, selectorMatches } from '../kubernetes/selector.ts'
import type { Status } from '../kubernetes/status.ts'
import { type Call, Failure, failure, type Verb } from './call.ts'
import { type DryRun, evict, remove } from './client.ts'
import { minorOf } from './columns.ts'
import { selectNodes, setSchedulable } from './cordon.ts'
import { printSeconds, readSeconds } from './go-duration.ts'
import { waitUntil } from './let-time-pass.ts'
import { readDryRun } from './result-line.ts'

type StoredPod = Pod & KubeObject

/** An eviction that a budget refuses is asked for again after so many seconds. */
const RETRY = 5
/** Without `--timeout` the real command waits for ever; here it says that it gives up, after so many seconds. */
const PATIENCE = 600

/** `kubectl drain`. (kubectl `pkg/cmd/drain`, `pkg/drain`) */
export const drain: Verb = {
  name: 'drain',
  flags: [
    { name: 'chunk-size', type: 'string' },
    { name: 'delete-emptydir-data', type: 'bool' },
    { name: 'disable-eviction', type: 'bool' },
    { name: 'dry-run', type: 'string', bare: 'unchanged' },
    { name: 'force', type: 'bool' },
    { name: 'grace-period', type: 'int' },
    { name: 'ignore-daemonsets', type: 'bool' },
    { name: 'pod-selector', type: 'string' },
    { name: 'selector', short: 'l', type: 'string' },
    { name: 'skip-wait-for-delete-timeout', type: 'int' },
    { name: 'timeout', type: 'duration' },
  ],
  run(call) {
    podMatcher(call)
    const nodes = selectNodes(call, 'drain')
    const dryRun = readDryRun(call)
    for (const node of nodes) setSchedulable(call, node, true, dryRun)
    const errors: string[] = []
    const failed: string[] = []
    for (const { metadata } of nodes) {
      const nodeErrors = drainNode(call, metadata.name, dryRun)
      if (nodeErrors.length === 0) {
        call.stdout(
          `node/${metadata.name} drained${dryRun === 'none' ? '' : dryRun === 'client' ? ' (dry run)' : ' (server dry run)'}\n`,
        )
        continue
      }
      call.stderr(
        `error: unable to drain node "${metadata.name}" due to error: ${joined(nodeErrors)}, continuing command...\n`,
      )
      errors.push(...nodeErrors)
      failed.push(metadata.name)
    }
    if (failed.length === 0) return
    call.stderr(`There are pending nodes to be drained:\n${failed.map(name => ` ${name}\n`).join('')}`)
    throw new Failure(errors.map(error => `${error}\n`).join(''))
  },
}

/** What stands in the way, group by group; nothing once the node is drained. */
function drainNode(call: Call, node: string, dryRun: DryRun): readonly string[] {
  const judged = judgedOn(call, node)
  const errors = grouped(judged, 'error')
  if (errors.length > 0) return errors.map(([message, names]) => `cannot delete ${message}: ${names.join(', ')}`)
  const warnings = grouped(judged, 'warning').map(([message, names]) => `${message}: ${names.join(', ')}`)
  if (warnings.length > 0) call.stderr(`Warning: ${warnings.join('; ')}\n`)
  const leaving = leavingOf(judged)
  if (dryRun === 'client') {
    for (const { metadata } of leaving) call.stdout(`evicting pod ${metadata.namespace}/${metadata.name} (dry run)\n`)
    return []
  }
  const late = evictAll(call, leaving, dryRun === 'server')
  const left = late.length > 0 ? leavingOf(judgedOn(call, node)) : []
  if (left.length > 0)
    call.stderr(
      `There are pending pods in node "${node}" when an error occurred: ${joined(late)}\n${left.map(pod => `pod/${pod.metadata.name}\n`).join('')}`,
    )
  return late
}

/** Several errors as one. (apimachinery `errors.NewAggregate`) */
function joined(errors: readonly string[]): string {
  return errors.length === 1 ? `${errors[0]}` : `[${errors.join(', ')}]`
}

interface Judged {
  readonly pod: StoredPod
  readonly verdict: Verdict
}

function leavingOf(judged: readonly Judged[]): readonly StoredPod[] {
  return judged.filter(({ verdict }) => verdict.deletes).map(({ pod }) => pod)
}

function judgedOn(call: Call, node: string): readonly Judged[] {
  const fits = podMatcher(call)
  return list(call.cluster, 'pods')
    .filter(pod => pod.spec.nodeName === node && fits(pod))
    .map(pod => ({ pod, verdict: judge(call, pod) }))
}

/** Whether `--pod-selector` selects a pod. */
function podMatcher({ flags }: Call): (pod: StoredPod) => boolean {
  const selector = parseSelector(flags.text('pod-selector'))
  if (!selector.ok) throw failure('--pod-selector=<pod_selector> must be a valid label selector')
  return ({ metadata }) => selectorMatches(selector.value, metadata.labels ?? {})
}

interface Verdict {
  readonly deletes: boolean
  readonly error?: string
  readonly warning?: string
}

/** Filters in upstream's order: the first that keeps the pod decides, else the last thing said of it. (`drain/filters.go`) */
function judge(call: Call, pod: StoredPod): Verdict {
  const filters = [skipDeleted, daemonSetPod, mirrorPod, localStorage, unmanaged]
  let said: Verdict = { deletes: true }
  for (const filter of filters) {
    const verdict = filter(call, pod)
    if (!verdict) continue
    said = verdict
    if (!verdict.deletes) break
  }
  return said
}

type Filter = (call: Call, pod: StoredPod) => Verdict | undefined

const skipDeleted: Filter = (call, pod) => {
  const seconds = call.flags.number('skip-wait-for-delete-timeout') ?? 0
  const { deletionTimestamp } = pod.metadata
  if (seconds <= 0 || !deletionTimestamp) return undefined
  return call.cluster.now - Date.parse(deletionTimestamp) / 1000 > seconds ? { deletes: false } : undefined
}

const daemonSetPod: Filter = (call, pod) => {
  const owner = controllerOf(pod)
  if (owner?.kind !== 'DaemonSet' || hasEnded(pod)) return undefined
  if (!find(call.cluster, 'daemonsets', owner.name, pod.metadata.namespace)) {
    const text = `daemonsets.apps "${owner.name}" not found`
    return call.flags.isOn('force') ? { deletes: true, warning: text } : { deletes: false, error: text }
  }
  return call.flags.isOn('ignore-daemonsets')
    ? { deletes: false, warning: 'ignoring DaemonSet-managed Pods' }
    : { deletes: false, error: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' }
}

const mirrorPod: Filter = (_, pod) =>
  pod.metadata.annotations?.['kubernetes.io/config.mirror'] === undefined ? undefined : { deletes: false }

const localStorage: Filter = (call, pod) => {
  const isLocal = pod.spec.volumes?.some(volume => volume['emptyDir'] !== undefined) ?? false
  if (!isLocal || hasEnded(pod)) return undefined
  return call.flags.isOn('delete-emptydir-data')
    ? { deletes: true, warning: 'deleting Pods with local storage' }
    : { deletes: false, error: 'Pods with local storage (use --delete-emptydir-data to override)' }
}

const unmanaged: Filter = (call, pod) => {
  if (hasEnded(pod)) return { deletes: true }
  if (controllerOf(pod)) return { deletes: true }
  if (call.flags.isOn('force')) return { deletes: true, warning: 'deleting Pods that declare no controller' }
  const minor = minorOf(call.cluster.version)
  // From 1.30 to 1.35 the words stand there twice.
  const doubled = minor >= 30 && minor < 36 ? 'cannot delete ' : ''
  return { deletes: false, error: `${doubled}Pods that declare no controller (use --force to override)` }
}

function controllerOf({ metadata }: StoredPod) {
  return metadata.ownerReferences?.find(one => one.controller)
}

function hasEnded({ status }: StoredPod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed'
}

function grouped(
  judged: readonly Judged[],
  what: 'error' | 'warning',
): readonly (readonly [string, readonly string[]])[] {
  const groups = new Map<string, string[]>()
  for (const { pod, verdict } of judged) {
    const message = verdict[what]
    if (message === undefined) continue
    groups.set(message, [...(groups.get(message) ?? []), `${pod.metadata.namespace}/${pod.metadata.name}`])
  }
  return [...groups]
}

/**
 * Evicts pods and waits until they are gone; what a budget protects is asked for again and again. What keeps pods there
 * when the time is up: one that sleeps between two tries sees it when it wakes. (`drain/drain.go`, `evictPods`)
 */
function evictAll(call: Call, pods: readonly StoredPod[], isDry: boolean): readonly string[] {
  const limit = readSeconds(call, 'timeout') || PATIENCE
  const deadline = call.cluster.now + limit
  const evicts = !call.flags.isOn('disable-eviction')
  const grace = call.flags.number('grace-period') ?? -1
  const options = { ...(grace >= 0 && { gracePeriodSeconds: grace }), ...(isDry && { dryRun: true }) }
  const waiting = new Map<StoredPod, number>(pods.map(pod => [pod, call.cluster.now]))
  const leaving = new Set<StoredPod>()
  const errors: string[] = []
  for (;;) {
    for (const pod of leaving)
      if (isGone(call.cluster, pod)) {
        leaving.delete(pod)
        call.stdout(`pod/${pod.metadata.name} ${evicts ? 'evicted' : 'deleted'}\n`)
      }
    const isLate = call.cluster.now >= deadline
    for (const [pod, at] of waiting) {
      if (at > call.cluster.now) continue
      const { name, namespace = 'default' } = pod.metadata
      waiting.delete(pod)
      if (evicts) call.stdout(`evicting pod ${namespace}/${name}${isDry ? ' (server dry run)' : ''}\n`)
      const refused = isLate ? undefined : askToLeave(call, pod, evicts, options)
      if (isLate)
        errors.push(
          `error when evicting pods/"${name}" -n "${namespace}": global timeout reached: ${printSeconds(limit)}`,
        )
      else if (!refused && !isDry) leaving.add(pod)
      else if (refused && refused.code !== 404) {
        call.stderr(`error when evicting pods/"${name}" -n "${namespace}" (will retry after 5s): ${refused.message}\n`)
        waiting.set(pod, call.cluster.now + RETRY)
      }
    }
    if (isLate && leaving.size > 0) {
      const late = 'context deadline exceeded'
      const waited = ({ metadata: { name, namespace } }: StoredPod) =>
        `error when waiting for pod "${name}" in namespace "${namespace}" to terminate: ${late}`
      errors.push(...(evicts ? [...leaving].map(waited) : [late]))
      leaving.clear()
    }
    if (waiting.size + leaving.size === 0) return errors
    const next = Math.min(leaving.size > 0 ? deadline : Number.POSITIVE_INFINITY, ...waiting.values())
    waitUntil(call, cluster => [...leaving].some(pod => isGone(cluster, pod)), next - call.cluster.now)
  }
}

/** Why the pod does not go yet. */
function askToLeave(call: Call, pod: StoredPod, evicts: boolean, options: DeleteOptions): Status | undefined {
  if (evicts) return evict(call, pod, options)
  remove(call, resourceNamed('pods'), pod, options)
  return undefined
}

function isGone(cluster: Call['cluster'], pod: StoredPod): boolean {
  const { name, namespace, uid } = pod.metadata
  return findObject(cluster, resourceNamed('pods'), name, namespace)?.metadata.uid !== uid
}
