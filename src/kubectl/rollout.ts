import { type ApiResource, qualifiedName, resourceNamed } from '../cluster/api-resource.ts'
import { printTime } from '../cluster/clock.ts'
import { findObject, listObjects } from '../cluster/cluster.ts'
import type { KubeObject } from '../cluster/object.ts'
import { quoteGo } from '../kubernetes/go-text.ts'
import type { Labels } from '../kubernetes/object-meta.ts'
import type { PodTemplate } from '../kubernetes/pod.ts'
import { sameJson } from '../kubernetes/same-json.ts'
import type { DaemonSet, Deployment, ReplicaSet } from '../kubernetes/workload.ts'
import { LAST_APPLIED } from './applied.ts'
import { type Call, failure, type Verb } from './call.ts'
import { update } from './client.ts'
import { minorOf } from './columns.ts'
import { templateLines } from './describe-pod.ts'
import { readSeconds } from './go-duration.ts'
import { waitUntil } from './let-time-pass.ts'
import { printKind } from './resource-arguments.ts'
import { readDryRun, sayTyped, WRITING_FLAGS } from './result-line.ts'
import { SELECTING_FLAGS, select, type Target, targetsOf } from './selection.ts'
import { forEach } from './server-error.ts'
import { alignTabs, DESCRIBE_TABS } from './tabwriter.ts'

const REVISION = 'deployment.kubernetes.io/revision'
const CAUSE = 'kubernetes.io/change-cause'
/** How long a rollout that does not move is watched without `--timeout`, in seconds. */
const PATIENCE = 3600

/** `kubectl rollout`. (kubectl `pkg/cmd/rollout`, `pkg/polymorphichelpers`) */
export const rollout: Verb = {
  name: 'rollout',
  subcommands: ['history', 'pause', 'restart', 'resume', 'status', 'undo'],
  flags: [
    ...SELECTING_FLAGS,
    ...WRITING_FLAGS,
    { name: 'revision', type: 'int' },
    { name: 'timeout', type: 'duration' },
    { name: 'to-revision', type: 'int' },
    { name: 'watch', short: 'w', type: 'bool' },
  ],
  run(call) {
    const [name = '', ...args] = call.args
    const does = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined
    if (!does) throw failure(`this terminal has no kubectl rollout ${name}`)
    if (args.length === 0 && !call.flags.has('filename')) throw failure('required resource not specified')
    const found = select({ ...call, args })
    const targets = targetsOf(found)
    if (targets.length === 0) call.stderr(`No resources found in ${call.namespace} namespace.\n`)
    forEach(targets, target => does(call, target))
  },
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
  const wanted = call.flags.number('revision') ?? 0
  const look = (cluster: Call['cluster']) => {
    const now = findObject(cluster, resource, name, namespace)
    const running = now?.metadata.annotations?.[REVISION] ?? ''
    if (wanted > 0 && resource.name === 'deployments' && `${wanted}` !== running)
      return {
        text: '',
        done: false,
        failed: `desired revision (${wanted}) is different from the running revision (${running})`,
      }
    return now ? progressOf(resource, now) : { text: '', done: false, failed: 'object has been deleted' }
  }
  for (;;) {
    const progress = look(call.cluster)
    if (progress.failed !== undefined) throw failure(progress.failed)
    call.stdout(progress.text)
    if (progress.done || (call.flags.has('watch') && !call.flags.isOn('watch'))) return
    const moves = (cluster: Call['cluster']) => look(cluster).text !== progress.text
    if (!waitUntil(call, moves, deadline - call.cluster.now)) throw failure('timed out waiting for the condition')
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

/** One revision of a workload: what its pods were made from, and the notes on what keeps it. */
interface Revision {
  readonly number: number
  readonly annotations: Labels
  readonly template: PodTemplate
}

function revisionsOf(call: Call, { resource, object }: Target): readonly Revision[] {
  const owned = (plural: string) =>
    listObjects(call.cluster, resourceNamed(plural), object.metadata.namespace).filter(one =>
      one.metadata.ownerReferences?.some(owner => owner.uid === object.metadata.uid),
    )
  const revisions =
    resource.name === 'daemonsets'
      ? owned('controllerrevisions').map(one => {
          const { spec } = one['data'] as { readonly spec: { readonly template: PodTemplate } }
          return {
            number: Number(one['revision']),
            annotations: one.metadata.annotations ?? {},
            template: spec.template,
          }
        })
      : owned('replicasets').flatMap(one => {
          const { template } = (one as ReplicaSet & KubeObject).spec ?? {}
          const { annotations = {} } = one.metadata
          return template ? { number: Number(annotations[REVISION] ?? 0), annotations, template } : []
        })
  return revisions.toSorted((a, b) => a.number - b.number)
}

function checkHasHistory({ resource }: Target): void {
  if (!['deployments', 'daemonsets'].includes(resource.name))
    throw failure(
      `no history viewer has been implemented for ${quoteGo(`${resource.kind}${resource.group && `.${resource.group}`}`)}`,
    )
}

function history(call: Call, target: Target): void {
  checkHasHistory(target)
  const revisions = revisionsOf(call, target)
  const title = `${printKind(target.resource)}/${target.object.metadata.name}`
  const wanted = call.flags.number('revision') ?? 0
  if (wanted < 0) throw failure(`revision must be a positive integer: ${wanted}`)
  if (wanted > 0) {
    const found = revisions.find(one => one.number === wanted)
    if (!found) throw failure(`unable to find the specified revision`)
    // Upstream forgets to lay this out: its tabs are printed as they are.
    call.stdout(
      `${title} with revision #${wanted}\n${templateLines(withCause(found, target.resource), minorOf(call.cluster.version))}\n`,
    )
    return
  }
  const rows = revisions.map(one => `${one.number}\t${one.annotations[CAUSE] || '<none>'}\n`).join('')
  call.stdout(`${title} \n${alignTabs(`REVISION\tCHANGE-CAUSE\n${rows}`, DESCRIBE_TABS)}\n`)
}

function undo(call: Call, target: Target): void {
  checkHasHistory(target)
  const { resource, object } = target
  if (object.metadata.annotations?.[LAST_APPLIED] !== undefined && minorOf(call.cluster.version) >= 36)
    call.stderr(
      `Warning: resource ${resource.name}/${object.metadata.name} was previously managed with 'kubectl apply'. Rolling back will not update the ${LAST_APPLIED} annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.\n`,
    )
  const dryRun = readDryRun(call)
  const revision = revisionToReturnTo(call, target)
  if (dryRun === 'client') {
    sayTyped(call, resource, object, templateLines(revision.template, minorOf(call.cluster.version)), dryRun)
    return
  }
  const { $patch: _, ...template } = { $patch: '', ...withoutHash(revision.template) }
  const spec = object['spec'] as { readonly paused?: boolean; readonly template: PodTemplate }
  if (spec.paused)
    throw failure(
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    )
  if (sameJson(withoutHash(spec.template), template)) {
    const asked = call.flags.number('to-revision') ?? 0
    const operation = `skipped rollback (current template already matches revision ${asked})`
    sayTyped(call, resource, object, operation, 'none')
    return
  }
  const annotations = resource.name === 'deployments' ? annotationsAfter(object, revision) : object.metadata.annotations
  const metadata = { ...object.metadata, ...(annotations && { annotations }) }
  const rolled = { ...object, metadata, spec: { ...spec, template } }
  sayTyped(call, resource, update(call, resource, rolled, dryRun), 'rolled back', dryRun)
}

/** In a ReplicaSet's template nobody notes why it came: the note on the ReplicaSet is shown as if it were there. */
function withCause({ template, annotations }: Revision, resource: ApiResource): PodTemplate {
  const cause = annotations[CAUSE]
  if (!cause || resource.name !== 'deployments') return template
  const { metadata } = template
  return { ...template, metadata: { ...metadata, annotations: { ...metadata?.annotations, [CAUSE]: cause } } }
}

function withoutHash(template: PodTemplate): PodTemplate {
  const { labels: { 'pod-template-hash': _, ...labels } = {}, ...metadata } = template.metadata ?? {}
  return { ...template, metadata: { ...metadata, labels } }
}

/** What a Deployment notes about itself stays; all else is as it was at that revision. (`annotationsToSkip`) */
function annotationsAfter({ metadata }: KubeObject, { annotations }: Revision): Labels {
  const own = Object.entries(metadata.annotations ?? {}).filter(([key]) => OWN_NOTES.includes(key))
  const old = Object.entries(annotations).filter(([key]) => !OWN_NOTES.includes(key))
  return Object.fromEntries([...own, ...old])
}

const OWN_NOTES = [
  LAST_APPLIED,
  REVISION,
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
]

/** The one asked for; without one, the last but one. */
function revisionToReturnTo(call: Call, target: Target): Revision {
  const revisions = revisionsOf(call, target)
  const wanted = call.flags.number('to-revision') ?? 0
  const found = wanted === 0 ? revisions.at(-2) : revisions.find(one => one.number === wanted)
  if (found) return found
  if (wanted !== 0) throw failure(`unable to find specified revision ${wanted} in history`)
  if (target.resource.name === 'daemonsets') throw failure('no last revision to roll back to')
  throw failure(`no rollout history found for deployment "${target.object.metadata.name}"`)
}

const RESTARTED = 'kubectl.kubernetes.io/restartedAt'

function restart(call: Call, { resource, object }: Target): void {
  const title = titleOf(resource, object)
  if (!['deployments', 'daemonsets'].includes(resource.name))
    throw failure(`error: ${title} restarting is not supported`)
  const spec = object['spec'] as { readonly paused?: boolean; readonly template: PodTemplate }
  if (spec.paused) throw failure(`error: ${title} can't restart paused deployment (run rollout resume first)`)
  const { metadata = {} } = spec.template
  const now = printTime(call.cluster.now)
  if (metadata.annotations?.[RESTARTED] === now)
    throw failure(
      `failed to create patch for ${object.metadata.name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`,
    )
  const annotations = { ...metadata.annotations, [RESTARTED]: now }
  const template = { ...spec.template, metadata: { ...metadata, annotations } }
  const restarted = { ...object, spec: { ...spec, template } }
  sayTyped(call, resource, update(call, resource, restarted, 'none'), 'restarted', 'none')
}

function titleOf(resource: ApiResource, { metadata }: KubeObject): string {
  return `${qualifiedName(resource)} "${metadata.name}"`
}

function setPaused(call: Call, { resource, object }: Target, isPaused: boolean): void {
  const word = isPaused ? 'paused' : 'resumed'
  const title = titleOf(resource, object)
  if (resource.name !== 'deployments')
    throw failure(`error: ${title} ${isPaused ? 'pausing' : 'resuming'} is not supported`)
  const { paused = false, ...spec } = object['spec'] as { readonly paused?: boolean }
  if (paused === isPaused) throw failure(`error: ${title} is ${isPaused ? 'already' : 'not'} paused`)
  const changed = { ...object, spec: isPaused ? { ...spec, paused: true } : spec }
  sayTyped(call, resource, update(call, resource, changed, 'none'), word, 'none')
}
