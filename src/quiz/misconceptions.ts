import type { Node } from '../kubernetes/node.ts'
import { TAINT_EFFECTS, type Taint, type TaintEffect } from '../kubernetes/taint.ts'
import type { Toleration } from '../kubernetes/toleration.ts'
import { firstRejection } from '../scheduling/node-filters.ts'
import { explainMatch, type Match } from '../scheduling/toleration.ts'
import { fateAfter, type Rules } from './rules.ts'

/** The known misreadings of the rules, the commonest first; numbers are those of the catalogue of misconceptions. */
export const MISCONCEPTIONS = [
  'effect-ignored',
  'value-ignored',
  'omitted-operator-exists', // 11
  'one-is-enough', // 17
  'attracts', // 1, 2
  'prefer-blocks', // 7
  'no-schedule-evicts', // 4
  'no-execute-only-evicts', // 5
  'effects-ranked', // 16
  'empty-effect-is-none', // 15
  'empty-key-is-none',
  'empty-key-any-effect', // 14
  'tolerations-combine', // 18
  'values-compare-loosely', // 19
  'longest-pass-wins', // 23
  'pass-ignored', // 6
  'default-pass-for-all', // 57
  'daemon-set-tolerates-all', // 44
] as const
export type Misconception = (typeof MISCONCEPTIONS)[number]

/** The rules as someone holds them who has this misconception. */
export function rulesUnder(misconception: Misconception): Rules {
  return rulesOf(MISREADINGS[misconception])
}

/** Where a misreading departs from Kubernetes; what it leaves out it reads rightly. */
export interface Misreading {
  readonly match?: Rules['match']
  /** Whether the tolerations together tolerate a taint. Left out: one of them must, alone. */
  readonly tolerated?: (tolerations: readonly Toleration[], taint: Taint) => boolean
  /** Left out: `NoSchedule` and `NoExecute`. */
  readonly keepsOut?: readonly TaintEffect[]
  /** Left out: `NoExecute`. */
  readonly drivesOut?: readonly TaintEffect[]
  /** Left out: every taint needs its toleration. */
  readonly needed?: 'every' | 'one'
  readonly attracts?: boolean
  /** The seconds of a running pod among the tolerations of one taint, `undefined` for ever. Left out: the first's. */
  readonly pass?: (tolerations: readonly Toleration[]) => number | undefined
  /** The seconds of a running pod that does not tolerate a taint. Left out: 0. */
  readonly grace?: number
  readonly sparesDaemonSets?: boolean
}

/** The rules with a misreading put in; with an empty one they are Kubernetes' own. */
export function rulesOf(misreading: Misreading): Rules {
  const {
    match = explainMatch,
    keepsOut = ['NoSchedule', 'NoExecute'],
    drivesOut = ['NoExecute'],
    needed = 'every',
    pass = firstPass,
    grace = 0,
  } = misreading
  const matching = (tolerations: readonly Toleration[], taint: Taint) =>
    tolerations.filter(toleration => match(toleration, taint).tolerates)
  const tolerated = misreading.tolerated ?? ((tolerations, taint) => matching(tolerations, taint).length > 0)
  const counting = (taints: readonly Taint[], tolerations: readonly Toleration[], effects: readonly TaintEffect[]) => {
    const all = taints.filter(({ effect }) => effects.includes(effect))
    const opened = all.filter(taint => tolerated(tolerations, taint))
    return needed === 'one' && opened.length > 0 ? opened : all
  }
  return {
    match,
    choosable: (pod, nodes) => {
      const tolerations = pod.spec.tolerations ?? []
      const admitted = nodes.filter(
        node =>
          firstRejection(pod, withoutTaints(node)).fits &&
          counting(taintsOf(node), tolerations, keepsOut).every(taint => tolerated(tolerations, taint)),
      )
      if (!misreading.attracts) return admitted
      const drawn = admitted.filter(node => taintsOf(node).some(taint => tolerated(tolerations, taint)))
      return drawn.length > 0 ? drawn : admitted
    },
    fate: ({ tolerations, owner }, taints) => {
      if (misreading.sparesDaemonSets && owner === 'DaemonSet') return 'stays'
      const seconds = counting(taints, tolerations, drivesOut).flatMap(taint => {
        const keys = matching(tolerations, taint)
        if (keys.length > 0) return pass(keys) ?? []
        return tolerated(tolerations, taint) ? [] : grace
      })
      return seconds.length > 0 ? fateAfter(Math.min(...seconds)) : 'stays'
    },
  }
}

const MISREADINGS: Readonly<Record<Misconception, Misreading>> = {
  'effect-ignored': { match: (toleration, taint) => explainMatch({ ...toleration, effect: taint.effect }, taint) },
  'value-ignored': { match: (toleration, taint) => explainMatch(withValue(toleration, taint), taint) },
  'omitted-operator-exists': {
    match: (toleration, taint) =>
      explainMatch(toleration.operator || toleration.value ? toleration : { ...toleration, operator: 'Exists' }, taint),
  },
  'one-is-enough': { needed: 'one' },
  attracts: { attracts: true },
  'prefer-blocks': { keepsOut: TAINT_EFFECTS },
  'no-schedule-evicts': { drivesOut: ['NoSchedule', 'NoExecute'] },
  'no-execute-only-evicts': { keepsOut: ['NoSchedule'] },
  'effects-ranked': {
    match: (toleration, taint) =>
      explainMatch(
        outranks(toleration.effect, taint.effect) ? { ...toleration, effect: taint.effect } : toleration,
        taint,
      ),
  },
  'empty-effect-is-none': {
    match: (toleration, taint) => (toleration.effect ? explainMatch(toleration, taint) : refusedBy('other-effect')),
  },
  'empty-key-is-none': {
    match: (toleration, taint) => (toleration.key ? explainMatch(toleration, taint) : refusedBy('other-key')),
  },
  'empty-key-any-effect': {
    match: (toleration, taint) =>
      explainMatch(toleration.key ? toleration : { ...toleration, effect: taint.effect }, taint),
  },
  'tolerations-combine': {
    tolerated: (tolerations, taint) => {
      const matches = tolerations.map(toleration => explainMatch(toleration, taint))
      return (['key', 'value', 'effect'] as const).every(field => matches.some(match => match[field] !== 'differs'))
    },
  },
  'values-compare-loosely': {
    match: (toleration, taint) => explainMatch(inLowerCase(toleration), inLowerCase(taint)),
  },
  'longest-pass-wins': { pass: longestPass },
  'pass-ignored': { pass: () => undefined },
  'default-pass-for-all': { grace: 300 },
  'daemon-set-tolerates-all': { sparesDaemonSets: true },
}

/** From the mildest to the strictest, for those who rank them. */
const RANKED: readonly TaintEffect[] = ['PreferNoSchedule', 'NoSchedule', 'NoExecute']

function outranks(one: TaintEffect | undefined, other: TaintEffect): boolean {
  return one !== undefined && RANKED.indexOf(one) > RANKED.indexOf(other)
}

function refusedBy(rule: 'other-key' | 'other-effect'): Pick<Match, 'tolerates' | 'rule'> {
  return { tolerates: false, rule }
}

function withValue({ value: _, ...toleration }: Toleration, { value }: Taint): Toleration {
  return value === undefined ? toleration : { ...toleration, value }
}

function inLowerCase<T extends Taint | Toleration>(pair: T): T {
  return pair.value ? { ...pair, value: pair.value.toLowerCase() } : pair
}

function firstPass([first]: readonly Toleration[]): number | undefined {
  return first?.tolerationSeconds
}

function longestPass(tolerations: readonly Toleration[]): number | undefined {
  const seconds = tolerations.flatMap(({ tolerationSeconds }) => tolerationSeconds ?? [])
  return seconds.length < tolerations.length ? undefined : Math.max(...seconds)
}

function taintsOf(node: Node): readonly Taint[] {
  return node.spec?.taints ?? []
}

function withoutTaints(node: Node): Node {
  return { ...node, spec: { ...node.spec, taints: [] } }
}
