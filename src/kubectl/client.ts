import type { ApiResource } from '../cluster/api-resource.ts'
import { type Answer, createObject, type DeleteOptions, deleteObject, updateObject } from '../cluster/api-server.ts'
import { findObject } from '../cluster/cluster.ts'
import type { KubeObject, Manifest } from '../cluster/object.ts'
import { type Action, step } from '../cluster/step.ts'
import type { Status } from '../kubernetes/status.ts'
import type { Call } from './call.ts'
import { ServerError } from './server-error.ts'

/** `none`: nothing is held back; `client`: the server is not asked; `server`: it is asked what it would do. */
export const DRY_RUNS = ['none', 'client', 'server'] as const
export type DryRun = (typeof DRY_RUNS)[number]

/** Creates an object; what the server says to it. Throws a `ServerError` if it refuses. */
export function create(call: Call, resource: ApiResource, manifest: Manifest, dryRun: DryRun): KubeObject {
  const options = { namespace: call.namespace }
  return write(call, resource, manifest, { type: 'create', manifest, options }, dryRun, () =>
    createObject(call.cluster, manifest, { ...options, dryRun: true }),
  )
}

/** Puts an object in the place of the one of its name. Throws a `ServerError` if the server refuses. */
export function update(call: Call, resource: ApiResource, manifest: Manifest, dryRun: DryRun): KubeObject {
  return write(call, resource, manifest, { type: 'update', manifest }, dryRun, () =>
    updateObject(call.cluster, manifest, { dryRun: true }),
  )
}

/** Asks for an object's deletion; it may take its time. Throws a `ServerError` if the server refuses. */
export function remove(call: Call, resource: ApiResource, object: KubeObject, options: DeleteOptions): void {
  const { name, namespace } = object.metadata
  if (options.dryRun) {
    answered(resource, name, deleteObject(call.cluster, resource, name, namespace, options))
    return
  }
  const action = { type: 'delete', resource: resource.name, name, ...(namespace && { namespace }), options } as const
  take(call, resource, name, action)
}

/** Asks for a pod's eviction; the refusal if a budget does not allow it. */
export function evict(call: Call, pod: KubeObject, gracePeriodSeconds: number | undefined): Status | undefined {
  const { name, namespace = 'default' } = pod.metadata
  const options = gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }
  const stepped = step(call.cluster, { type: 'evict', name, namespace, options })
  call.cluster = stepped.cluster
  return stepped.refused
}

function write(
  call: Call,
  resource: ApiResource,
  manifest: Manifest,
  action: Action,
  dryRun: DryRun,
  attempt: () => Answer,
): KubeObject {
  const name = manifest.metadata?.name ?? ''
  const answer = answered(resource, name, attempt())
  if (dryRun !== 'none') return answer
  take(call, resource, name, action)
  const { name: stored, namespace } = answer.metadata
  // What is gone again by now was there when the server answered.
  return findObject(call.cluster, resource, stored, namespace) ?? answer
}

function take(call: Call, resource: ApiResource, name: string, action: Action): void {
  const { cluster, refused } = step(call.cluster, action)
  if (refused) throw new ServerError(refused, resource.kind, name)
  call.cluster = cluster
}

function answered(resource: ApiResource, name: string, answer: Answer): KubeObject {
  if (!answer.ok) throw new ServerError(answer.status, resource.kind, name)
  return answer.object
}
