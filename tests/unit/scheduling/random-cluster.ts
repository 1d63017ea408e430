import fc from 'fast-check'
import type { Affinity, PodAffinityTerm } from '../../../src/kubernetes/affinity.ts'
import type { LabelSelector } from '../../../src/kubernetes/label-selector.ts'
import type { Node } from '../../../src/kubernetes/node.ts'
import type { NodeSelectorRequirement, NodeSelectorTerm } from '../../../src/kubernetes/node-selector.ts'
import type { Container, Pod } from '../../../src/kubernetes/pod.ts'
import type { PodDisruptionBudget } from '../../../src/kubernetes/pod-disruption-budget.ts'
import { TAINT_EFFECTS, type Taint } from '../../../src/kubernetes/taint.ts'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'
import type { TopologySpreadConstraint } from '../../../src/kubernetes/topology-spread.ts'
import type { SchedulingState } from '../../../src/scheduling/node-table.ts'

/** A small cluster and a pod to place in it; every name, label and amount comes from a handful, so that rules meet. */
export interface RandomCluster {
  readonly state: SchedulingState
  readonly pod: Pod
}

/** There in `often` of ten cases. */
const optional = <T>(arbitrary: fc.Arbitrary<T>, often = 5) =>
  fc.oneof({ weight: often, arbitrary }, { weight: 10 - often, arbitrary: fc.constant(undefined) })
const few = <T>(arbitrary: fc.Arbitrary<T>, maxLength = 2) => fc.array(arbitrary, { maxLength })

const taint: fc.Arbitrary<Taint> = fc.record({
  key: fc.constantFrom('a', 'b'),
  value: fc.constantFrom('', 'v'),
  effect: fc.constantFrom(...TAINT_EFFECTS),
})
const toleration: fc.Arbitrary<Toleration> = fc.record(
  {
    key: fc.constantFrom('a', 'b', 'node.kubernetes.io/unschedulable'),
    operator: fc.constantFrom('Exists' as const, 'Equal' as const),
    value: fc.constantFrom('', 'v'),
    effect: fc.constantFrom(...TAINT_EFFECTS),
  },
  { requiredKeys: [] },
)

const requirement: fc.Arbitrary<NodeSelectorRequirement> = fc.oneof(
  fc.record({
    key: fc.constantFrom('disk', 'zone'),
    operator: fc.constantFrom('In' as const, 'NotIn' as const),
    values: fc.constantFrom(['ssd'], ['x'], ['x', 'y']),
  }),
  fc.record({
    key: fc.constantFrom('disk', 'zone'),
    operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const),
  }),
  fc.record({
    key: fc.constant('gen'),
    operator: fc.constantFrom('Gt' as const, 'Lt' as const),
    values: fc.constantFrom(['1'], ['2']),
  }),
)
const nameRequirement: fc.Arbitrary<NodeSelectorRequirement> = fc.record({
  key: fc.constant('metadata.name'),
  operator: fc.constantFrom('In' as const, 'NotIn' as const),
  values: fc.constantFrom(['n0'], ['n1'], ['n9']),
})
const term: fc.Arbitrary<NodeSelectorTerm> = fc.record({
  matchExpressions: few(requirement),
  matchFields: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: few(nameRequirement) }),
})

const selector: fc.Arbitrary<LabelSelector> = fc.oneof(
  fc.constantFrom<LabelSelector>({}, { matchLabels: { app: 'web' } }, { matchLabels: { app: 'db' } }),
  fc.constantFrom<LabelSelector>(
    { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
    { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['db'] }] },
    { matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] },
  ),
)
const topologyKey = fc.constantFrom('kubernetes.io/hostname', 'topology.kubernetes.io/zone', 'rack')
const podTerm: fc.Arbitrary<PodAffinityTerm> = fc
  .record({
    topologyKey,
    labelSelector: optional(selector, 9),
    namespaces: optional(fc.constantFrom(['other'], ['default', 'other']), 2),
    namespaceSelector: optional(fc.constantFrom<LabelSelector>({}, { matchLabels: { team: 'blue' } }), 2),
  })
  .map(defined)
const weight = fc.constantFrom(1, 10, 100)
const weightedPodTerm = fc.record({ weight, podAffinityTerm: podTerm })
const podAffinity = fc.record({
  requiredDuringSchedulingIgnoredDuringExecution: few(podTerm),
  preferredDuringSchedulingIgnoredDuringExecution: few(weightedPodTerm),
})
const affinity: fc.Arbitrary<Affinity> = fc
  .record({
    nodeAffinity: optional(
      fc
        .record({
          requiredDuringSchedulingIgnoredDuringExecution: optional(fc.record({ nodeSelectorTerms: few(term) }), 3),
          preferredDuringSchedulingIgnoredDuringExecution: few(fc.record({ weight, preference: term })),
        })
        .map(defined),
      1,
    ),
    podAffinity: optional(podAffinity, 5),
    podAntiAffinity: optional(podAffinity, 5),
  })
  .map(defined)

const spread: fc.Arbitrary<TopologySpreadConstraint> = fc
  .record({
    topologyKey,
    maxSkew: fc.constantFrom(1, 2),
    whenUnsatisfiable: fc.constantFrom('DoNotSchedule' as const, 'ScheduleAnyway' as const),
    labelSelector: optional(selector, 9),
    minDomains: optional(fc.constantFrom(1, 2, 3), 2),
    nodeAffinityPolicy: optional(fc.constantFrom('Honor' as const, 'Ignore' as const), 2),
    nodeTaintsPolicy: optional(fc.constantFrom('Honor' as const, 'Ignore' as const), 2),
    matchLabelKeys: optional(fc.constantFrom(['tier'], ['app', 'tier']), 2),
  })
  .map(defined)

const port = fc.record({
  containerPort: fc.constant(80),
  hostPort: fc.constantFrom(0, 80, 81),
  hostIP: fc.constantFrom('', '0.0.0.0', '10.0.0.1', '10.0.0.2'),
  protocol: fc.constantFrom('TCP' as const, 'UDP' as const),
})
const requests = fc
  .record({
    cpu: optional(fc.constantFrom('100m', '300m', '1500m'), 7),
    memory: optional(fc.constantFrom('128Mi', '700Mi', '2Gi'), 7),
    'example.com/gpu': optional(fc.constantFrom('1', '2'), 1),
  })
  .map(defined)
const image = fc.constantFrom('app:1', 'db')
const container: fc.Arbitrary<Container> = fc
  .record({
    name: fc.constant('c'),
    image,
    resources: fc.record({ requests }),
    ports: optional(few(port, 1), 2),
  })
  .map(defined)
const initContainer: fc.Arbitrary<Container> = fc
  .record({
    name: fc.constant('i'),
    image,
    resources: fc.record({ requests }),
    restartPolicy: optional(fc.constant('Always' as const)),
  })
  .map(defined)

const labels = fc
  .record({ app: optional(fc.constantFrom('web', 'db'), 8), tier: optional(fc.constantFrom('front', 'back')) })
  .map(defined)
const namespace = fc.constantFrom('default', 'default', 'other')

const spec = {
  containers: fc.array(container, { minLength: 1, maxLength: 2 }),
  initContainers: fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: few(initContainer) }),
  affinity: optional(affinity, 5),
  priority: fc.constantFrom(0, 0, 5, 10),
  tolerations: few(toleration),
}

const podToPlace: fc.Arbitrary<Pod> = fc
  .record({
    metadata: fc.record({ name: fc.constant('p'), namespace, labels }),
    spec: fc
      .record({
        ...spec,
        priority: fc.constantFrom(0, 5, 10),
        nodeSelector: optional(fc.constantFrom({ disk: 'ssd' }, { zone: 'x' }), 1),
        topologySpreadConstraints: fc.oneof(
          { weight: 1, arbitrary: fc.constant([]) },
          { weight: 1, arbitrary: few(spread) },
        ),
        preemptionPolicy: optional(fc.constant('Never' as const), 1),
        overhead: optional(fc.constantFrom({ cpu: '100m' }, { memory: '64Mi' }), 2),
      })
      .map(defined),
  })
  .map(pod => pod as Pod)

const placed = (name: string, second: number, nodeCount: number): fc.Arbitrary<Pod> =>
  fc
    .record({
      metadata: fc
        .record({
          name: fc.constant(name),
          namespace,
          labels,
          deletionTimestamp: optional(fc.constant('2026-01-02T00:00:00Z'), 2),
        })
        .map(defined),
      spec: fc.record({ ...spec, nodeName: fc.integer({ min: 0, max: nodeCount }).map(i => `n${i}`) }).map(defined),
      status: fc.constant({ phase: 'Running', startTime: `2026-01-01T00:00:${String(second).padStart(2, '0')}Z` }),
    })
    .map(pod => leaving(pod as Pod))

/**
 * Pods that are being deleted do not count for the spread, but upstream takes them off the count when preemption removes
 * them: the naive scheduler does not follow it there, and so here they are too important to be removed.
 */
function leaving(pod: Pod): Pod {
  return pod.metadata.deletionTimestamp ? { ...pod, spec: { ...pod.spec, priority: 10 } } : pod
}

const node = (name: string): fc.Arbitrary<Node> =>
  fc
    .record({
      hostname: optional(fc.constant(name), 9),
      zone: optional(fc.constantFrom('x', 'y'), 9),
      rack: optional(fc.constantFrom('r', 's')),
      disk: optional(fc.constantFrom('ssd', 'hdd')),
      gen: optional(fc.constantFrom('1', '2', '3')),
      taints: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: few(taint) }),
      unschedulable: fc.constantFrom(false, false, false, false, false, false, false, true),
      cpu: fc.constantFrom('2', '4', '8', '1500m'),
      memory: fc.constantFrom('3Gi', '8Gi', '16Gi'),
      pods: fc.constantFrom('3', '110', '110'),
      gpu: optional(fc.constantFrom('1', '4'), 8),
      images: few(
        fc.record({
          names: fc.constantFrom(['app:1'], ['db:latest', 'db:2']),
          sizeBytes: fc.constantFrom(50_000_000, 700_000_000),
        }),
      ),
    })
    .map(({ hostname, zone, rack, disk, gen, taints, unschedulable, cpu, memory, pods, gpu, images }) => ({
      metadata: {
        name,
        labels: defined({
          'kubernetes.io/hostname': hostname,
          'topology.kubernetes.io/zone': zone,
          zone,
          rack,
          disk,
          gen,
        }) as Record<string, string>,
      },
      spec: { taints, ...(unschedulable && { unschedulable }) },
      status: { allocatable: defined({ cpu, memory, pods, 'example.com/gpu': gpu }) as Record<string, string>, images },
    }))

const budget: fc.Arbitrary<PodDisruptionBudget> = fc.record({
  metadata: fc.record({ name: fc.constant('b'), namespace }),
  spec: fc.record({ selector }),
  status: fc.record({
    disruptionsAllowed: fc.constantFrom(0, 1),
    currentHealthy: fc.constant(1),
    desiredHealthy: fc.constant(1),
    expectedPods: fc.constant(1),
  }),
})

export function randomCluster(): fc.Arbitrary<RandomCluster> {
  return fc.integer({ min: 1, max: 5 }).chain(nodeCount =>
    fc.record({
      pod: podToPlace,
      state: fc.record({
        nodes: fc.tuple(...Array.from({ length: nodeCount }, (_, i) => node(`n${i}`))),
        pods: fc
          .integer({ min: 0, max: 8 })
          .chain(count => fc.tuple(...Array.from({ length: count }, (_, i) => placed(`q${i}`, i, nodeCount - 1)))),
        namespaces: fc.constant([{ metadata: { name: 'other', labels: { team: 'blue' } } }]),
        services: few(
          fc.record({
            metadata: fc.record({ name: fc.constant('s'), namespace }),
            spec: fc.record({ selector: fc.constantFrom({ app: 'web' }, { tier: 'front' }) }),
          }),
          1,
        ),
        podDisruptionBudgets: few(budget),
      }),
    }),
  )
}

/** Without the fields that are undefined: an absent field is left out. */
function defined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}
