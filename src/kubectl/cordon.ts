import { resourceNamed } from '../cluster/api-resource.ts'
import type { KubeObject } from '../cluster/object.ts'
import type { Node } from '../kubernetes/node.ts'
import { type Call, usageFailure, type Verb } from './call.ts'
import { type DryRun, update } from './client.ts'
import type { Flag } from './flags.ts'
import { readDryRun } from './result-line.ts'
import { selectNamed } from './selection.ts'
import { collected } from './server-error.ts'

const FLAGS: readonly Flag[] = [
  { name: 'dry-run', type: 'string', bare: 'unchanged' },
  { name: 'selector', short: 'l', type: 'string' },
]

/** `kubectl cordon`. (kubectl `pkg/cmd/drain`) */
export const cordon: Verb = { name: 'cordon', flags: FLAGS, run: call => cordonOrUncordon(call, 'cordon') }

/** `kubectl uncordon`. */
export const uncordon: Verb = { name: 'uncordon', flags: FLAGS, run: call => cordonOrUncordon(call, 'uncordon') }

function cordonOrUncordon(call: Call, verb: 'cordon' | 'uncordon'): void {
  const dryRun = readDryRun(call)
  for (const node of selectNodes(call, verb)) setSchedulable(call, node, verb === 'cordon', dryRun)
}

/** The nodes that a command names, as `NODE` or `node/NODE`, or selects; ends at the first that is not there. */
export function selectNodes(call: Call, verb: string): readonly (Node & KubeObject)[] {
  const selector = call.flags.text('selector')
  if (call.args.length === 0 && selector === '') throw usageFailure(verb, `USAGE: ${verb} NODE [flags]`)
  if (call.args.length > 0 && selector !== '')
    throw usageFailure(verb, 'cannot specify both a node name and a --selector option')
  const names = call.args.map(arg => arg.replace(/^(nodes?|no)\//, ''))
  const { objects, missing } = selectNamed(call, resourceNamed('nodes'), names)
  if (missing.length > 0) throw collected(missing.slice(0, 1))
  return objects as readonly (Node & KubeObject)[]
}

/** Closes a node to new pods or opens it, and says so; a node that is so already is said to be. */
export function setSchedulable(call: Call, node: Node & KubeObject, isCordoned: boolean, dryRun: DryRun): void {
  const word = isCordoned ? 'cordoned' : 'uncordoned'
  const suffix = dryRun === 'none' ? '' : dryRun === 'client' ? ' (dry run)' : ' (server dry run)'
  if ((node.spec?.unschedulable ?? false) === isCordoned) {
    call.stdout(`node/${node.metadata.name} already ${word}${suffix}\n`)
    return
  }
  const { unschedulable: _, ...spec } = node.spec ?? {}
  const changed = { ...node, spec: isCordoned ? { ...spec, unschedulable: true } : spec }
  if (dryRun !== 'client') update(call, resourceNamed('nodes'), changed, dryRun)
  call.stdout(`node/${node.metadata.name} ${word}${suffix}\n`)
}
