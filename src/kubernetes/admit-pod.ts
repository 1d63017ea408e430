import type { PodAffinity, PodAffinityTerm } from './affinity.ts'
import type { LabelSelector } from './label-selector.ts'
import type { Labels } from './object-meta.ts'
import type { Container, Pod, PodSpec } from './pod.ts'
import type { PriorityClass } from './priority-class.ts'
import { qosClass } from './qos.ts'
import type { Toleration } from './toleration.ts'

/** What admission may ask about the cluster. */
export interface AdmissionContext {
  /** Five characters for the end of a generated name; called once for each. */
  readonly randomSuffix: () => string
  /** Beside the two that every cluster has. */
  readonly priorityClasses?: readonly PriorityClass[]
  /** Whether a service account is there; left out, all are. */
  readonly hasServiceAccount?: (namespace: string, name: string) => boolean
}

export type Admission<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly text: string }

/** The classes that every cluster has. (scheduling/v1 `SystemPriorityClasses`) */
const SYSTEM_PRIORITY_CLASSES: readonly PriorityClass[] = [
  { metadata: { name: 'system-cluster-critical' }, value: 2_000_000_000 },
  { metadata: { name: 'system-node-critical' }, value: 2_000_001_000 },
]

/**
 * What admission makes of a new pod, in the order of its plugins: a service account with its volume, a priority, the two
 * tolerations of 300 s; then its first status. The text of a refusal follows `pods "p" is forbidden: `.
 * (plugin/pkg/admission; registry/core/pod `PrepareForCreate`)
 */
export function admitNewPod(pod: Pod, context: AdmissionContext): Admission<Pod> {
  const { annotations, namespace = '' } = pod.metadata
  // The kubelet's own copy of a static pod is left as it is.
  const isMirror = annotations?.['kubernetes.io/config.mirror'] !== undefined
  const account = pod.spec.serviceAccountName || 'default'
  if (!isMirror && context.hasServiceAccount?.(namespace, account) === false) {
    const text = `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`
    return { ok: false, text }
  }
  const spec = isMirror ? pod.spec : withServiceAccount(pod.spec, account, context)
  const prioritised = withPriority(spec, context.priorityClasses ?? [])
  if (!prioritised.ok) return prioritised
  const tolerations = withDefaultTolerations(prioritised.value.tolerations ?? [])
  const merged = mergeLabelKeys({ ...prioritised.value, ...(tolerations.length > 0 && { tolerations }) }, pod)
  return { ok: true, value: { ...pod, spec: merged, status: firstStatus(merged) } }
}

/** What admission makes of an update of a pod: the tolerations again, and a priority that is left out stays as it was. */
export function admitPodUpdate(pod: Pod, old: Pod): Pod {
  const tolerations = withDefaultTolerations(pod.spec.tolerations ?? [])
  const { priority, preemptionPolicy } = { ...old.spec, ...pod.spec }
  return {
    ...pod,
    spec: {
      ...pod.spec,
      tolerations,
      ...(priority !== undefined && { priority }),
      ...(preemptionPolicy !== undefined && { preemptionPolicy }),
    },
    ...(old.status && { status: old.status }),
  }
}

/**
 * Adds the tolerations of 300 s of a node that is not ready or unreachable, each unless some toleration has its key (or none)
 * with `NoExecute` (or no effect); operator and value are not looked at. (admission/defaulttolerationseconds)
 */
export function withDefaultTolerations(tolerations: readonly Toleration[]): readonly Toleration[] {
  const missing = DEFAULT_KEYS.filter(
    key =>
      !tolerations.some(
        toleration =>
          (!toleration.key || toleration.key === key) && (!toleration.effect || toleration.effect === 'NoExecute'),
      ),
  )
  return [
    ...tolerations,
    ...missing.map((key): Toleration => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 })),
  ]
}

const DEFAULT_KEYS = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount'

/** (admission/serviceaccount) */
function withServiceAccount(spec: PodSpec, account: string, { randomSuffix }: AdmissionContext): PodSpec {
  const named = { ...spec, serviceAccountName: account, serviceAccount: account }
  const needsToken = (container: Container) => !container.volumeMounts?.some(mount => mount.mountPath === TOKEN_PATH)
  const { containers, initContainers = [] } = spec
  if (spec.automountServiceAccountToken === false || ![...containers, ...initContainers].some(needsToken)) return named
  const name = `kube-api-access-${randomSuffix()}`
  const mount = (container: Container): Container =>
    needsToken(container)
      ? {
          ...container,
          volumeMounts: [...(container.volumeMounts ?? []), { name, readOnly: true, mountPath: TOKEN_PATH }],
        }
      : container
  return {
    ...named,
    volumes: [...(spec.volumes ?? []), { name, projected: TOKEN_VOLUME }],
    containers: containers.map(mount),
    ...(spec.initContainers && { initContainers: initContainers.map(mount) }),
  }
}

const TOKEN_VOLUME = {
  sources: [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: {
        items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
      },
    },
  ],
  defaultMode: 0o644,
}

/** (admission/priority `admitPod`) */
function withPriority(spec: PodSpec, own: readonly PriorityClass[]): Admission<PodSpec> {
  const chosen = spec.priorityClassName ? classNamed(spec.priorityClassName, own) : defaultClass(own)
  if (!chosen) return { ok: false, text: `no PriorityClass with name ${spec.priorityClassName} was found` }
  const { metadata, value, preemptionPolicy = 'PreemptLowerPriority' } = chosen
  const source = 'must not be provided in pod spec; priority admission controller computed'
  if (spec.priority !== undefined && spec.priority !== value) {
    const text = `the integer value of priority (${spec.priority}) ${source} ${value} from the given PriorityClass name`
    return { ok: false, text }
  }
  if (spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== preemptionPolicy) {
    const given = `the string value of PreemptionPolicy (${spec.preemptionPolicy})`
    return { ok: false, text: `${given} ${source} ${preemptionPolicy} from the given PriorityClass name` }
  }
  const named = metadata.name && { priorityClassName: metadata.name }
  return { ok: true, value: { ...spec, ...named, priority: value, preemptionPolicy } }
}

function classNamed(name: string, own: readonly PriorityClass[]): PriorityClass | undefined {
  return [...SYSTEM_PRIORITY_CLASSES, ...own].find(({ metadata }) => metadata.name === name)
}

/** The class that is the default, the lowest if by accident there are several; else none, which is 0. */
function defaultClass(own: readonly PriorityClass[]): PriorityClass {
  const defaults = own.filter(({ globalDefault }) => globalDefault)
  const [lowest = { metadata: {}, value: 0 }] = defaults.toSorted((a, b) => a.value - b.value)
  return lowest
}

/** Writes the keys of `matchLabelKeys` into the selectors beside them, with this pod's values. (`mutatePodAffinity`) */
function mergeLabelKeys(spec: PodSpec, { metadata: { labels = {} } }: Pod): PodSpec {
  const { affinity, topologySpreadConstraints } = spec
  const { podAffinity, podAntiAffinity } = affinity ?? {}
  return {
    ...spec,
    ...(affinity && {
      affinity: {
        ...affinity,
        ...(podAffinity && { podAffinity: mergeAffinity(podAffinity, labels) }),
        ...(podAntiAffinity && { podAntiAffinity: mergeAffinity(podAntiAffinity, labels) }),
      },
    }),
    ...(topologySpreadConstraints && {
      topologySpreadConstraints: topologySpreadConstraints.map(constraint => mergeKeys(constraint, labels)),
    }),
  }
}

function mergeAffinity(affinity: PodAffinity, labels: Labels): PodAffinity {
  const {
    requiredDuringSchedulingIgnoredDuringExecution: required,
    preferredDuringSchedulingIgnoredDuringExecution: preferred,
  } = affinity
  return {
    ...affinity,
    ...(required && {
      requiredDuringSchedulingIgnoredDuringExecution: required.map(term => mergeKeys(term, labels)),
    }),
    ...(preferred && {
      preferredDuringSchedulingIgnoredDuringExecution: preferred.map(({ weight, podAffinityTerm }) => ({
        weight,
        podAffinityTerm: mergeKeys(podAffinityTerm, labels),
      })),
    }),
  }
}

type LabelKeys = Pick<PodAffinityTerm, 'labelSelector' | 'matchLabelKeys' | 'mismatchLabelKeys'>

function mergeKeys<Term extends LabelKeys>(term: Term, labels: Labels): Term {
  const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = term
  if (!labelSelector) return term
  const requirements = [
    ...matchLabelKeys.map(key => ({ key, operator: 'In' as const })),
    ...mismatchLabelKeys.map(key => ({ key, operator: 'NotIn' as const })),
  ].flatMap(({ key, operator }) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined
    return value === undefined ? [] : [{ key, operator, values: [value] }]
  })
  if (requirements.length === 0) return term
  const matchExpressions = [...(labelSelector.matchExpressions ?? []), ...requirements]
  const merged: LabelSelector = { ...labelSelector, matchExpressions }
  return { ...term, labelSelector: merged }
}

function firstStatus(spec: PodSpec): NonNullable<Pod['status']> {
  const gated = {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  } as const
  return {
    phase: 'Pending',
    ...(spec.schedulingGates && { conditions: [gated] }),
    qosClass: qosClass(spec),
  }
}
