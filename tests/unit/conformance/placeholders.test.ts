import { describe, expect, test } from 'vitest'
import { assign, blocksOf } from '../../conformance/kinds/placeholders.ts'

function agrees(...pairs: readonly (readonly [string, string, boolean?])[]): boolean {
  const blocks = pairs.map(([expected, got, unordered = false]) => blocksOf({ expected, got, unordered }))
  return !blocks.includes(undefined) && assign(blocks.flatMap(one => one ?? [])) !== undefined
}

describe('one stream', () => {
  test.each([
    ['equal text', 'a\n', 'a\n', true],
    ['text without placeholders is equal byte for byte', 'a  b\n', 'a   b\n', false],
    ['a missing newline counts', '<age>\n', '5m', false],
    ['an age with its count', '<age>', '3s (x2 over 1m5s)', true],
    ['an unknown age', '<age>', '<unknown>', true],
    ['other angle brackets mean themselves', '<none>  <age>', '<none>  5s', true],
    ['other angle brackets are no placeholders', '<none>', '5s', false],
    ['spaces fold where a placeholder stands', 'a    <age>   b', 'a  5s      b', true],
    ['one space is not two', 'a <age>', 'a  5s', false],
    ['spaces at the end do not count', '<age>   \nb', '5s\nb', true],
    ['a time', '<time>', '2026-11-23T07:16:33Z', true],
    ['a long time', '<time>', 'Mon, 23 Nov 2026 07:16:33 +0000', true],
    ['any word', 'on <any>', 'on kind-worker', true],
    ['any word is not two', 'on <any>', 'on kind worker', false],
    ['a whole line', 'a\n<line>\nb', 'a\nwhat ever\nb', true],
    ['the rest of a stream', 'a\n<diff>', 'a\nb\nc\n', true],
    ['a rest needs its beginning', 'a\n<diff>', 'b\nb\nc\n', false],
    ['the same number is the same text', '<r1> <r1>', 'abcde abcde', true],
    ['the same number is not another text', '<r1> <r1>', 'abcde abcdf', false],
    ['different numbers are different texts', '<r1> <r2>', 'abcde abcde', false],
    ['numbers of different kinds may be the same text', '<r1> <hash1>', 'abcde abcde', true],
    ['neighbours that begin alike trade places', 'p-<r1> a\np-<r2> b', 'p-bbbbb b\np-ccccc a', true],
    ['lines that begin otherwise do not', 'p-<r1> a\nq-<r2> b', 'q-bbbbb b\np-ccccc a', false],
    ['lines that are no neighbours do not', 'p-<r1> a\nx\np-<r2> b', 'p-bbbbb b\nx\np-ccccc a', false],
  ])('%s', (_, expected, got, verdict) => {
    expect(agrees([expected, got])).toBe(verdict)
  })

  test('all lines come in any order where a step says so', () => {
    expect(agrees(['a\nb\n', 'b\na\n', true])).toBe(true)
    expect(agrees(['a\nb <age>\n', 'b 3s\na\n', true])).toBe(true)
    expect(agrees(['a\nb\n', 'b\nb\n', true])).toBe(false)
  })
})

describe('a session', () => {
  test('a number keeps its text from step to step', () => {
    expect(agrees(['p-<r1>\n', 'p-aaaaa\n'], ['p-<r1> on x\n', 'p-bbbbb on x\n'])).toBe(false)
  })

  test('a choice that a later step refutes is taken back', () => {
    const listing = ['p-<r1>\np-<r2>\np-<r3>\n', 'p-aaaaa\np-bbbbb\np-ccccc\n'] as const
    expect(agrees(listing, ['p-<r3> on x\n', 'p-aaaaa on x\n'], ['p-<r1> on y\n', 'p-ccccc on y\n'])).toBe(true)
  })
})
