import type { ApiResource } from '../cluster/api-resource.ts'
import type { KubeObject } from '../cluster/object.ts'
import { type Call, failure } from './call.ts'
import { DRY_RUNS, type DryRun } from './client.ts'
import type { Flag } from './flags.ts'
import { partOf } from './part.ts'
import { printKind } from './resource-arguments.ts'

/** The flags of verbs that change something and say so in a line. */
export const WRITING_FLAGS: readonly Flag[] = [
  { name: 'dry-run', type: 'string', bare: 'unchanged' },
  { name: 'output', short: 'o', type: 'string' },
  { name: 'template', type: 'string' },
  { name: 'show-managed-fields', type: 'bool' },
  { name: 'field-manager', type: 'string' },
]

/** What `--dry-run` says. Without a value it means `client`, and warns. */
export function readDryRun({ flags, stderr }: Call): DryRun {
  const value = flags.text('dry-run') || 'none'
  if (value === 'unchanged') {
    stderr('W: --dry-run is deprecated and can be replaced with --dry-run=client.\n')
    return 'client'
  }
  const found = DRY_RUNS.find(one => one === value)
  if (found) return found
  throw failure(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`)
}

/** `pod/web created`, with ` (dry run)` where it was one; with `-o`, the object instead. */
export function sayDone(
  call: Call,
  resource: ApiResource,
  object: KubeObject,
  operation: string,
  dryRun: DryRun,
): void {
  const output = call.flags.text('output')
  if (output !== '') {
    partOf(call.parts, 'formats').printObjects(call, output, [{ resource, object }], undefined)
    return
  }
  const suffix = dryRun === 'none' ? '' : dryRun === 'client' ? ' (dry run)' : ' (server dry run)'
  call.stdout(`${printKind(resource)}/${object.metadata.name} ${operation}${suffix}\n`)
}
