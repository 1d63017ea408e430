import type { KubeObject } from '../cluster/object.ts'
import { failure, type Verb } from './call.ts'
import { update } from './client.ts'
import { readDryRun, sayDone, WRITING_FLAGS } from './result-line.ts'
import { SELECTING_FLAGS, select } from './selection.ts'
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
    { name: 'timeout', type: 'string' },
  ],
  run(call) {
    const { flags } = call
    const replicas = flags.number('replicas')
    if (replicas === undefined) throw failure('required flag(s) "replicas" not set')
    if (replicas < 0)
      throw failure('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0')
    const wanted = flags.number('current-replicas') ?? -1
    const dryRun = readDryRun(call)
    const found = select(call)
    forEach(
      found.flatMap(({ resource, objects }) => objects.map(object => ({ resource, object }))),
      ({ resource, object }) => {
        if (!['deployments', 'replicasets'].includes(resource.name))
          throw failure(`cannot scale ${resource.name}: the server could not find the requested resource`)
        const { replicas: has = 1, ...spec } = (object['spec'] ?? {}) as { readonly replicas?: number }
        if (wanted >= 0 && wanted !== has) throw failure(`Expected replicas to be ${wanted}, was ${has}`)
        const scaled: KubeObject = { ...object, spec: { ...spec, replicas } }
        const after = dryRun === 'client' ? scaled : update(call, resource, scaled, dryRun)
        sayDone(call, resource, after, 'scaled', dryRun)
      },
      found.flatMap(one => one.missing),
    )
  },
}
