import { admitNew, admitUpdate } from '../../../src/kubernetes/admit.ts'
import type { Admitted, ApiObject, WriteContext } from '../../../src/kubernetes/prepare.ts'

/** A pod with one container, and what else its spec is to have. */
export function pod(spec: object = {}, metadata: object = {}): ApiObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', ...metadata },
    spec: { containers: [{ name: 'c', image: 'nginx:1.27' }], ...spec },
  }
}

/** A pod whose only container has this, too. */
export function podWith(container: object, spec: object = {}): ApiObject {
  return pod({ ...spec, containers: [{ name: 'c', image: 'nginx:1.27', ...container }] })
}

/** A workload of a kind of `apps/v1` that selects the pods it makes. */
export function workload(kind: string, spec: object = {}, template: object = {}): ApiObject {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'w' },
    spec: {
      selector: { matchLabels: { app: 'w' } },
      template: {
        metadata: { labels: { app: 'w' } },
        spec: { containers: [{ name: 'c', image: 'nginx:1.27' }], ...template },
      },
      ...spec,
    },
  }
}

/** The object as it is stored; one that is refused throws. */
export function stored(object: unknown, context: Partial<WriteContext> = {}): ApiObject {
  const admitted = admitNew(object, { randomSuffix: () => 'abcde', ...context })
  if (!admitted.ok) throw new Error(admitted.status.message)
  return admitted.value
}

/** `path: code` for each thing that is wrong with a new object; none: it is taken. */
export function faults(object: unknown, context: Partial<WriteContext> = {}): readonly string[] {
  return codes(admitNew(object, { randomSuffix: () => 'abcde', ...context }))
}

/** `path: code` for each thing that is wrong with an update of a stored object. */
export function updateFaults(object: unknown, old: ApiObject, context: Partial<WriteContext> = {}): readonly string[] {
  return codes(admitUpdate(object, old, context))
}

/** The server's message for a new object that it refuses. */
export function refusal(object: unknown, context: Partial<WriteContext> = {}): string {
  const admitted = admitNew(object, { randomSuffix: () => 'abcde', ...context })
  return admitted.ok ? '' : admitted.status.message
}

function codes(admitted: Admitted): readonly string[] {
  if (admitted.ok) return []
  const { issues, status } = admitted
  return issues.length === 0 ? [status.reason] : issues.map(({ path, code }) => `${path}: ${code}`)
}
