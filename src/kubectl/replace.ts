import { findObject } from '../cluster/cluster.ts'
import { notFound } from '../cluster/refusal.ts'
import { notedIfAsked } from './applied.ts'
import { type Call, failure, type Verb } from './call.ts'
import { create, remove, update } from './client.ts'
import { inNamespace } from './create.ts'
import type { FileObject } from './file-object.ts'
import { waitUntil } from './let-time-pass.ts'
import { identityToLookUp, readSomeFiles, requireFiles } from './read-files.ts'
import { readDryRun, sayDone, WRITING_FLAGS } from './result-line.ts'
import { SELECTING_FLAGS } from './selection.ts'
import { forEach, ServerError } from './server-error.ts'

/** How long `--force` waits for an object to go, in seconds. */
const PATIENCE = 3600

/** `kubectl replace -f`. (kubectl `pkg/cmd/replace`) */
export const replace: Verb = {
  name: 'replace',
  flags: [
    ...SELECTING_FLAGS,
    ...WRITING_FLAGS,
    { name: 'cascade', type: 'string', bare: 'background' },
    { name: 'force', type: 'bool' },
    { name: 'grace-period', type: 'int' },
    { name: 'save-config', type: 'bool' },
    { name: 'timeout', type: 'duration' },
    { name: 'validate', type: 'string', bare: 'strict' },
    { name: 'wait', type: 'bool' },
  ],
  run(call) {
    if (!call.flags.isOn('force') && (call.flags.number('grace-period') ?? -1) >= 0)
      throw failure('--grace-period must have --force specified')
    requireFiles(call)
    const files = readSomeFiles(call, 'replace')
    if (call.flags.isOn('force')) {
      for (const file of files) removeFirst(call, file)
      forEach(files, file => {
        const manifest = notedIfAsked(call, inNamespace(call, file.manifest, file.resource.namespaced))
        sayDone(call, file.resource, create(call, file.resource, manifest, 'none'), 'replaced', 'none')
      })
      return
    }
    const dryRun = readDryRun(call)
    forEach(files, ({ resource, manifest: given, source }) => {
      const manifest = notedIfAsked(call, inNamespace(call, given, resource.namespaced))
      const { name, namespace } = identityToLookUp(manifest)
      try {
        const old = findObject(call.cluster, resource, name, namespace)
        if (!old) throw new ServerError(notFound(resource, name), resource.kind, name)
        sayDone(
          call,
          resource,
          dryRun === 'client' ? old : update(call, resource, manifest, dryRun),
          'replaced',
          dryRun,
        )
      } catch (error) {
        throw error instanceof ServerError ? error.during(`error when replacing "${source}": `) : error
      }
    })
  },
}

function removeFirst(call: Call, { resource, manifest: given }: FileObject): void {
  const manifest = inNamespace(call, given, resource.namespaced)
  const { name, namespace } = identityToLookUp(manifest)
  const old = findObject(call.cluster, resource, name, namespace)
  if (!old) return
  const grace = call.flags.number('grace-period')
  remove(call, resource, old, grace === undefined || grace < 0 ? {} : { gracePeriodSeconds: grace })
  call.stdout(
    `${resource.kind.toLowerCase()}${resource.group && `.${resource.group}`} "${name}" deleted${namespace ? ` from ${namespace} namespace` : ''}\n`,
  )
  const isGone = (cluster: Call['cluster']) =>
    findObject(cluster, resource, name, namespace)?.metadata.uid !== old.metadata.uid
  waitUntil(call, isGone, PATIENCE)
}
