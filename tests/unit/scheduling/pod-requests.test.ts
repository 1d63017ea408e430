import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Container, PodSpec } from '../../../src/kubernetes/pod.ts'
import type { ResourceList } from '../../../src/kubernetes/resource-list.ts'
import { amountsOf, assumedRequests, podRequests } from '../../../src/scheduling/pod-requests.ts'

const MIB = 1024 * 1024
const container = (requests?: ResourceList): Container => ({ name: 'c', ...(requests && { resources: { requests } }) })
const sidecar = (requests: ResourceList): Container => ({ ...container(requests), restartPolicy: 'Always' })
const spec = (containers: Container[], more: Partial<PodSpec> = {}): PodSpec => ({ containers, ...more })

describe('what a pod asks for', () => {
  test.each<[string, PodSpec, number, number]>([
    ['nothing', spec([container()]), 0, 0],
    ['what its container asks for', spec([container({ cpu: '250m', memory: '64Mi' })]), 250, 64],
    ['its containers together', spec([container({ cpu: '1' }), container({ cpu: '500m', memory: '1Mi' })]), 1500, 1],
    [
      'an init step that is larger',
      spec([container({ cpu: '1', memory: '10Mi' })], { initContainers: [container({ cpu: '2', memory: '5Mi' })] }),
      2000,
      10,
    ],
    [
      'the largest of its init steps, not their sum',
      spec([container({ cpu: '1' })], { initContainers: [container({ cpu: '2' }), container({ cpu: '3' })] }),
      3000,
      0,
    ],
    [
      'a sidecar runs beside the containers',
      spec([container({ cpu: '1' })], { initContainers: [sidecar({ cpu: '2' })] }),
      3000,
      0,
    ],
    [
      'a sidecar runs beside the steps after it',
      spec([container({ cpu: '1' })], { initContainers: [sidecar({ cpu: '2' }), container({ cpu: '5' })] }),
      7000,
      0,
    ],
    [
      'but not beside those before it',
      spec([container({ cpu: '1' })], { initContainers: [container({ cpu: '5' }), sidecar({ cpu: '2' })] }),
      5000,
      0,
    ],
    [
      'sidecars add up',
      spec([container()], { initContainers: [sidecar({ cpu: '1' }), sidecar({ cpu: '2' }), container({ cpu: '1' })] }),
      4000,
      0,
    ],
    [
      'overhead comes on top of the largest',
      spec([container({ cpu: '1' })], {
        initContainers: [container({ cpu: '2' })],
        overhead: { cpu: '250m', memory: '1Mi' },
      }),
      2250,
      1,
    ],
    [
      'requests of the pod stand in for those of its containers',
      spec([container({ cpu: '1', memory: '7Mi' })], {
        resources: { requests: { cpu: '500m' } },
        overhead: { cpu: '1m' },
      }),
      501,
      7,
    ],
    [
      'for cpu, memory and huge pages only',
      spec([container({ 'example.com/gpu': '1' })], { resources: { requests: { memory: '3Mi' } } }),
      0,
      3,
    ],
    ['what is no quantity counts as nothing', spec([container({ cpu: 'much', memory: '2Mi' })]), 0, 2],
    ['limits are no requests', spec([{ name: 'c', resources: { limits: { cpu: '1' } } }]), 0, 0],
  ])('%s', (_, pod, milliCpu, mebibytes) => {
    expect(podRequests(pod)).toMatchObject({ milliCpu, memory: mebibytes * MIB })
  })

  test('fractions are added before they are rounded up', () => {
    const thirds = [container({ cpu: '0.4m', memory: '1500m' }), container({ cpu: '100m', memory: '1500m' })]
    expect(podRequests(spec(thirds))).toMatchObject({ milliCpu: 101, memory: 3 })
    expect(podRequests(spec([container({ memory: '1500m' })])).memory).toBe(2)
  })

  test('large amounts are exact', () => {
    expect(amountsOf({ memory: '64Ti' }).memory).toBe(64 * 2 ** 40)
    expect(amountsOf({ memory: '8Pi', cpu: '1M' })).toMatchObject({ memory: 8 * 2 ** 50, milliCpu: 1e9 })
  })

  test.each<[string, boolean]>([
    ['example.com/gpu', true],
    ['hugepages-2Mi', true],
    ['attachable-volumes-csi', true],
    ['requests.example.com/gpu', false],
    ['gpu', false],
    ['pods', false],
  ])('%s is an amount of its own: %s', (name, counts) => {
    expect(amountsOf({ [name]: '3' }).others.get(name)).toBe(counts ? 3 : undefined)
  })

  test('huge pages of the pod as a whole stand in, extended resources do not', () => {
    const { others } = podRequests(
      spec([container({ 'hugepages-2Mi': '4Mi', 'example.com/gpu': '1' })], {
        resources: { requests: { 'hugepages-2Mi': '2Mi', 'example.com/gpu': '9' } },
      }),
    )
    expect([...others]).toEqual([
      ['hugepages-2Mi', 2 * MIB],
      ['example.com/gpu', 1],
    ])
  })

  test('a node lists storage and pods besides', () => {
    expect(amountsOf({ cpu: '4', memory: '8Gi', pods: '110', 'ephemeral-storage': '10G' })).toEqual({
      milliCpu: 4000,
      memory: 8 * 1024 * MIB,
      pods: 110,
      ephemeralStorage: 1e10,
      others: new Map(),
    })
    expect(amountsOf({})).toEqual({ milliCpu: 0, memory: 0, pods: 0, ephemeralStorage: 0, others: new Map() })
  })
})

describe('what a pod counts as', () => {
  test.each<[string, PodSpec, number, number]>([
    ['a container that asks for nothing', spec([container()]), 100, 200],
    ['each such container', spec([container(), container({ cpu: '1' })]), 1100, 400],
    ['what is asked for, be it less', spec([container({ cpu: '1m', memory: '1Mi' })]), 1, 1],
    ['0 is asked for', spec([container({ cpu: '0', memory: '0' })]), 0, 0],
    [
      'init steps have the floor too',
      spec([container({ cpu: '1m', memory: '1Mi' })], { initContainers: [container()] }),
      100,
      200,
    ],
    ['and sidecars', spec([container({ cpu: '1m', memory: '1Mi' })], { initContainers: [sidecar({})] }), 101, 201],
    ['overhead comes on top', spec([container()], { overhead: { cpu: '1m' } }), 101, 200],
    [
      'where the pod as a whole asks, only what nobody asks for is assumed',
      spec([container(), container({ cpu: '7m' })], { resources: { requests: { memory: '3Mi' } } }),
      7,
      3,
    ],
    [
      'cpu is assumed where only memory is asked for',
      spec([container()], { resources: { requests: { memory: '3Mi' } } }),
      100,
      3,
    ],
  ])('%s', (_, pod, milliCpu, mebibytes) => {
    expect(assumedRequests(pod)).toMatchObject({ milliCpu, memory: mebibytes * MIB })
  })
})

test('a pod never asks for less than any of its containers, and no more than all together', () => {
  const cpu = fc.constantFrom('100m', '1', '250m', '3')
  const one = cpu.map(amount => container({ cpu: amount }))
  const init = fc
    .tuple(one, fc.boolean())
    .map(([each, stays]): Container => (stays ? { ...each, restartPolicy: 'Always' } : each))
  fc.assert(
    fc.property(
      fc.array(one, { minLength: 1, maxLength: 3 }),
      fc.array(init, { maxLength: 3 }),
      (containers, initContainers) => {
        const asked = podRequests(spec(containers, { initContainers })).milliCpu
        const each = [...containers, ...initContainers].map(
          ({ resources }) => amountsOf(resources?.requests ?? {}).milliCpu,
        )
        expect(asked).toBeGreaterThanOrEqual(Math.max(...each))
        expect(asked).toBeLessThanOrEqual(each.reduce((sum, amount) => sum + amount, 0))
      },
    ),
  )
})
