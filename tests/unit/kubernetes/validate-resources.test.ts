import { expect, test } from 'vitest'
import { faults, pod, podWith, refusal } from './objects.ts'

function resourceFaults(resources: object): readonly string[] {
  return faults(podWith({ resources })).map(fault => fault.replace('spec.containers[0].resources', ''))
}

test.each<[string, object, string[]]>([
  ['what a container may ask for', { requests: { cpu: '1', memory: '1Gi', 'ephemeral-storage': '1Gi' } }, []],
  ['more than its limit', { requests: { cpu: '2' }, limits: { cpu: '1' } }, ['.requests: request-above-limit']],
  ['just its limit', { requests: { cpu: '1' }, limits: { cpu: '1000m' } }, []],
  [
    'a resource nobody knows',
    { requests: { foo: '1' } },
    ['.requests[foo]: unknown-resource', '.requests[foo]: resource-not-for-containers'],
  ],
  ['a resource of a quota', { requests: { pods: '1' } }, ['.requests[pods]: resource-not-for-containers']],
  [
    'part of a pod',
    { requests: { pods: '500m' } },
    ['.requests[pods]: resource-not-for-containers', '.requests[pods]: not-whole'],
  ],
  [
    'a name that is none',
    { requests: { 'a b': '1' } },
    ['.requests[a b]: label-key-name-format', '.requests[a b]: resource-not-for-containers'],
  ],
  ['a name of Kubernetes with a prefix', { requests: { 'kubernetes.io/x': '500m' } }, []],
  ['an extended resource with its limit', { requests: { 'acme.io/gpu': '2' }, limits: { 'acme.io/gpu': '2' } }, []],
  [
    'less of an extended resource than its limit',
    { requests: { 'acme.io/gpu': '1' }, limits: { 'acme.io/gpu': '2' } },
    ['.requests: request-not-limit'],
  ],
  ['an extended resource without a limit', { requests: { 'acme.io/gpu': '1' } }, ['.limits: limit-required']],
  [
    'part of an extended resource',
    { limits: { 'acme.io/gpu': '1500m' } },
    ['.limits[acme.io/gpu]: not-whole', '.requests[acme.io/gpu]: not-whole'],
  ],
  [
    'the prefix of a quota',
    { limits: { 'requests.acme.io/gpu': '1' } },
    [
      '.limits[requests.acme.io/gpu]: extended-resource-name',
      '.requests[requests.acme.io/gpu]: extended-resource-name',
    ],
  ],
  [
    'a prefix too long for a quota',
    { limits: { [`${'a'.repeat(250)}/x`]: '1' } },
    [
      `.limits[${'a'.repeat(250)}/x]: extended-resource-name`,
      `.requests[${'a'.repeat(250)}/x]: extended-resource-name`,
    ],
  ],
  ['less than nothing', { limits: { memory: '-1m' } }, ['.limits[memory]: negative', '.requests[memory]: negative']],
  ['huge pages with cpu', { limits: { 'hugepages-2Mi': '4Mi', cpu: '1' } }, []],
  ['huge pages alone', { limits: { 'hugepages-2Mi': '4Mi' } }, [': huge-pages-alone']],
  [
    'part of a huge page',
    { limits: { 'hugepages-2Mi': '3Mi', memory: '1Gi' } },
    ['.limits[hugepages-2Mi]: not-whole-pages', '.requests[hugepages-2Mi]: not-whole-pages'],
  ],
  [
    'huge pages of no size',
    { limits: { 'hugepages-x': '1', cpu: '1' } },
    ['.limits[hugepages-x]: not-whole-pages', '.requests[hugepages-x]: not-whole-pages'],
  ],
  [
    'fewer huge pages than the limit',
    { requests: { 'hugepages-2Mi': '2Mi' }, limits: { 'hugepages-2Mi': '4Mi', cpu: '1' } },
    ['.requests: request-not-limit'],
  ],
])('a container may ask for %s', (_, resources, expected) => {
  expect(resourceFaults(resources)).toEqual(expected)
})

test('the words name the resource, the request and the limit', () => {
  expect(refusal(podWith({ resources: { requests: { cpu: '2' }, limits: { cpu: '1.5' } } }))).toContain(
    'requests: Invalid value: "2": must be less than or equal to cpu limit of 1500m',
  )
  expect(refusal(podWith({ resources: { requests: { 'acme.io/a': '1' }, limits: { 'acme.io/a': '2' } } }))).toContain(
    'requests: Invalid value: "1": must be equal to acme.io/a limit of 2',
  )
  expect(refusal(podWith({ resources: { limits: { 'hugepages-2Mi': '3Mi', cpu: '1' } } }))).toContain(
    'Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi',
  )
  expect(refusal(podWith({ resources: { limits: { 'hugepages-2Mi': '4Mi' } } }))).toBe(
    'Pod "p" is invalid: spec.containers[0].resources: Forbidden: HugePages require cpu or memory',
  )
  expect(refusal(podWith({ resources: { limits: { 'requests.acme.io/a': '1' } } }))).toContain(
    "doesn't follow extended resource name standard",
  )
})

test('limits come before requests, each by name', () => {
  expect(resourceFaults({ limits: { memory: '-1', cpu: '-1' }, requests: { memory: '-2', cpu: '-2' } })).toEqual([
    '.limits[cpu]: negative',
    '.limits[memory]: negative',
    '.requests[cpu]: negative',
    '.requests[memory]: negative',
  ])
})

test('a pod as a whole asks for cpu, memory and huge pages', () => {
  expect(faults(pod({ resources: { requests: { cpu: '1', memory: '1Gi' } } }))).toEqual([])
  expect(faults(pod({ resources: { requests: { cpu: '1', 'ephemeral-storage': '1' } } }))).toEqual([
    'spec.resources.requests[ephemeral-storage]: unsupported-value',
  ])
  expect(faults(pod({ resources: { requests: { foo: '1' } } }))).toEqual([
    'spec.resources.requests[foo]: unknown-resource',
  ])
  expect(refusal(pod({ resources: { requests: { 'acme.io/a': '1' } } }))).toContain(
    'Unsupported value: "acme.io/a": supported values: "cpu", "hugepages-", "memory"',
  )
})
