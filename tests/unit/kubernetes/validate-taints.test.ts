import { expect, test } from 'vitest'
import type { Taint } from '../../../src/kubernetes/taint.ts'
import { validateTaints } from '../../../src/kubernetes/validate-taints.ts'

function faults(taints: readonly object[]): readonly string[] {
  return validateTaints(taints as readonly Taint[], 'at').map(({ path, code }) => `${path} ${code}`)
}

test.each<[string, object[], string[]]>([
  [
    'one key with two effects',
    [
      { key: 'a', effect: 'NoSchedule' },
      { key: 'a', effect: 'NoExecute' },
    ],
    [],
  ],
  [
    'two keys with one effect',
    [
      { key: 'a', effect: 'NoSchedule' },
      { key: 'b', effect: 'NoSchedule' },
    ],
    [],
  ],
  [
    'no key',
    [{ key: '', effect: 'NoSchedule' }],
    ['at[0].key label-key-name-empty', 'at[0].key label-key-name-format'],
  ],
  ['a bad value', [{ key: 'a', value: 'x y', effect: 'NoSchedule' }], ['at[0].value label-value-format']],
  ['no effect', [{ key: 'a', effect: '' }], ['at[0].effect effect-required']],
  ['an unknown effect', [{ key: 'a', effect: 'All' }], ['at[0].effect unknown-effect']],
  [
    'the same key and effect, and that each time again',
    [
      { key: 'a', effect: 'NoSchedule' },
      { key: 'a', value: 'x', effect: 'NoSchedule' },
      { key: 'a', effect: 'NoSchedule' },
    ],
    ['at[1] taint-not-unique', 'at[2] taint-not-unique'],
  ],
  [
    'the same key twice without an effect',
    [
      { key: 'a', effect: '' },
      { key: 'a', effect: '' },
    ],
    ['at[0].effect effect-required', 'at[1].effect effect-required', 'at[1] taint-not-unique'],
  ],
])('%s', (_, taints, expected) => {
  expect(faults(taints)).toEqual(expected)
})

test('a taint that is there twice is shown as upstream’s struct', () => {
  const taint: Taint = { key: 'a', value: 'x', effect: 'NoSchedule', timeAdded: '2026-01-01T00:00:00Z' }
  const errors = validateTaints([{ key: 'a', effect: 'NoSchedule' }, taint], 'metadata.taints')
  expect(errors[0]?.text).toBe(
    'Duplicate value: {"Key":"a","Value":"x","Effect":"NoSchedule","TimeAdded":"2026-01-01T00:00:00Z"}: taints must be unique by key and effect pair',
  )
  expect(errors[0]?.detail).toBe('taints must be unique by key and effect pair')
})

test('lengths are counted in characters up to 1.34', () => {
  const long: Taint = { key: 'k'.repeat(64), value: 'v'.repeat(64), effect: 'NoSchedule' }
  expect(validateTaints([long], 'at', { version: '1.34' }).map(({ detail }) => detail)).toEqual([
    'name part must be no more than 63 characters',
    'must be no more than 63 characters',
  ])
})
