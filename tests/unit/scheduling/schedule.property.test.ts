import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooser } from '../../../src/scheduling/choose.ts'
import { addPod, at, type NodeTable, nodeTable, removePod } from '../../../src/scheduling/node-table.ts'
import { type PodInfo, podInfo } from '../../../src/scheduling/pod-info.ts'
import { type Decision, schedule } from '../../../src/scheduling/schedule.ts'
import { naivelySchedule } from './naive-scheduler.ts'
import { randomCluster } from './random-cluster.ts'

const SEED = Math.trunc(Math.random() * 2 ** 31)

test(`a naive scheduler decides the same on 10 000 random clusters (seed ${SEED})`, { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(randomCluster(), ({ state, pod }) => {
      expect(summary(schedule(state, pod))).toEqual(naivelySchedule(state, pod))
    }),
    { numRuns: 10_000, seed: SEED },
  )
})

test(`choosing is deciding without reasons, while pods come and go (seed ${SEED})`, { timeout: 60_000 }, () => {
  const clusters = fc.array(randomCluster(), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(clusters, fc.array(fc.nat(4), { maxLength: 12 }), fc.boolean(), ([first, ...others], visits, plain) => {
      const state = plain ? { nodes: first?.state.nodes ?? [], pods: [] } : (first?.state ?? { nodes: [], pods: [] })
      const table = nodeTable(state)
      const { choose } = chooser(table)
      const pods = [first, ...others].flatMap(cluster => cluster?.pod ?? [])
      const placed: { info: PodInfo; row: number }[] = []
      for (const [seed, visit] of visits.entries()) {
        const pod = pods[visit % pods.length]
        if (!pod) continue
        const info = podInfo(
          plain ? { ...pod, spec: { ...pod.spec, affinity: {}, topologySpreadConstraints: [] } } : pod,
        )
        const choice = choose(info, seed)
        const decision = schedule(table, info.pod, { seed })
        expect(choice && [at(table.nodes, choice.row).metadata.name, choice.among]).toEqual(
          decision.node && [decision.node, decision.best.length],
        )
        if (choice) {
          addPod(table, info, choice.row)
          placed.push({ info, row: choice.row })
        }
        const gone = visit === 0 ? placed.shift() : undefined
        if (gone) removePod(table, gone.info, gone.row)
      }
    }),
    { numRuns: 2_000, seed: SEED },
  )
})

test('deciding leaves the table as it was', () => {
  fc.assert(
    fc.property(randomCluster(), ({ state, pod }) => {
      const table = nodeTable(state)
      const before = contents(table)
      const changes = [...table.changes]
      schedule(table, pod)
      expect(contents(table)).toEqual(before)
      expect(table.changes).toEqual(changes)
    }),
  )
})

test('what was placed and taken away again has left no trace', () => {
  fc.assert(
    fc.property(randomCluster(), ({ state, pod }) => {
      const table = nodeTable(state)
      const before = contents(table)
      const info = podInfo(pod)
      for (const row of table.nodes.keys()) {
        addPod(table, info, row)
        removePod(table, info, row)
      }
      expect(contents(table)).toEqual(before)
    }),
  )
})

function summary({ nodes, best, preemption }: Decision) {
  const feasible = nodes.filter(({ refusal }) => !refusal)
  return {
    refusedBy: Object.fromEntries(
      nodes.flatMap(({ name, refusal }) => (refusal ? [[name, refusal.plugin ?? '']] : [])),
    ),
    totals: feasible.length > 1 ? Object.fromEntries(feasible.map(({ name, total }) => [name, total])) : {},
    best,
    ...(preemption?.outcome === 'found' && {
      preemption: {
        node: preemption.node,
        victims: preemption.victims.map(({ pod }) => pod.metadata.name ?? '').sort(),
      },
    }),
  }
}

/** All but the list of what changed, and the answers that are kept. */
function contents({ changes, tallies, topologies, ...table }: NodeTable) {
  return structuredClone({
    ...table,
    requestedOthers: table.requestedOthers.map(amounts => [...amounts].filter(([, amount]) => amount !== 0)),
    pods: namesIn(table.pods),
    heldTerms: [...table.heldTerms].map(([text, { rows }]) => [text, [...rows].toSorted()]).toSorted(),
    nominated: table.nominated.size,
  })
}

function namesIn(rows: readonly (readonly PodInfo[])[]): (string | undefined)[][] {
  return rows.map(infos => infos.map(({ pod }) => pod.metadata.name))
}
