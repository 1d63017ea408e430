import { isDeepStrictEqual } from 'node:util'
import type { Affinity } from '../../../src/kubernetes/affinity.ts'
import type { Gates } from '../../../src/kubernetes/gates.ts'
import type { Node } from '../../../src/kubernetes/node.ts'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'
import type { DaemonSet } from '../../../src/kubernetes/workload.ts'
import { daemonSetTolerations, pinToNode, shouldRun } from '../../../src/scheduling/daemon-set.ts'
import type { Outcome } from '../kinds.ts'

interface DaemonSetCase {
  readonly case: string
  readonly input: {
    readonly daemonSet: DaemonSet
    readonly nodes: readonly Node[]
    readonly pinnedTo: string
    readonly gates?: Gates
  }
  readonly expect: {
    readonly nodes: Readonly<Record<string, { readonly shouldRun: boolean; readonly shouldContinueRunning: boolean }>>
    readonly tolerations: readonly Toleration[]
    readonly affinity: Affinity
  }
}

/** Which nodes a DaemonSet wants, and the tolerations and the affinity of the pod that it makes for one of them. */
export function* daemonset({ case: name, input, expect }: DaemonSetCase): Iterable<Outcome> {
  const { daemonSet, nodes, pinnedTo, gates } = input
  const { template } = daemonSet.spec
  const got = {
    nodes: Object.fromEntries(
      nodes.map(node => {
        const placement = shouldRun(daemonSet, node, gates)
        const verdicts = {
          shouldRun: placement.shouldRun.fits,
          shouldContinueRunning: placement.shouldContinueRunning.fits,
        }
        return [node.metadata.name, verdicts]
      }),
    ),
    tolerations: daemonSetTolerations(template),
    affinity: pinToNode(template.spec.affinity, pinnedTo),
  }
  yield isDeepStrictEqual(got, expect) ? { name } : { name, disagreement: { input, expected: expect, got } }
}
