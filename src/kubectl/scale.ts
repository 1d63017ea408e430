import type { ApiResource } from '../cluster/api-resource.ts'
import { findObject } from '../cluster/cluster.ts'
import type { KubeObject } from '../cluster/object.ts'
import { type Call, failure, type Verb } from './call.ts'
import { type DryRun, update } from './client.ts'
import { readSeconds } from './go-duration.ts'
import { waitUntil } from './let-time-pass.ts'
import { readDryRun, sayDone, WRITING_FLAGS } from './result-line.ts'
import { SELECTING_FLAGS, selectMeant, targetsOf } from './selection.ts'
import { forEach } from './server-error.ts'

/** `kubectl scale`. (kubectl `pkg/cmd/scale`) */
export const scale: Verb = {
  name: 'scale',
  flags: [
    ...SELECTING_FLAGS,
    ...WRITING_FLAGS,
    { name: 'all', type: 'bool' },
    { name: 'current-replicas', type: 'int' },
    { name: 'replicas', type: 'int' },
    { name: 'resource-version', type: 'string' },
    { name: 'timeout', type: 'duration' },
  ],
  run(call) {
    const { flags } = call
    const replicas = flags.number('replicas')
    if (replicas === undefined) throw failure('required flag(s) "replicas" not set')
    if (replicas < 0)
      throw failure('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0')
    if ((flags.number('current-replicas') ?? -1) < -1)
      throw failure('The --current-replicas must specify an integer of -1 or greater')
    const dryRun = readDryRun(call)
    const found = selectMeant(call)
    const targets = targetsOf(found)
    if (flags.text('resource-version') !== '' && targets.length > 1)
      throw failure('cannot use --resource-version with multiple resources')
    if (targets.length === 0) throw failure('no objects passed to scale')
    forEach(targets, ({ resource, object }) => scaleOne(call, resource, object, replicas, dryRun))
  },
}

function scaleOne(call: Call, resource: ApiResource, object: KubeObject, replicas: number, dryRun: DryRun): void {
  if (!['deployments', 'replicasets', 'statefulsets', 'replicationcontrollers'].includes(resource.name))
    throw failure('Error from server (NotFound): the server could not find the requested resource')
  const { replicas: has = 1, ...spec } = (object['spec'] ?? {}) as { readonly replicas?: number }
  checkPreconditions(call, object, has)
  const scaled: KubeObject = { ...object, spec: { ...spec, replicas } }
  const after = dryRun === 'client' ? scaled : update(call, resource, scaled, dryRun)
  if (dryRun === 'none' && call.flags.has('timeout')) waitForReplicas(call, resource, object, replicas)
  sayDone(call, resource, after, 'scaled', dryRun)
}

function checkPreconditions({ flags }: Call, { metadata }: KubeObject, has: number): void {
  const wanted = flags.number('current-replicas') ?? -1
  if (wanted !== -1 && wanted !== has) throw failure(`Expected replicas to be ${wanted}, was ${has}`)
  const version = flags.text('resource-version')
  if (version !== '' && version !== metadata.resourceVersion)
    throw failure(`Expected resource version to be ${version}, was ${metadata.resourceVersion}`)
}

function waitForReplicas(call: Call, resource: ApiResource, { metadata }: KubeObject, replicas: number): void {
  const done = (cluster: Call['cluster']) => {
    const { spec, status } = (findObject(cluster, resource, metadata.name, metadata.namespace) ?? {}) as {
      readonly spec?: { readonly replicas?: number }
      readonly status?: { readonly replicas?: number }
    }
    return spec?.replicas !== replicas || (status?.replicas ?? 0) === replicas
  }
  const seconds = readSeconds(call, 'timeout')
  if (seconds > 0 && !waitUntil(call, done, seconds))
    throw failure(`timed out waiting for "${metadata.name}" to be synced`)
}
