import { expect, test } from 'vitest'
import { presetCluster } from '../../../src/cluster/presets.ts'
import * as changing from '../../../src/kubectl/changing.ts'
import * as explaining from '../../../src/kubectl/explaining.ts'
import { VERBS_IN } from '../../../src/kubectl/kubectl-with.ts'
import * as telling from '../../../src/kubectl/telling.ts'
import * as writing from '../../../src/kubectl/writing.ts'
import type { Parts } from '../../../src/shell/process.ts'
import { PARTS, run } from '../../../src/shell/run.ts'
import { runWith } from '../../../src/shell/run-with.ts'
import { newSession } from '../../../src/shell/session.ts'

const session = newSession(presetCluster('kind'))

test.each([
  ['changing', changing],
  ['writing', writing],
  ['telling', telling],
  ['explaining', explaining],
] as const)('kubectl knows which verbs are in the part %s', (name, { VERBS }) => {
  expect(VERBS_IN[name].split(' ')).toEqual(VERBS.map(verb => verb.name).sort())
})

test.each<[string, readonly (keyof Parts)[]]>([
  ['kubectl get pods -A -o wide', []],
  ['kubectl get nodes --show-labels -L kubernetes.io/os', []],
  ['kubectl get pod nobody', []],
  ['kubectl frobnicate', ['help']],
  ['kubectl get all', ['discovery', 'columns']],
  ['kubectl get storageclasses', ['discovery']],
  ['kubectl get deployments -A', ['columns']],
  ['kubectl get pods --field-selector=status.phase=Failed', ['fields']],
  ['kubectl get pods -l a=b=c', ['fields']],
  ['kubectl get pods -A -o json', ['formats']],
  ['kubectl get pods -A --sort-by=.metadata.name', ['formats']],
  ['kubectl get -f missing.yaml', ['files']],
  ['kubectl get pods --watch', ['time']],
  ['kubectl get pods -h', ['help']],
  ['kubectl', ['help']],
  ['kubectl cordon kind-worker', ['changing', 'time']],
  ['kubectl taint nodes kind-worker a=b:NoSchedule', ['changing', 'time']],
  ['kubectl label node kind-worker a=b -o yaml', ['changing', 'formats', 'time']],
  ['kubectl create namespace a', ['writing', 'help', 'time']],
  ['kubectl rollout status -n kube-system deployment/coredns', ['telling', 'help']],
  ['kubectl describe node kind-worker', ['telling']],
  ['kubectl explain pod.spec', ['explaining']],
  ['echo one', ['programs']],
  ['kubectl get nodes | grep worker', ['programs']],
  ["kubectl get nodes | awk '{print $1}'", ['programs', 'tools']],
  ['type kubectl', ['programs']],
  ['nobody', ['programs', 'tools']],
  ['ssh kind-worker cat /etc/hostname', ['programs', 'machines']],
])('%s needs the parts %j', (line, needed) => {
  expect(partsNeededBy(line)).toEqual(needed)
})

test.each([
  'kubectl run web --image=nginx && kubectl get pods',
  'kubectl taint nodes kind-worker a=b:NoSchedule; kubectl get nodes -o yaml | grep -c taints',
  'echo one > file; cat file | sed s/one/two/',
  'ssh kind-worker ls /etc/kubernetes/manifests',
])('%s does the same with parts that come one by one', line => {
  const parts: Partial<Parts> = Object.fromEntries(partsNeededBy(line).map(name => [name, PARTS[name]]))
  expect(runWith(parts, session, line, undefined)).toEqual(run(session, line))
})

test('a line that lacks a part does nothing', () => {
  const line = 'echo one > file; kubectl cordon kind-worker; ls'
  const result = runWith({ programs: PARTS.programs }, session, line, undefined)
  expect(result).toEqual({ session, stdout: '', stderr: '', exitCode: 0, output: [], missing: 'changing' })
  expect(result.session).toBe(session)
})

/** The parts that a line asks for, in the order in which it does. */
function partsNeededBy(line: string): readonly (keyof Parts)[] {
  const needed: (keyof Parts)[] = []
  for (;;) {
    const parts: Partial<Parts> = Object.fromEntries(needed.map(name => [name, PARTS[name]]))
    const { missing } = runWith(parts, session, line, undefined)
    if (missing === undefined) return needed
    needed.push(missing)
  }
}
