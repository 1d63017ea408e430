import { expect, test } from 'vitest'
import { isUniversal, printToleration, type Toleration } from '../../../src/kubernetes/toleration.ts'

test.each<[Toleration, string]>([
  [{}, ''],
  [{ operator: 'Exists' }, 'op=Exists'],
  [{ key: 'a', operator: 'Exists' }, 'a op=Exists'],
  [{ key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }, 'a:NoExecute op=Exists for 300s'],
  [{ key: 'a', value: 'b', effect: 'NoSchedule' }, 'a=b:NoSchedule'],
  [{ key: 'a', operator: 'Equal', effect: 'NoSchedule' }, 'a:NoSchedule'],
  [{ key: 'a', operator: 'Gt', value: '5' }, 'a=5'],
  [{ key: 'a', operator: 'Exists', value: 'b' }, 'a=b'],
  [{ effect: 'NoExecute', operator: 'Exists' }, ':NoExecute op=Exists'],
  [{ key: 'a', effect: 'NoExecute', tolerationSeconds: 0 }, 'a:NoExecute for 0s'],
])('%j is printed %j', (toleration, text) => {
  expect(printToleration(toleration)).toBe(text)
})

test.each<[Toleration, boolean]>([
  [{ operator: 'Exists' }, true],
  [{ operator: 'Exists', tolerationSeconds: 5 }, true],
  [{ operator: 'Exists', key: 'a' }, false],
  [{ operator: 'Exists', effect: 'NoSchedule' }, false],
  [{ operator: 'Equal' }, false],
  [{}, false],
])('%j opens every lock: %s', (toleration, universal) => {
  expect(isUniversal(toleration)).toBe(universal)
})
