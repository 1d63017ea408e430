import { readFileSync } from 'node:fs'
import type { Node } from '../../src/kubernetes/node.ts'
import type { Pod } from '../../src/kubernetes/pod.ts'
import type { Taint } from '../../src/kubernetes/taint.ts'
import type { Toleration } from '../../src/kubernetes/toleration.ts'
import { chooser } from '../../src/scheduling/choose.ts'
import { addPod, nodeTable } from '../../src/scheduling/node-table.ts'
import { podInfo } from '../../src/scheduling/pod-info.ts'
import { schedule } from '../../src/scheduling/schedule.ts'
import { tolerates } from '../../src/scheduling/toleration.ts'
import { type Cost, cheapest, measure, peakMemory, perPiece } from './measure.ts'

const MATRIX = '../conformance/recorded/v1.37/rules/tolerates-space-gate-off.json'

/** Kubernetes' own limits: 5 000 nodes, 150 000 pods. */
export function* schedulingFigures(): Iterable<string> {
  yield `tolerates, row by row over the recorded matrix: ${matrixFigure()} a call`
  const nodes = benchNodes(5000)
  const empty = nodeTable({ nodes, pods: [] })
  const { choose } = chooser(empty)
  yield `one pod over 5 000 empty nodes, explained: ${perPiece(
    cheapest(20, () => schedule(empty, benchPod(0))),
    1,
  )}`
  yield `one pod over 5 000 empty nodes, chosen without reasons, the first of its kind: ${perPiece(
    cheapest(20, () => chooser(empty).choose(podInfo(benchPod(0)), 0)),
    1,
  )}; the next: ${perPiece(
    cheapest(20, () => choose(podInfo(benchPod(0)), 0)),
    1,
  )}`
  for (const [count, pods] of [
    [1250, 37_500],
    [2500, 75_000],
    [5000, 150_000],
  ] as const) {
    const { placed, ...cost } = placeAll(benchNodes(count), pods)
    yield `${pods} pods one after the other on ${count} nodes: ${placed} placed, ${perPiece(cost, pods)} each, ${Math.round(
      pods / (cost.wall / 1000),
    )} a second; most memory so far ${peakMemory()} MiB`
  }
  for (const [what, change] of OTHER_PODS) {
    const { placed, ...cost } = placeAll(nodes, 500, change)
    yield `500 pods ${what} on 5 000 nodes: ${placed} placed, ${perPiece(cost, 500)} each, ${Math.round(500 / (cost.wall / 1000))} a second`
  }
}

function matrixFigure(): string {
  const matrix = JSON.parse(readFileSync(new URL(MATRIX, import.meta.url), 'utf8')) as {
    readonly tolerations: readonly Toleration[]
    readonly taints: readonly Taint[]
    readonly verdicts: readonly string[]
  }
  const { tolerations, taints, verdicts } = matrix
  const expected = verdicts.join('').split('1').length - 1
  const rounds = 100
  const cost = cheapest(10, () => {
    for (let round = 0; round < rounds; round += 1) {
      let matches = 0
      for (const toleration of tolerations) {
        for (const taint of taints) if (tolerates(toleration, taint)) matches += 1
      }
      if (matches !== expected) throw new Error(`${matches} matches instead of ${expected}`)
    }
  })
  return perPiece(cost, rounds * tolerations.length * taints.length)
}

function placeAll(
  nodes: readonly Node[],
  count: number,
  change: (pod: Pod) => Pod = pod => pod,
): Cost & { readonly placed: number } {
  const table = nodeTable({
    nodes,
    pods: [],
    services: [{ metadata: { name: 's' }, spec: { selector: { app: 'web' } } }],
  })
  const { choose } = chooser(table)
  const { result, ...cost } = measure(() => {
    let placed = 0
    for (let i = 0; i < count; i += 1) {
      const info = podInfo(change(benchPod(i)))
      const choice = choose(info, i)
      if (!choice) continue
      addPod(table, info, choice.row)
      placed += 1
    }
    return placed
  })
  return { ...cost, placed: result }
}

function benchNodes(count: number): readonly Node[] {
  return Array.from({ length: count }, (_, i) => ({
    metadata: {
      name: `node-${i}`,
      labels: { 'kubernetes.io/hostname': `node-${i}`, 'topology.kubernetes.io/zone': `zone-${i % 3}` },
    },
    spec: i % 10 === 0 ? { taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }] } : {},
    status: { allocatable: { cpu: '32', memory: '256Gi', pods: '110' } },
  }))
}

function benchPod(i: number): Pod {
  return {
    metadata: { name: `pod-${i}`, namespace: 'default' },
    spec: {
      containers: [{ name: 'c', image: 'app:1', resources: { requests: { cpu: '100m', memory: '128Mi' } } }],
      tolerations: [{ key: 'other', operator: 'Exists', effect: 'NoSchedule' }],
    },
  }
}

/** Pods that look at other pods, and so at every node anew. */
const OTHER_PODS: readonly (readonly [string, (pod: Pod) => Pod])[] = [
  ['of one Service, spread by the system', labelled],
  [
    'that avoid each other on a host',
    pod =>
      withSpec(labelled(pod), {
        affinity: {
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } },
            ],
          },
        },
      }),
  ],
  [
    'spread over zones by a hard constraint',
    pod =>
      withSpec(labelled(pod), {
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'topology.kubernetes.io/zone',
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: { matchLabels: { app: 'web' } },
          },
        ],
      }),
  ],
]

function labelled(pod: Pod): Pod {
  return { ...pod, metadata: { ...pod.metadata, labels: { app: 'web' } } }
}

function withSpec(pod: Pod, more: Partial<Pod['spec']>): Pod {
  return { ...pod, spec: { ...pod.spec, ...more } }
}
