import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Node } from '../../../src/kubernetes/node.ts'
import type { Pod } from '../../../src/kubernetes/pod.ts'
import { chooser } from '../../../src/scheduling/choose.ts'
import { addPod, at, nodeTable, removePod } from '../../../src/scheduling/node-table.ts'
import { type PodInfo, podInfo } from '../../../src/scheduling/pod-info.ts'
import { schedule } from '../../../src/scheduling/schedule.ts'
import { cluster, type Given, node, pod } from './objects.ts'

const SEED = Math.trunc(Math.random() * 2 ** 31)
const METALS = ['gold', 'silver'] as const

/** Nodes that fill up soon, and that differ in what pods like and dislike. */
const nodes: fc.Arbitrary<Node[]> = fc
  .array(
    fc.record({
      metal: fc.constantFrom(...METALS, 'lead'),
      dislikes: fc.nat(3),
      pods: fc.constantFrom('1', '2', '3'),
      cpu: fc.constantFrom('1', '2'),
    }),
    { minLength: 2, maxLength: 6 },
  )
  .map(list =>
    list.map(({ metal, dislikes, pods, cpu }, i) =>
      node(`n${i}`, {
        labels: { metal, 'kubernetes.io/hostname': `n${i}` },
        allocatable: { cpu, memory: '4Gi', pods },
        taints: Array.from({ length: dislikes }, (_, k) => ({ key: `k${k}`, effect: 'PreferNoSchedule' })),
      }),
    ),
  )

/** Kinds of pods: how they like the metals, which dislike they overlook, and whether they mind other pods. */
const kinds: fc.Arbitrary<Given[]> = fc.array(
  fc
    .record({
      weights: fc.tuple(fc.constantFrom(0, 10, 100), fc.constantFrom(0, 30)),
      overlooks: fc.constantFrom('k0', 'k2', 'none'),
      cpu: fc.constantFrom('100m', '600m'),
      labels: fc.constantFrom({ app: 'web' }, { app: 'db' }),
      shy: fc.constantFrom(false, false, true),
    })
    .map(
      ({ weights, overlooks, cpu, labels, shy }): Given => ({
        labels,
        requests: { cpu },
        tolerations: [{ key: overlooks, operator: 'Exists' }],
        affinity: {
          nodeAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: METALS.map((metal, i) => ({
              weight: weights[i] ?? 0,
              preference: { matchExpressions: [{ key: 'metal', operator: 'In' as const, values: [metal] }] },
            })),
          },
          ...(shy && {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [
                { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: labels } },
              ],
            },
          }),
        },
      }),
    ),
  { minLength: 1, maxLength: 3 },
)

test(`kept standings choose what a look at every node chooses (seed ${SEED})`, { timeout: 60_000 }, () => {
  const steps = fc.array(fc.record({ kind: fc.nat(2), leaves: fc.boolean(), which: fc.nat(9) }), { maxLength: 25 })
  fc.assert(
    fc.property(nodes, kinds, steps, fc.boolean(), (list, given, visits, served) => {
      const services = served ? [{ metadata: { name: 's' }, spec: { selector: { app: 'web' } } }] : []
      const table = nodeTable(cluster(list, [], { services }))
      const { choose } = chooser(table)
      const templates = given.map(each => pod('template', each))
      const placed: { readonly info: PodInfo; readonly row: number }[] = []
      for (const [seed, { kind, leaves, which }] of visits.entries()) {
        const template: Pod = at(templates, kind % templates.length)
        const info = podInfo({ ...template, metadata: { ...template.metadata, name: `p${seed}` } })
        const choice = choose(info, seed)
        const { node: chosen, best } = schedule(table, info.pod, { seed })
        expect(choice && { node: at(list, choice.row).metadata.name, among: choice.among }).toEqual(
          chosen === undefined ? undefined : { node: chosen, among: best.length },
        )
        if (choice) {
          addPod(table, info, choice.row)
          placed.push({ info, row: choice.row })
        }
        const [gone] = leaves ? placed.splice(which % Math.max(1, placed.length), 1) : []
        if (gone) removePod(table, gone.info, gone.row)
      }
    }),
    { numRuns: 1000, seed: SEED },
  )
})
