import type { KubeObject } from '../cluster/object.ts'
import type { PodSpec } from '../kubernetes/pod.ts'
import { sameJson } from '../kubernetes/same-json.ts'
import { type Call, failure } from './call.ts'
import { update } from './client.ts'
import { withPodSpec } from './pod-template.ts'
import { readDryRun, sayTyped } from './result-line.ts'
import { selectMeant, targetsOf } from './selection.ts'
import { forEach, ServerError } from './server-error.ts'

/** What `kubectl set` is to do with the pod of each object. */
export interface PodChange {
  /** What is named to be changed: `TYPE NAME` or `TYPE/NAME`. */
  readonly resources: readonly string[]
  readonly change: (spec: PodSpec, object: KubeObject) => PodSpec
  /** `env updated`. */
  readonly done: string
  /** One that stays as it is is spoken of too. */
  readonly always?: true
  /** What stands before the server's words if it refuses: `failed to patch env update to pod template: `. */
  readonly refused: string
}

/** Changes the pod of each object that is named, and says so; one that stays as it is is not spoken of. */
export function changePods(call: Call, { resources, change, done, always, refused }: PodChange): void {
  const dryRun = readDryRun(call)
  const found = selectMeant({ ...call, args: resources })
  forEach(targetsOf(found), ({ resource, object }) => {
    const changed = withPodSpec(object, spec => change(spec, object))
    try {
      const after = dryRun === 'client' ? changed : update(call, resource, changed, dryRun)
      if (sameJson(after, object) && !always) return
      sayTyped(call, resource, after, done, dryRun)
    } catch (error) {
      throw error instanceof ServerError ? failure(`${refused}${error.status.message}`) : error
    }
  })
}
