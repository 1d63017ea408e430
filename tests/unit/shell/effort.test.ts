import { expect, test } from 'vitest'
import { list } from '../../../src/cluster/cluster.ts'
import { type Preset, presetCluster } from '../../../src/cluster/presets.ts'
import { run } from '../../../src/shell/run.ts'
import { newSession } from '../../../src/shell/session.ts'

/** What one line may cost its cluster's controllers, and what the look that reaches it may add. */
const MOST = 40_000 + 2_000

function typed(preset: Preset, ...lines: readonly string[]) {
  let session = newSession(presetCluster(preset))
  return lines.map(line => {
    const result = run(session, line)
    const { resourceVersion } = session.cluster
    session = result.session
    return { ...result, writes: session.cluster.resourceVersion - resourceVersion }
  })
}

test('twenty thousand replicas come in bursts, and no line waits for all of them', { timeout: 60_000 }, () => {
  const lines = typed(
    'kind',
    'kubectl create deploy x --image=nginx --replicas=20000',
    'sleep 999999999',
    'kubectl wait deploy/x --for=condition=Available --timeout=10000h',
  )
  for (const { writes } of lines) expect(writes).toBeLessThan(MOST)
  const [created, slept, waited] = lines
  expect(created?.exitCode).toBe(0)
  expect(list(created?.session.cluster ?? presetCluster('kind'), 'pods', 'default')).toHaveLength(500)
  expect(slept?.stderr).toMatch(/^sleep: stopped: /)
  expect(slept?.exitCode).toBe(1)
  expect(waited?.stderr).toMatch(/^The controllers have more to do than one line waits for: /)
  expect(waited?.exitCode).toBe(1)
})

test.each<[Preset, string, number]>([
  ['broken', 'kubectl delete pod --all', 2_000],
  ['large', 'kubectl taint nodes --all x=y:NoExecute', 12_000],
  ['large', 'kubectl delete pods --all -A', 12_000],
  ['large', 'kubectl delete nodes --all', 3_000],
  ['large', 'kubectl label pods --all -A x=y', 2_000],
  ['large', 'kubectl drain -l kubernetes.io/os=linux --ignore-daemonsets --delete-emptydir-data --force', 12_000],
])('on %s, %s changes objects no more than %i times', (preset, line, most) => {
  const [result] = typed(preset, line)
  expect(result?.writes).toBeLessThan(most)
})

test('all the lines of a loop share what one line may cost', () => {
  const [result] = typed(
    'kind',
    'for i in $(seq 1 60); do kubectl create deploy d$i --image=nginx --replicas=2000; done',
  )
  expect(result?.writes).toBeLessThan(MOST)
  expect(result?.stderr).toMatch(/^The controllers have more to do than one line waits for: /)
})

test.each([
  'seq 100 > f; while true; do sed -i "a x" f; done',
  'seq 10000 > f; while true; do grep nothing f; done',
  'echo x > f; while true; do cat f f > g; cp g f; done',
])('files that are read and written without end count: %s', line => {
  const [result] = typed('kind', line)
  expect(result?.stderr).toBe('bash: stopped: more than 16000000 characters come of this line\n')
})

test.each(["sed -i '1i wrong: ['", 'sed -i s/a/aa/', 'sed -i ax'])(
  'an editor that never comes to an end is closed: %s',
  editor => {
    const [result] = typed('kind', `EDITOR="${editor}" kubectl edit node kind-worker`)
    expect(result?.stderr).toMatch(
      /error: (Edit cancelled, no valid changes were saved|At least one of .* was changed)\.?\n$/,
    )
    expect(result?.exitCode).toBe(1)
  },
)
