import { expect, test } from 'vitest'
import type { Schema } from '../../../src/kubernetes/schema.ts'
import { schemaOf } from '../../../src/kubernetes/schemas.ts'

const KINDS = [
  ['', 'Pod'],
  ['', 'Node'],
  ['', 'Namespace'],
  ['', 'Service'],
  ['', 'ConfigMap'],
  ['apps', 'DaemonSet'],
  ['apps', 'Deployment'],
  ['apps', 'ReplicaSet'],
  ['policy', 'PodDisruptionBudget'],
  ['scheduling.k8s.io', 'PriorityClass'],
] as const

/** Every type in a schema, each with the field it stands in. */
function* typesIn(schema: Schema, field: string): Generator<readonly [string, Schema]> {
  yield [field, schema]
  if (schema.kind === 'list' || schema.kind === 'map') yield* typesIn(schema.of, `${field}[]`)
  if (schema.kind !== 'struct') return
  for (const [name, inner] of Object.entries(schema.fields)) yield* typesIn(inner, `${field}.${name}`)
}

test.each(KINDS)('every type of %s %s has the name that Go gives it', (group, kind) => {
  const schema = schemaOf(group, kind)
  expect(schema?.go).toBe(`v1.${kind}`)
  if (!schema) return
  for (const [field, { kind: sort, go }] of typesIn(schema, kind)) {
    const plain = {
      string: /^string$/,
      bool: /^bool$/,
      int: /^int(32|64)$/,
      anything: /^(object|\[\]v1\.ResourceClaim)$/,
    }
    const named = /^(v1|types|resource|intstr)\.[A-Z][A-Za-z0-9]+$/
    const compound = /^(\[\]|map\[string\]).+$/
    const fits = sort === 'list' || sort === 'map' ? compound.test(go) || named.test(go) : named.test(go)
    const isPlain = sort in plain && plain[sort as keyof typeof plain].test(go)
    expect(fits || isPlain, `${field}: ${go}`).toBe(true)
  }
})

test('a pod’s types are those of core/v1', () => {
  const schema = schemaOf('', 'Pod')
  const named = schema ? [...typesIn(schema, '')].flatMap(([, { go }]) => (go.startsWith('v1.') ? [go] : [])) : []
  expect(new Set(named)).toEqual(new Set(POD_TYPES.map(name => `v1.${name}`)))
})

const POD_TYPES = [
  'Affinity',
  'Capabilities',
  'Capability',
  'ConfigMapEnvSource',
  'ConfigMapKeySelector',
  'ConfigMapVolumeSource',
  'Container',
  'ContainerPort',
  'ContainerRestartPolicy',
  'DNSPolicy',
  'DownwardAPIVolumeFile',
  'DownwardAPIVolumeSource',
  'EmptyDirVolumeSource',
  'EnvFromSource',
  'EnvVar',
  'EnvVarSource',
  'EphemeralContainer',
  'ExecAction',
  'GRPCAction',
  'HTTPGetAction',
  'HTTPHeader',
  'HostAlias',
  'HostPathType',
  'HostPathVolumeSource',
  'KeyToPath',
  'LabelSelector',
  'LabelSelectorOperator',
  'LabelSelectorRequirement',
  'Lifecycle',
  'LifecycleHandler',
  'LocalObjectReference',
  'MountPropagationMode',
  'NodeAffinity',
  'NodeInclusionPolicy',
  'NodeSelector',
  'NodeSelectorOperator',
  'NodeSelectorRequirement',
  'NodeSelectorTerm',
  'OSName',
  'ObjectFieldSelector',
  'ObjectMeta',
  'OwnerReference',
  'PersistentVolumeClaimVolumeSource',
  'Pod',
  'PodAffinity',
  'PodAffinityTerm',
  'PodAntiAffinity',
  'PodConditionType',
  'PodDNSConfig',
  'PodDNSConfigOption',
  'PodFSGroupChangePolicy',
  'PodOS',
  'PodReadinessGate',
  'PodSELinuxChangePolicy',
  'PodSchedulingGate',
  'PodSecurityContext',
  'PodSpec',
  'PreemptionPolicy',
  'PreferredSchedulingTerm',
  'Probe',
  'ProcMountType',
  'ProjectedVolumeSource',
  'Protocol',
  'PullPolicy',
  'RecursiveReadOnlyMode',
  'ResourceFieldSelector',
  'ResourceList',
  'ResourceRequirements',
  'RestartPolicy',
  'SecretEnvSource',
  'SecretKeySelector',
  'SecretVolumeSource',
  'SecurityContext',
  'Signal',
  'SleepAction',
  'StorageMedium',
  'SupplementalGroupsPolicy',
  'Sysctl',
  'TCPSocketAction',
  'TaintEffect',
  'TerminationMessagePolicy',
  'Time',
  'Toleration',
  'TolerationOperator',
  'TopologySpreadConstraint',
  'URIScheme',
  'UnsatisfiableConstraintAction',
  'Volume',
  'VolumeDevice',
  'VolumeMount',
  'WeightedPodAffinityTerm',
]
