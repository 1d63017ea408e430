import type { ApiResource } from '../cluster/api-resource.ts'
import {
  type Answer,
  createObject,
  type DeleteOptions,
  deleteObject,
  evictPod,
  type UpdateOptions,
  updateObject,
} from '../cluster/api-server.ts'
import type { KubeObject, Manifest } from '../cluster/object.ts'
import { INSPECTION } from '../kubernetes/admit.ts'
import type { Status } from '../kubernetes/status.ts'
import type { Call } from './call.ts'
import { letControllersWork } from './let-time-pass.ts'
import { ServerError } from './server-error.ts'

/** `none`: nothing is held back; `client`: the server is not asked; `server`: it is asked what it would do. */
export const DRY_RUNS = ['none', 'client', 'server'] as const
export type DryRun = (typeof DRY_RUNS)[number]

/**
 * Creates an object; what the server says to it. Controllers have seen what the command did before: an account that a new
 * namespace gets is there for a pod in it. Throws a `ServerError` if the server refuses.
 */
export function create(call: Call, resource: ApiResource, manifest: Manifest, dryRun: DryRun): KubeObject {
  letControllersWork(call)
  const options = { namespace: call.namespace, dryRun: dryRun !== 'none' }
  return take(
    call,
    resource,
    nameOf(manifest),
    createObject(call.cluster, recorded(call, manifest), options, INSPECTION),
  )
}

/**
 * Puts an object in the place of the one of its name. Controllers see it when the command has done all that it is to do, or
 * waits. Throws a `ServerError` if the server refuses.
 */
export function update(
  call: Call,
  resource: ApiResource,
  manifest: Manifest,
  dryRun: DryRun,
  options: UpdateOptions = {},
): KubeObject {
  const answer = updateObject(
    call.cluster,
    recorded(call, manifest),
    { ...options, dryRun: dryRun !== 'none' },
    INSPECTION,
  )
  return take(call, resource, nameOf(manifest), answer)
}

/** With `--record`, the object notes which command made it so. (cli-runtime `record_flags.go`, `parseCommandArguments`) */
function recorded({ verb, args, flags }: Call, manifest: Manifest): Manifest {
  if (!flags.isOn('record')) return manifest
  const given = flags.names().flatMap(name => flags.all(name).map(value => `--${name}=${value}`))
  const annotations = {
    ...manifest.metadata?.annotations,
    'kubernetes.io/change-cause': ['kubectl', verb, ...args, ...given].join(' '),
  }
  return { ...manifest, metadata: { ...manifest.metadata, annotations } }
}

/** Asks for an object's deletion; it may take its time. Throws a `ServerError` if the server refuses. */
export function remove(call: Call, resource: ApiResource, object: KubeObject, options: DeleteOptions): void {
  const { name, namespace } = object.metadata
  take(call, resource, name, deleteObject(call.cluster, resource, name, namespace, options))
}

/** Asks for a pod's eviction, and lets its budget be counted anew; the refusal if the budget does not allow it. */
export function evict(call: Call, pod: KubeObject, options: DeleteOptions): Status | undefined {
  const { name, namespace = 'default' } = pod.metadata
  letControllersWork(call)
  const answer = evictPod(call.cluster, name, namespace, options)
  if (!answer.ok) return answer.status
  call.cluster = answer.cluster
  return undefined
}

/** What somebody writes may have no name, or say that it is null. */
function nameOf(manifest: Manifest): string {
  return manifest.metadata?.name || ''
}

function take(call: Call, resource: ApiResource, name: string, answer: Answer): KubeObject {
  if (!answer.ok) throw new ServerError(answer.status, resource.kind, name)
  call.cluster = answer.cluster
  return answer.object
}
