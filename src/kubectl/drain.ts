import { resourceNamed } from '../cluster/api-resource.ts'
import { find, findObject, list } from '../cluster/cluster.ts'
import type { KubeObject } from '../cluster/object.ts'
import type { Node } from '../kubernetes/node.ts'
import type { Pod } from '../kubernetes/pod.ts'
import { parseSelector, selectorMatches } from '../kubernetes/selector.ts'
import { type Call, Failure, failure, type Verb } from './call.ts'
import { evict, remove } from './client.ts'
import { minorOf } from './columns.ts'
import { selectNodes, setSchedulable } from './cordon.ts'
import { printSeconds, readSeconds } from './go-duration.ts'
import { waitUntil } from './let-time-pass.ts'
import { readDryRun } from './result-line.ts'
import { collected } from './server-error.ts'

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
    { name: 'timeout', type: 'string' },
  ],
  run(call) {
    const { objects, missing } = selectNodes(call, 'drain')
    if (missing.length > 0) throw collected(missing)
    const nodes = objects as readonly (Node & KubeObject)[]
    const dryRun = readDryRun(call)
    for (const node of nodes) setSchedulable(call, node, true, dryRun)
    const errors: string[] = []
    const failed: string[] = []
    for (const { metadata } of nodes) {
      const nodeErrors = drainNode(call, metadata.name, dryRun !== 'none')
      if (nodeErrors.length === 0) {
        call.stdout(
          `node/${metadata.name} drained${dryRun === 'none' ? '' : dryRun === 'client' ? ' (dry run)' : ' (server dry run)'}\n`,
        )
        continue
      }
      const joined = nodeErrors.length === 1 ? nodeErrors[0] : `[${nodeErrors.join(', ')}]`
      call.stderr(`error: unable to drain node "${metadata.name}" due to error: ${joined}, continuing command...\n`)
      errors.push(...nodeErrors)
      failed.push(metadata.name)
    }
    if (failed.length === 0) return
    call.stderr(`There are pending nodes to be drained:\n${failed.map(name => ` ${name}\n`).join('')}`)
    throw new Failure(errors.map(error => `${error}\n`).join(''))
  },
}

/** What stands in the way, group by group; nothing once the node is drained. */
function drainNode(call: Call, node: string, isDry: boolean): readonly string[] {
  const pods = podsToJudge(call, node)
  const judged = pods.map(pod => ({ pod, verdict: judge(call, pod) }))
  const errors = grouped(judged, 'error')
  if (errors.length > 0) return errors.map(([message, names]) => `cannot delete ${message}: ${names.join(', ')}`)
  const warnings = grouped(judged, 'warning').map(([message, names]) => `${message}: ${names.join(', ')}`)
  if (warnings.length > 0) call.stderr(`Warning: ${warnings.join('; ')}\n`)
  const leaving = judged.filter(({ verdict }) => verdict.deletes).map(({ pod }) => pod)
  if (isDry) {
    for (const { metadata } of leaving) call.stdout(`evicting pod ${metadata.namespace}/${metadata.name} (dry run)\n`)
    return []
  }
  return evictAll(call, leaving)
}

function podsToJudge(call: Call, node: string): readonly StoredPod[] {
  const selector = parseSelector(call.flags.text('pod-selector'))
  if (!selector.ok) throw failure(selector.issue.text)
  return list(call.cluster, 'pods').filter(
    pod => pod.spec.nodeName === node && selectorMatches(selector.value, pod.metadata.labels ?? {}),
  )
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
  judged: readonly { readonly pod: StoredPod; readonly verdict: Verdict }[],
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

/** Evicts pods and waits until they are gone; what a budget protects is asked for again and again. */
function evictAll(call: Call, pods: readonly StoredPod[]): readonly string[] {
  const limit = readSeconds(call, 'timeout') || PATIENCE
  const deadline = call.cluster.now + limit
  const evicts = !call.flags.isOn('disable-eviction')
  const grace = call.flags.number('grace-period')
  const graceSeconds = grace === undefined || grace < 0 ? undefined : grace
  const waiting = new Map<StoredPod, number>(pods.map(pod => [pod, call.cluster.now]))
  const leaving: StoredPod[] = []
  while (waiting.size + leaving.length > 0) {
    for (const [pod, at] of waiting) {
      if (at > call.cluster.now) continue
      if (askToLeave(call, pod, evicts, graceSeconds)) {
        waiting.delete(pod)
        leaving.push(pod)
      } else waiting.set(pod, call.cluster.now + RETRY)
    }
    const next = Math.min(deadline, ...waiting.values())
    const someGone = (cluster: Call['cluster']) => leaving.some(pod => isGone(cluster, pod))
    waitUntil(call, someGone, next - call.cluster.now)
    for (const pod of leaving.filter(one => isGone(call.cluster, one))) {
      leaving.splice(leaving.indexOf(pod), 1)
      call.stdout(`pod/${pod.metadata.name} ${evicts ? 'evicted' : 'deleted'}\n`)
    }
    if (call.cluster.now >= deadline && waiting.size + leaving.length > 0)
      return [...waiting.keys(), ...leaving].map(
        ({ metadata }) =>
          `error when evicting pods/"${metadata.name}" -n "${metadata.namespace}": global timeout reached: ${printSeconds(limit)}`,
      )
  }
  return []
}

/** Whether the pod is on its way out. */
function askToLeave(call: Call, pod: StoredPod, evicts: boolean, graceSeconds: number | undefined): boolean {
  const { name, namespace = 'default' } = pod.metadata
  if (isGone(call.cluster, pod)) return true
  if (!evicts) {
    remove(call, resourceNamed('pods'), pod, graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds })
    return true
  }
  call.stdout(`evicting pod ${namespace}/${name}\n`)
  const refused = evict(call, pod, graceSeconds)
  if (!refused || refused.code === 404) return true
  call.stderr(`error when evicting pods/"${name}" -n "${namespace}" (will retry after 5s): ${refused.message}\n`)
  return false
}

function isGone(cluster: Call['cluster'], pod: StoredPod): boolean {
  const { name, namespace, uid } = pod.metadata
  return findObject(cluster, resourceNamed('pods'), name, namespace)?.metadata.uid !== uid
}
