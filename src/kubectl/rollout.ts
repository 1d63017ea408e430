import type { ApiResource } from '../cluster/api-resource.ts'
import { resourceNamed } from '../cluster/api-resource.ts'
import { printTime } from '../cluster/clock.ts'
import { findObject, listObjects } from '../cluster/cluster.ts'
import type { KubeObject } from '../cluster/object.ts'
import { advanceUntil } from '../cluster/step.ts'
import type { PodTemplate } from '../kubernetes/pod.ts'
import { sameJson } from '../kubernetes/same-json.ts'
import type { DaemonSet, Deployment, ReplicaSet } from '../kubernetes/workload.ts'
import { LAST_APPLIED } from './apply.ts'
import { type Call, Failure, failure, type Verb } from './call.ts'
import { update } from './client.ts'
import { templateLines } from './describe-pod.ts'
import { readSeconds } from './go-duration.ts'
import { printKind } from './resource-arguments.ts'
import { readDryRun, sayDone, WRITING_FLAGS } from './result-line.ts'
import { SELECTING_FLAGS, select } from './selection.ts'
import { forEach } from './server-error.ts'
import { alignTabs, DESCRIBE_TABS } from './tabwriter.ts'

const REVISION = 'deployment.kubernetes.io/revision'
const CAUSE = 'kubernetes.io/change-cause'
/** How long a rollout that does not move is watched without `--timeout`, in seconds. */
const PATIENCE = 3600

/** `kubectl rollout`. (kubectl `pkg/cmd/rollout`, `pkg/polymorphichelpers`) */
export const rollout: Verb = {
  name: 'rollout',
  flags: [
    ...SELECTING_FLAGS,
    ...WRITING_FLAGS,
    { name: 'revision', type: 'int' },
    { name: 'timeout', type: 'string' },
    { name: 'to-revision', type: 'int' },
    { name: 'watch', short: 'w', type: 'bool' },
  ],
  run(call) {
    const [name = '', ...args] = call.args
    const does = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined
    if (!does) throw failure(`name what to do: ${Object.keys(SUBCOMMANDS).join(', ')}`)
    if (args.length === 0 && !call.flags.has('filename')) throw failure('required resource not specified')
    const found = select({ ...call, args })
    forEach(
      found.flatMap(({ resource, objects }) => objects.map(object => ({ resource, object }))),
      target => does(call, target),
      found.flatMap(one => one.missing),
    )
  },
}

interface Target {
  readonly resource: ApiResource
  readonly object: KubeObject
}

const SUBCOMMANDS: Readonly<Record<string, (call: Call, target: Target) => void>> = {
  history,
  pause: (call, target) => setPaused(call, target, true),
  restart,
  resume: (call, target) => setPaused(call, target, false),
  status,
  undo,
}

interface Progress {
  readonly text: string
  readonly done: boolean
  readonly failed?: string
}

function status(call: Call, { resource, object }: Target): void {
  const { name, namespace } = object.metadata
  const deadline = call.cluster.now + (readSeconds(call, 'timeout') || PATIENCE)
  const look = (cluster: Call['cluster']) => {
    const now = findObject(cluster, resource, name, namespace)
    return now ? progressOf(resource, now) : { text: '', done: false, failed: 'object has been deleted' }
  }
  for (;;) {
    const progress = look(call.cluster)
    if (progress.failed !== undefined) throw failure(progress.failed)
    call.stdout(progress.text)
    if (progress.done || (call.flags.has('watch') && !call.flags.isOn('watch'))) return
    const moves = (cluster: Call['cluster']) => look(cluster).text !== progress.text
    const waited = advanceUntil(call.cluster, moves, Math.max(0, deadline - call.cluster.now))
    call.cluster = waited.cluster
    if (!moves(call.cluster)) throw failure('timed out waiting for the condition')
  }
}

function progressOf(resource: ApiResource, object: KubeObject): Progress {
  if (resource.name === 'deployments') return deploymentProgress(object as Deployment & KubeObject)
  if (resource.name === 'daemonsets') return daemonSetProgress(object as DaemonSet & KubeObject)
  throw failure(`no status viewer has been implemented for ${resource.kind}`)
}

function deploymentProgress({ metadata, spec, status: now = {} }: Deployment & KubeObject): Progress {
  const { name, generation = 0 } = metadata
  if (generation > (now.observedGeneration ?? 0))
    return { text: 'Waiting for deployment spec update to be observed...\n', done: false }
  if (now.conditions?.some(one => one.type === 'Progressing' && one.reason === 'ProgressDeadlineExceeded'))
    return { text: '', done: false, failed: `deployment "${name}" exceeded its progress deadline` }
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0 } = now
  const wanted = spec?.replicas ?? 1
  const waiting = (text: string) => ({
    text: `Waiting for deployment "${name}" rollout to finish: ${text}...\n`,
    done: false,
  })
  if (updatedReplicas < wanted) return waiting(`${updatedReplicas} out of ${wanted} new replicas have been updated`)
  if (replicas > updatedReplicas) return waiting(`${replicas - updatedReplicas} old replicas are pending termination`)
  if (availableReplicas < updatedReplicas)
    return waiting(`${availableReplicas} of ${updatedReplicas} updated replicas are available`)
  return { text: `deployment "${name}" successfully rolled out\n`, done: true }
}

function daemonSetProgress({ metadata, spec, status: now }: DaemonSet & KubeObject): Progress {
  const { name, generation = 0 } = metadata
  if (spec.updateStrategy?.type === 'OnDelete')
    return { text: '', done: true, failed: 'rollout status is only available for RollingUpdate strategy type' }
  if (generation > (now?.observedGeneration ?? 0))
    return { text: 'Waiting for daemon set spec update to be observed...\n', done: false }
  const { updatedNumberScheduled = 0, desiredNumberScheduled = 0, numberAvailable = 0 } = now ?? {}
  const waiting = (text: string) => ({
    text: `Waiting for daemon set "${name}" rollout to finish: ${text}...\n`,
    done: false,
  })
  if (updatedNumberScheduled < desiredNumberScheduled)
    return waiting(`${updatedNumberScheduled} out of ${desiredNumberScheduled} new pods have been updated`)
  if (numberAvailable < desiredNumberScheduled)
    return waiting(`${numberAvailable} of ${desiredNumberScheduled} updated pods are available`)
  return { text: `daemon set "${name}" successfully rolled out\n`, done: true }
}

/** One revision of a workload: what its pods were made from, and why. */
interface Revision {
  readonly number: number
  readonly cause: string
  readonly template: PodTemplate
}

function revisionsOf(call: Call, { resource, object }: Target): readonly Revision[] {
  const owned = (plural: string) =>
    listObjects(call.cluster, resourceNamed(plural), object.metadata.namespace).filter(one =>
      one.metadata.ownerReferences?.some(owner => owner.uid === object.metadata.uid),
    )
  const cause = (one: KubeObject) => one.metadata.annotations?.[CAUSE] ?? '<none>'
  const revisions =
    resource.name === 'daemonsets'
      ? owned('controllerrevisions').map(one => {
          const { spec } = one['data'] as { readonly spec: { readonly template: PodTemplate } }
          return { number: Number(one['revision']), cause: cause(one), template: spec.template }
        })
      : owned('replicasets').flatMap(one => {
          const { template } = (one as ReplicaSet & KubeObject).spec ?? {}
          return template
            ? { number: Number(one.metadata.annotations?.[REVISION] ?? 0), cause: cause(one), template }
            : []
        })
  return revisions.toSorted((a, b) => a.number - b.number)
}

function checkHasHistory({ resource }: Target): void {
  if (!['deployments', 'daemonsets'].includes(resource.name))
    throw failure(`no history viewer has been implemented for "${resource.kind}"`)
}

function history(call: Call, target: Target): void {
  checkHasHistory(target)
  const revisions = revisionsOf(call, target)
  const title = `${printKind(target.resource)}/${target.object.metadata.name}`
  const wanted = call.flags.number('revision')
  if (wanted !== undefined && wanted > 0) {
    const found = revisions.find(one => one.number === wanted)
    if (!found) throw failure(`unable to find the specified revision`)
    // Upstream forgets to lay this out: its tabs are printed as they are.
    call.stdout(`${title} with revision #${wanted}\n${templateLines(found.template)}\n`)
    return
  }
  const rows = revisions.map(one => `${one.number}\t${one.cause}\n`).join('')
  call.stdout(`${title} \n${alignTabs(`REVISION\tCHANGE-CAUSE\n${rows}`, DESCRIBE_TABS)}\n`)
}

function undo(call: Call, target: Target): void {
  checkHasHistory(target)
  const { resource, object } = target
  if (object.metadata.annotations?.[LAST_APPLIED] !== undefined)
    call.stderr(
      `Warning: resource ${resource.name}/${object.metadata.name} was previously managed with 'kubectl apply'. Rolling back will not update the ${LAST_APPLIED} annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.\n`,
    )
  if ((object['spec'] as { readonly paused?: boolean }).paused)
    throw failure(
      `you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume deployment/${object.metadata.name}' and try again`,
    )
  const dryRun = readDryRun(call)
  const revision = revisionToReturnTo(call, target)
  const { labels: { 'pod-template-hash': _, ...labels } = {}, ...metadata } = revision.template.metadata ?? {}
  const { $patch: __, ...template } = { $patch: '', ...revision.template, metadata: { ...metadata, labels } }
  const spec = object['spec'] as { readonly template: PodTemplate }
  if (sameJson(spec.template, template)) {
    call.stdout(
      `${printKind(resource)}/${object.metadata.name} skipped rollback (current template already matches revision ${revision.number})\n`,
    )
    return
  }
  const rolled = { ...object, spec: { ...spec, template } }
  sayDone(call, resource, dryRun === 'client' ? rolled : update(call, resource, rolled, dryRun), 'rolled back', dryRun)
}

/** The one asked for; without one, the last but one. */
function revisionToReturnTo(call: Call, target: Target): Revision {
  const revisions = revisionsOf(call, target)
  const wanted = call.flags.number('to-revision') ?? 0
  if (wanted < 0) throw failure(`--to-revision must be >= 0`)
  const found = wanted > 0 ? revisions.find(one => one.number === wanted) : revisions.at(-2)
  if (found) return found
  if (wanted > 0) throw failure(`unable to find specified revision ${wanted} in history`)
  throw failure(`no rollout history found for ${target.resource.kind.toLowerCase()} "${target.object.metadata.name}"`)
}

function restart(call: Call, { resource, object }: Target): void {
  if (!['deployments', 'daemonsets'].includes(resource.name))
    throw failure(`${resource.name} "${object.metadata.name}" restarting is not supported`)
  const spec = object['spec'] as { readonly paused?: boolean; readonly template: PodTemplate }
  if (spec.paused) throw failure(`can't restart paused deployment (run rollout resume first)`)
  const dryRun = readDryRun(call)
  const { metadata = {} } = spec.template
  const annotations = { ...metadata.annotations, 'kubectl.kubernetes.io/restartedAt': printTime(call.cluster.now) }
  const restarted = {
    ...object,
    spec: { ...spec, template: { ...spec.template, metadata: { ...metadata, annotations } } },
  }
  sayDone(
    call,
    resource,
    dryRun === 'client' ? restarted : update(call, resource, restarted, dryRun),
    'restarted',
    dryRun,
  )
}

function setPaused(call: Call, { resource, object }: Target, isPaused: boolean): void {
  const word = isPaused ? 'paused' : 'resumed'
  const title = `${resource.name}${resource.group && '.'}${resource.group} "${object.metadata.name}"`
  if (resource.name !== 'deployments') throw failure(`${title} ${isPaused ? 'pausing' : 'resuming'} is not supported`)
  const { paused = false, ...spec } = object['spec'] as { readonly paused?: boolean }
  if (paused === isPaused) throw new Failure(`error: ${title} is ${isPaused ? 'already' : 'not'} paused\n`)
  const changed = { ...object, spec: isPaused ? { ...spec, paused: true } : spec }
  sayDone(call, resource, update(call, resource, changed, 'none'), word, 'none')
}
