import { describe, expect, test } from 'vitest'
import { readManifest } from '../../../src/kubectl/manifest.ts'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'
import { lineFor, ownsTaint, yamlFor } from '../../../src/stores/lab-remedy.ts'
import { awake } from './lab-keeping.ts'

const TAINTED = [
  'kubectl taint nodes kind-worker gpu=true:NoSchedule gpu=true:NoExecute',
  'kubectl taint nodes kind-worker2 plain:NoSchedule',
  'kubectl cordon kind-control-plane',
]
const LABELLED = ['kubectl label node kind-worker gen=2 off=yes']
const requires = (...matchExpressions: readonly object[]) => ({
  affinity: {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } },
  },
})

describe('the line of each change', () => {
  test.each<[string, readonly string[], object, readonly string[]]>([
    ['taints', TAINTED, {}, ['tolerate', 'untaint', 'untaint-key']],
    ['a cordon', ['kubectl cordon kind-worker kind-worker2'], {}, ['tolerate', 'uncordon']],
    ['a label that is missing', LABELLED, { nodeSelector: { disk: 'ssd' } }, ['label']],
    ['a label of another value', LABELLED, requires({ key: 'gen', operator: 'Gt', values: ['3'] }), ['label']],
    [
      'a label too many',
      ['kubectl label node kind-worker kind-worker2 off=yes'],
      requires({ key: 'off', operator: 'DoesNotExist' }),
      ['unlabel'],
    ],
  ])('lets the pod in, where what is in the way is %s', async (_, lines, spec, changes) => {
    const page = await awake()
    for (const line of [...lines, `kubectl run web --image=nginx --overrides='${JSON.stringify({ spec })}'`]) {
      await page.ask({ type: 'run', line })
    }
    const pod = { namespace: 'default', name: 'web' }
    const decided = await page.ask({ type: 'decide', pod })
    if (!decided.ok) throw new Error(decided.issue.code)
    const made = new Set<string>()
    for (const { name } of decided.decision.nodes.filter(({ refusal }) => refusal)) {
      const found = await page.ask({ type: 'what-if', pod, node: name })
      if (!found.ok) throw new Error(found.issue.code)
      for (const remedy of found.remedies.filter(each => !ownsTaint(each))) {
        const line = lineFor(remedy, decided.decision, name)
        expect(await page.ask({ type: 'run', line }), line).toEqual({ ok: true, exitCode: 0 })
        expect(await page.ask({ type: 'what-if', pod, node: name }), line).toMatchObject({ fits: true })
        await page.ask({ type: 'undo' })
        made.add(remedy.change)
      }
    }
    expect([...made]).toEqual(expect.arrayContaining([...changes]))
  })
})

test.each<Toleration>([
  { operator: 'Exists' },
  { key: 'gpu', operator: 'Exists' },
  { operator: 'Exists', effect: 'NoExecute' },
  { key: 'a.b/c', operator: 'Equal', value: 'true', effect: 'NoSchedule' },
])('the YAML of %j is it', toleration => {
  const reading = readManifest(yamlFor(toleration))
  expect(reading).toMatchObject({ ok: true, documents: [{ value: { tolerations: [toleration] } }] })
})
