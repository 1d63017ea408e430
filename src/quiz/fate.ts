import { withDefaultTolerations } from '../kubernetes/admit-pod.ts'
import type { Pod } from '../kubernetes/pod.ts'
import { sameTaint, type Taint } from '../kubernetes/taint.ts'
import { isUniversal, type Toleration } from '../kubernetes/toleration.ts'
import { daemonSetTolerations } from '../scheduling/daemon-set.ts'
import { type Eviction, evictionOf } from '../scheduling/eviction.ts'
import { heededBy, tolerates } from '../scheduling/toleration.ts'
import type { Choice } from './choice.ts'
import { openingKey, whyShut } from './door.ts'
import type { FateQuestion } from './question.ts'
import type { FateReason, FateRefusal, OwnerReason } from './reason.ts'
import { type Fate, fateAfter, KUBERNETES, type RunningPod } from './rules.ts'

/** What becomes of the pods: every pod is an item, with the same fates to choose from. */
export function chooseFates(question: FateQuestion): Choice {
  const taints = taintsAfter(question)
  const fates = fatesOffered(question)
  return {
    items: question.pods.map(pod => ({ item: podName(pod), options: fates })),
    solve: rules => Object.fromEntries(question.pods.map(pod => [podName(pod), rules.fate(runningPod(pod), taints)])),
    explain: item => {
      const pod = runningPod(findPod(question.pods, item))
      const answer = KUBERNETES.fate(pod, taints)
      const others = fates.filter(fate => fate !== answer)
      return {
        why: whyFate(pod, taints, question.added),
        whyNot: Object.fromEntries(others.map(fate => [fate, [whyNotFate(fate, pod, taints)]])),
      }
    },
  }
}

/** The pod as it runs: with the tolerations that a DaemonSet's controller and admission add to those of the manifest. */
export function runningPod(pod: Pod): RunningPod {
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller)?.kind
  const created = owner === 'DaemonSet' ? daemonSetTolerations(pod) : (pod.spec.tolerations ?? [])
  return { tolerations: withDefaultTolerations(created), ...(owner && { owner }) }
}

/** The node's taints once the new ones are there; one of the same key and effect gives way. */
function taintsAfter({ node, added }: FateQuestion): readonly Taint[] {
  const kept = (node.spec?.taints ?? []).filter(taint => !added.some(other => sameTaint(taint, other)))
  return [...kept, ...added]
}

/** The pod of this name. Throws where there is none. */
function findPod(pods: readonly Pod[], name: string): Pod {
  const pod = pods.find(candidate => podName(candidate) === name)
  if (!pod) throw new Error(`no pod ${name}`)
  return pod
}

/** The pod's name, which every pod of a question has. */
export function podName(pod: Pod): string {
  if (!pod.metadata.name) throw new Error('a pod without a name')
  return pod.metadata.name
}

/** For ever, not at all, the seconds that admission gives for an ill node, and those of any of the pods' tolerations. */
function fatesOffered({ pods }: FateQuestion): readonly Fate[] {
  const passes = pods.flatMap(pod => runningPod(pod).tolerations.map(({ tolerationSeconds = 0 }) => tolerationSeconds))
  const seconds = [...new Set([USUAL_PASS, ...passes])].filter(each => each > 0).sort((a, b) => a - b)
  return ['stays', 'now', ...seconds.map(fateAfter)]
}

/** (admission plugin `DefaultTolerationSeconds`) */
const USUAL_PASS = 300

function whyFate(pod: RunningPod, taints: readonly Taint[], added: readonly Taint[]): readonly FateReason[] {
  const eviction = evictionOf(pod.tolerations, taints)
  switch (eviction.leaves) {
    case 'at-once':
      return [...whyShut(eviction.taint, pod.tolerations), { code: 'must-leave' }, whatFollows(pod, eviction)]
    case 'in-time': {
      const { taint, toleration, seconds } = eviction
      return [{ code: 'tolerated-for', taint, toleration, seconds }, whatFollows(pod, eviction)]
    }
    case 'never':
      return added.map(taint => whyStays(taint, pod.tolerations))
  }
}

function whyStays(taint: Taint, tolerations: readonly Toleration[]): FateReason {
  if (!heededBy.eviction(taint)) return { code: 'stays-inside', taint }
  const toleration = openingKey(taint, tolerations)
  if (!toleration) throw new Error(`nothing tolerates ${taint.key}, and yet the pod stays`)
  return isUniversal(toleration)
    ? { code: 'tolerated-by-master', taint }
    : { code: 'tolerated-for-ever', taint, toleration }
}

/** A DaemonSet's controller looks at the template's tolerations again: what they tolerate for a while, it starts anew. */
function whatFollows({ owner }: RunningPod, { leaves }: Eviction): OwnerReason {
  if (!owner) return { code: 'nobody-replaces' }
  if (owner !== 'DaemonSet') return { code: 'controller-replaces', owner }
  return { code: leaves === 'at-once' ? 'daemon-set-waits' : 'daemon-set-repeats' }
}

function whyNotFate(fate: Fate, { tolerations }: RunningPod, taints: readonly Taint[]): FateRefusal {
  const driving = taints.find(heededBy.eviction)
  if (!driving) return { code: 'no-execute-only' }
  const eviction = evictionOf(tolerations, taints)
  if (fate === 'stays') {
    if (eviction.leaves === 'in-time') return { code: 'not-for-ever', seconds: eviction.seconds }
    return { code: 'not-untolerated', taint: eviction.leaves === 'at-once' ? eviction.taint : driving }
  }
  if (fate === 'now') {
    if (eviction.leaves === 'in-time') return { code: 'not-at-once', seconds: eviction.seconds }
    return { code: 'not-tolerated', taint: driving }
  }
  return whyNotAfter(Number.parseInt(fate, 10), tolerations, taints.filter(heededBy.eviction))
}

/** Why a pass of so many seconds is not what decides: it is for another taint, not the first, not the shortest, or not there. */
function whyNotAfter(seconds: number, tolerations: readonly Toleration[], taints: readonly Taint[]): FateRefusal {
  const toleration = tolerations.find(({ tolerationSeconds }) => tolerationSeconds === seconds)
  const [first] = taints
  if (!toleration || !first) return { code: 'no-such-pass', seconds }
  const taint = taints.find(each => tolerates(toleration, each))
  if (!taint) return { code: 'pass-of-another', taint: first, toleration, seconds }
  const used = openingKey(taint, tolerations) === toleration
  return { code: used ? 'pass-not-shortest' : 'pass-not-first', taint, toleration, seconds }
}
