import type { KubeObject } from '../cluster/object.ts'
import type { PodSpec } from '../kubernetes/pod.ts'
import { type Call, failure } from './call.ts'
import { update } from './client.ts'
import { withPodSpec } from './pod-template.ts'
import { readDryRun, sayDone } from './result-line.ts'
import { selectMeant } from './selection.ts'
import { forEach, ServerError } from './server-error.ts'

/** What `kubectl set` is to do with the pod of each object. */
export interface PodChange {
  /** What is named to be changed: `TYPE NAME` or `TYPE/NAME`. */
  readonly resources: readonly string[]
  readonly change: (spec: PodSpec, object: KubeObject) => PodSpec
  /** `env updated`. */
  readonly done: string
  /** What stands before the server's words if it refuses: `failed to patch env update to pod template: `. */
  readonly refused: string
}

/** Changes the pod of each object that is named, and says so; one that stays as it is is not spoken of. */
export function changePods(call: Call, { resources, change, done, refused }: PodChange): void {
  const dryRun = readDryRun(call)
  const found = selectMeant({ ...call, args: resources })
  forEach(
    found.flatMap(({ resource, objects }) => objects.map(object => ({ resource, object }))),
    ({ resource, object }) => {
      const changed = withPodSpec(object, spec => change(spec, object))
      try {
        const after = dryRun === 'client' ? changed : update(call, resource, changed, dryRun)
        if (after.metadata.resourceVersion === object.metadata.resourceVersion && dryRun === 'none') return
        sayDone(call, resource, after, done, dryRun)
      } catch (error) {
        throw error instanceof ServerError ? failure(`${refused}${error.status.message}`) : error
      }
    },
    found.flatMap(one => one.missing),
  )
}
