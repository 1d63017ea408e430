import { expect, test } from 'vitest'
import { printTaint, sameTaint } from '../../../src/kubernetes/taint.ts'

test.each<[Parameters<typeof printTaint>[0], string]>([
  [{ key: 'a' }, 'a'],
  [{ key: 'a', value: 'b' }, 'a=b:'],
  [{ key: 'a', effect: 'NoSchedule' }, 'a:NoSchedule'],
  [{ key: 'a', value: '', effect: 'NoSchedule' }, 'a:NoSchedule'],
  [{ key: 'a', value: 'b', effect: 'NoSchedule' }, 'a=b:NoSchedule'],
])('%j is printed %s', (taint, text) => {
  expect(printTaint(taint)).toBe(text)
})

test('taints are the same by key and effect, whatever their values', () => {
  const taint = { key: 'a', value: '1', effect: 'NoSchedule' } as const
  expect(sameTaint(taint, { key: 'a', value: '2', effect: 'NoSchedule' })).toBe(true)
  expect(sameTaint(taint, { key: 'a', value: '1', effect: 'NoExecute' })).toBe(false)
  expect(sameTaint(taint, { key: 'b', value: '1', effect: 'NoSchedule' })).toBe(false)
})
