import { expect, test } from 'vitest'
import { FITS, mayBeResolved, refuse, type SchedulingReason, type Shortage } from '../../../src/scheduling/verdict.ts'

const short = (...shortages: Shortage[]): SchedulingReason => ({ code: 'insufficient-resources', shortages })
const busy: Shortage = { resource: 'cpu', asked: 4000, free: 0, allocatable: 4000 }
const small: Shortage = { resource: 'memory', asked: 5, free: 0, allocatable: 4 }
const crowded: Shortage = { resource: 'pods', asked: 1, free: 0, allocatable: 0 }
const skew = { topologyKey: 'zone', domain: 'x', matching: 1, countsItself: true, minimum: 0, maxSkew: 1 }

test.each<[string, SchedulingReason, boolean]>([
  ['another node is named', { code: 'other-node-name', wanted: 'm' }, false],
  ['a cordon', { code: 'unschedulable' }, false],
  ['a taint', { code: 'untolerated-taint', taint: { key: 'a', effect: 'NoSchedule' } }, false],
  ['a label', { code: 'node-selector', key: 'a', wanted: 'b' }, false],
  ['an affinity to nodes', { code: 'node-affinity', unmet: [] }, false],
  ['names that contradict each other', { code: 'conflicting-node-names' }, false],
  ['other names', { code: 'not-among-named', plugins: ['NodeAffinity'] }, false],
  ['a port', { code: 'host-port-taken', port: { ip: '0.0.0.0', protocol: 'TCP', port: 80 } }, true],
  ['what others use', short(busy), true],
  ['more than the node has', short(small), false],
  ['one that is too much of two', short(busy, small), false],
  ['too many pods, even where none may be', short(crowded), true],
  ['too many pods and too much', short(crowded, small), false],
  ['a domain without a name', { code: 'spread-label-missing', topologyKey: 'zone' }, false],
  ['a skew', { code: 'spread-skew', ...skew }, true],
  ['a missing neighbour', { code: 'pod-affinity', topologyKey: 'zone' }, false],
  ['an unwanted neighbour', { code: 'pod-anti-affinity', topologyKey: 'zone' }, true],
  ['a neighbour who does not want it', { code: 'existing-anti-affinity', topologyKey: 'zone' }, true],
])('removing pods may help against %s: %#', (_, reason, expected) => {
  expect(mayBeResolved(reason)).toBe(expected)
})

test('a refusal carries its reason', () => {
  expect(refuse({ code: 'unschedulable' })).toEqual({ fits: false, reason: { code: 'unschedulable' } })
  expect(FITS).toEqual({ fits: true })
})
