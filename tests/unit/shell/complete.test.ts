import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { complete } from '../../../src/shell/complete.ts'
import { run } from '../../../src/shell/run.ts'
import { newSession } from '../../../src/shell/session.ts'

const session = newSession(kindCluster(), { 'pod.yaml': '', 'pods/a.yaml': '', '.hidden': '' })

/** What Tab offers at the end of a line. */
function offered(line: string): readonly string[] {
  return complete(session, line, line.length).candidates
}

describe('Tab offers', () => {
  test.each([
    ['kubectl ta', ['taint']],
    ['k roll', ['rollout']],
    ['kubectl get nod', ['nodes']],
    ['kubectl get node kind-w', ['kind-worker', 'kind-worker2']],
    ['k describe no kind-c', ['kind-control-plane']],
    ['kubectl get node/kind-w', ['node/kind-worker', 'node/kind-worker2']],
    ['kubectl get nodes kind-worker kind-w', ['kind-worker2']],
    ['kubectl -n kube-system get ds ', ['kindnet', 'kube-proxy']],
    ['kubectl get ds -n kube-system ku', ['kube-proxy']],
    ['kubectl get ds ku', []],
    ['kubectl get pods -n kube-s', ['kube-system']],
    ['kubectl get pods --namespace=kube-s', ['kube-system']],
    ['kubectl get pods -o js', ['json', 'jsonpath=']],
    ['kubectl get pods --no-', ['--no-headers']],
    ['kubectl get pods --namesp', ['--namespace=']],
    ['kubectl apply -f p', ['pod.yaml', 'pods/']],
    ['kubectl apply -f pods/', ['pods/a.yaml']],
    ['kubectl cordon kind-worker', ['kind-worker', 'kind-worker2']],
    ['kubectl taint nodes kind-worker2', ['kind-worker2']],
    ['kubectl rollout re', ['restart', 'resume']],
    ['kubectl rollout restart ds', []],
    ['kubectl rollout restart daemon', ['daemonsets']],
    ['kubectl rollout status -n kube-system deploy cor', ['coredns']],
    ['kubectl run x --dry-run=cl', ['client']],
    ['kubectl config use-', ['use-context']],
    ['ssh kind-worker2', ['kind-worker2']],
    ['sudo systemctl sta', ['start', 'status']],
    ['hist', ['history']],
    ['EDITOR=true kubectl ed', ['edit']],
    ['echo a | gr', ['grep']],
    ['ls && kubectl unc', ['uncordon']],
    ['cat po', ['pod.yaml', 'pods/']],
    ['cat .h', ['.hidden']],
    ['cat ~/po', ['~/pod.yaml', '~/pods/']],
    ['cat /home/learner/po', ['/home/learner/pod.yaml', '/home/learner/pods/']],
    ['echo a >po', ['pod.yaml', 'pods/']],
    ['cd po', ['pods/']],
    ['echo $HO', ['$HOME', '$HOSTNAME']],
    ['kubectl nope ', []],
  ])('%s', (line, candidates) => {
    expect(offered(line)).toEqual(candidates)
  })
})

test('the word that is typed is the one before the cursor', () => {
  expect(complete(session, 'kubectl ta nodes', 10)).toEqual({ from: 8, candidates: ['taint'] })
  expect(complete(session, 'kubectl get -n=kube-s', 21)).toEqual({ from: 15, candidates: ['kube-system'] })
})

test('on a node its own files are offered', () => {
  const there = run(session, 'ssh kind-control-plane; touch x').session
  expect(complete(run(there, 'touch mine').session, 'cat m', 5).candidates).toEqual(['mine'])
})

test('whatever is typed, candidates go on from what stands there', () => {
  const line = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(line, fc.constantFrom('', 'kubectl ', 'k get ', 'kubectl get pods -n '), (typed, start) => {
      const text = start + typed
      const { from, candidates } = complete(session, text, text.length)
      for (const candidate of candidates) expect(candidate.startsWith(text.slice(from))).toBe(true)
    }),
  )
})
