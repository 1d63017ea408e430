import { findObject } from '../cluster/cluster.ts'
import type { KubeObject } from '../cluster/object.ts'
import { appliedTo } from './apply.ts'
import { type Call, Failure, type Verb } from './call.ts'
import type { FileObject } from './file-object.ts'
import { identityToLookUp, readFiles, requireFiles } from './read-files.ts'
import { SELECTING_FLAGS } from './selection.ts'
import { forEach } from './server-error.ts'
import { unifiedDiff } from './unified-diff.ts'
import { printYaml } from './yaml-print.ts'

/** `kubectl diff -f`: what apply would change. Its status is 1 where it would change something. (kubectl `pkg/cmd/diff`) */
export const diff: Verb = {
  name: 'diff',
  flags: [...SELECTING_FLAGS, { name: 'field-manager', type: 'string' }, { name: 'server-side', type: 'bool' }],
  run(call) {
    if (isDifferent(call)) throw new Failure('')
  },
}

/** Prints the differences, and whether there are any. What fails has a status beyond that of a difference. */
function isDifferent(call: Call): boolean {
  let differs = false
  try {
    requireFiles(call)
    forEach(readFiles(call), file => {
      const printed = diffOf(call, file)
      call.stdout(printed)
      if (printed !== '') differs = true
    })
  } catch (error) {
    throw error instanceof Failure ? new Failure(error.text, error.parts, 2) : error
  }
  return differs
}

function diffOf(call: Call, file: FileObject): string {
  const { resource, manifest } = file
  const { name, namespace = call.namespace } = identityToLookUp(manifest)
  const live = findObject(call.cluster, resource, name, namespace)
  const merged = appliedTo(call, file)
  const path = [resource.group, resource.version, resource.kind, namespace, name].filter(part => part !== '').join('.')
  const [from, to] = [`/tmp/LIVE-1/${path}`, `/tmp/MERGED-1/${path}`]
  const lines = unifiedDiff(live ? printYaml(live) : '', printYaml(shown(merged)), from, to)
  return lines && `diff -u -N ${from} ${to}\n${lines}`
}

function shown(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata
  return { ...object, metadata }
}
