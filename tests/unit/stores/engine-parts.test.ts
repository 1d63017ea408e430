import { expect, test } from 'vitest'
import { presetCluster } from '../../../src/cluster/presets.ts'
import { PARTS, run } from '../../../src/shell/run.ts'
import { newSession } from '../../../src/shell/session.ts'
import { load, PART_NAMES, runLine } from '../../../src/stores/engine-parts.ts'

const session = newSession(presetCluster('kind'))

test.each([
  'kubectl get nodes',
  'kubectl taint nodes kind-worker a=b:NoSchedule && kubectl describe node kind-worker | grep Taints',
  "kubectl get pods -A -o json | jq '.items | length'",
  'nobody',
])('%s loads what it needs and does what it does in a whole shell', async line => {
  expect(await runLine(session, line)).toEqual(run(session, line))
})

test('a line that opens an editor says which file, and goes on with the text that was left in it', async () => {
  expect(await runLine(session, 'vi note')).toMatchObject({ session, editing: { text: '' } })
  expect(await runLine(session, 'vi note; cat note', ['read me\n'])).toMatchObject({ stdout: 'read me\n' })
})

test('every part of a whole shell can be loaded', async () => {
  await Promise.all(PART_NAMES.map(load))
  expect([...PART_NAMES].sort()).toEqual([...Object.keys(PARTS), 'shell'].sort())
})
