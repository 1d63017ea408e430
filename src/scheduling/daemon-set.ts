import type { Affinity } from '../kubernetes/affinity.ts'
import type { Gates } from '../kubernetes/gates.ts'
import type { Node } from '../kubernetes/node.ts'
import type { PodTemplate } from '../kubernetes/pod.ts'
import type { TaintEffect } from '../kubernetes/taint.ts'
import type { Toleration } from '../kubernetes/toleration.ts'
import type { DaemonSet } from '../kubernetes/workload.ts'
import { checkNodeAffinity } from './node-affinity.ts'
import { checkNodeName } from './node-name.ts'
import { checkTaints } from './taint-toleration.ts'
import { heededBy, untoleratedTaint } from './toleration.ts'
import { FITS, refuse, type Verdict } from './verdict.ts'

/** What the DaemonSet controller wants of one node, and why not. */
export interface DaemonPlacement {
  /** Whether the node is to have a pod: one is created where none is. */
  readonly shouldRun: Verdict
  /** Whether a pod that runs there already may go on; if not, the controller deletes it. */
  readonly shouldContinueRunning: Verdict
}

/**
 * Whether a DaemonSet's pod is to run on a node, and whether one that runs there may go on.
 *
 * Node name, node selector and required node affinity of the template, and the taints that its tolerations and the
 * automatic ones leave, decide. An untolerated `NoSchedule` taint keeps a new pod out and lets a running one go on;
 * cordons, resources and ports are not looked at. (daemon `NodeShouldRunDaemonPod`; kubernetes-spec 7.3)
 */
export function shouldRun({ spec: { template } }: DaemonSet, node: Node, gates?: Gates): DaemonPlacement {
  for (const check of [checkNodeName, checkNodeAffinity]) {
    const verdict = check(template, node)
    if (!verdict.fits) return { shouldRun: verdict, shouldContinueRunning: verdict }
  }
  const tolerations = daemonSetTolerations(template)
  const evicting = untoleratedTaint(node.spec?.taints ?? [], tolerations, heededBy.eviction, gates)
  return {
    shouldRun: checkTaints({ spec: { ...template.spec, tolerations } }, node, gates),
    shouldContinueRunning: evicting ? refuse({ code: 'untolerated-taint', taint: evicting }) : FITS,
  }
}

/**
 * The tolerations of the pods that the controller makes from a template: the template's own, then the six automatic
 * ones, seven with `hostNetwork`. An automatic one takes the place of any that has its key, operator, effect and value,
 * and thereby drops the seconds of that one. The DaemonSet itself is not changed.
 * (daemon/util `AddOrUpdateDaemonPodTolerations`; kubernetes-spec 7.1)
 */
export function daemonSetTolerations({ spec }: PodTemplate): readonly Toleration[] {
  const automatic = spec.hostNetwork ? [...AUTOMATIC, WITH_HOST_NETWORK] : AUTOMATIC
  return automatic.reduce(addOrReplace, spec.tolerations ?? [])
}

/**
 * The affinity of the pod that the controller makes for the node `name`: the template's, with all that it requires of
 * nodes replaced by that name. The scheduler then does the rest.
 * (daemon/util `ReplaceDaemonSetPodNodeNameNodeAffinity`; kubernetes-spec 7.2)
 */
export function pinToNode(affinity: Affinity | undefined, name: string): Affinity {
  const onlyThere = { matchFields: [{ key: 'metadata.name', operator: 'In' as const, values: [name] }] }
  return {
    ...affinity,
    nodeAffinity: {
      ...affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [onlyThere] },
    },
  }
}

const AUTOMATIC: readonly Toleration[] = [
  automaticToleration('node.kubernetes.io/not-ready', 'NoExecute'),
  automaticToleration('node.kubernetes.io/unreachable', 'NoExecute'),
  automaticToleration('node.kubernetes.io/disk-pressure', 'NoSchedule'),
  automaticToleration('node.kubernetes.io/memory-pressure', 'NoSchedule'),
  automaticToleration('node.kubernetes.io/pid-pressure', 'NoSchedule'),
  automaticToleration('node.kubernetes.io/unschedulable', 'NoSchedule'),
]
const WITH_HOST_NETWORK = automaticToleration('node.kubernetes.io/network-unavailable', 'NoSchedule')

function automaticToleration(key: string, effect: TaintEffect): Toleration {
  return { key, operator: 'Exists', effect }
}

/** Every toleration that is the same but for its seconds gives way; if there is none, the new one comes last. */
function addOrReplace(tolerations: readonly Toleration[], added: Toleration): readonly Toleration[] {
  if (!tolerations.some(toleration => sameButForSeconds(toleration, added))) return [...tolerations, added]
  return tolerations.map(toleration => (sameButForSeconds(toleration, added) ? added : toleration))
}

/** (core/v1 `Toleration.MatchToleration`) An omitted operator is not the same as `Equal` here. */
function sameButForSeconds(a: Toleration, b: Toleration): boolean {
  return (
    (a.key ?? '') === (b.key ?? '') &&
    (a.operator ?? '') === (b.operator ?? '') &&
    (a.value ?? '') === (b.value ?? '') &&
    (a.effect ?? '') === (b.effect ?? '')
  )
}
