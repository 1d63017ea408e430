import { expect, test } from 'vitest'
import { presetCluster } from '../../../src/cluster/presets.ts'
import { runPlain } from '../../../src/shell/plain.ts'
import { PARTS, run } from '../../../src/shell/run.ts'
import { newSession } from '../../../src/shell/session.ts'
import { tell } from '../../fuzz/play.ts'

const session = newSession(presetCluster('kind'))

test.each([
  'kubectl get pods -A -o wide',
  '  k get nodes -l kubernetes.io/os=linux ',
  'kubectl',
  'kubectl frobnicate',
  'kubectl taint nodes kind-worker a=b:NoSchedule',
  'k delete pod nobody',
  'kubectl run web --image=nginx:1.27 --restart=Never',
  'kubectl config set-context --current --namespace=kube-system',
  'kubectl create -f -',
])('%s is plain, and does what a shell makes of it', line => {
  expect(runPlain(PARTS, session, line)).toEqual(run(session, line))
})

test.each([
  'kubectl get pods | wc -l',
  "kubectl get nodes -o jsonpath='{.items}'",
  'kubectl get pods $OPTIONS',
  'kubectl get pods -o jsonpath={.items[*]}',
  'kubectl get pods ~',
  'kubectl get pods; ls',
  'EDITOR=cat kubectl edit node kind-worker',
  'kubectl edit node kind-worker',
  'kubectl apply -f pod.yaml',
  'kubectl get nodes\nls',
  'ls',
  '',
])('%s is for a shell', line => {
  expect(runPlain(PARTS, session, line)).toBeUndefined()
})

test('what is no longer kubectl is for a shell', () => {
  for (const line of ['alias kubectl=echo', 'ssh kind-control-plane', 'exit'])
    expect(runPlain(PARTS, run(session, line).session, 'k get nodes')).toBeUndefined()
})

test('whatever is typed, what is plain does what a shell makes of it', () => {
  let plain = 0
  for (const { before, line, outcome } of tell({ seed: 7, stories: 60 })) {
    const result = outcome instanceof Error ? undefined : runPlain(PARTS, before, line)
    if (!result) continue
    plain += 1
    expect(result, line).toEqual(outcome)
  }
  expect(plain).toBeGreaterThan(50)
})
