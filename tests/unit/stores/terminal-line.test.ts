import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TerminalEntry, TerminalLine } from '../../../src/stores/lab-shown.ts'
import {
  blocksOf,
  completeWith,
  editLine,
  isWipe,
  MOST_IN_BLOCK,
  pasteInto,
  piecesOf,
  type ShownEntry,
  searchBack,
  spokenOutput,
  stillShown,
  withLines,
} from '../../../src/stores/terminal-line.ts'

describe('Tab', () => {
  test.each<[string, string, readonly string[], string, string, readonly string[]]>([
    ['puts the only candidate in, and a space', 'kubectl ta|', ['taint'], 'taint', 'kubectl taint |', []],
    ['leaves the space that is there', 'kubectl ta| x', ['taint'], 'taint', 'kubectl taint| x', []],
    [
      'lets a value follow an equals sign',
      'kubectl get --out|',
      ['--output='],
      '--output=',
      'kubectl get --output=|',
      [],
    ],
    ['lets a path go on', 'ls kube|', ['kubernetes/'], 'kubernetes/', 'ls kubernetes/|', []],
    ['puts what all have in common in', 'ssh ki|', ['kind-a', 'kind-b'], 'kind-', 'ssh kind-|', ['kind-a', 'kind-b']],
    [
      'keeps what follows the cursor',
      'ssh ki| ls',
      ['kind-a', 'kind-b'],
      'kind-',
      'ssh kind-| ls',
      ['kind-a', 'kind-b'],
    ],
    ['changes nothing without a candidate', 'kubectl zz|', [], '', 'kubectl zz|', []],
  ])('%s', (_, before, candidates, common, after, choices) => {
    const start = before.slice(0, before.indexOf('|')).lastIndexOf(' ') + 1
    const typed = lineOf(before)
    const { line, choices: left } = completeWith(typed, { ok: true, start, end: typed.cursor, candidates, common })
    expect(line).toEqual(lineOf(after))
    expect(left).toEqual(choices)
  })
})

describe('Ctrl with a letter', () => {
  test.each<[string, string, string, string]>([
    ['a', 'goes to the start', 'kubectl get| nodes', '|kubectl get nodes'],
    ['e', 'goes to the end', 'kubectl get| nodes', 'kubectl get nodes|'],
    ['u', 'takes away what is before the cursor', 'kubectl get| nodes', '| nodes'],
    ['k', 'takes away what is after it', 'kubectl get| nodes', 'kubectl get|'],
    ['w', 'takes away the word before it', 'kubectl get| nodes', 'kubectl | nodes'],
    ['w', 'takes the blanks after the word along', 'kubectl get  |nodes', 'kubectl |nodes'],
    ['w', 'finds nothing at the start', '|nodes', '|nodes'],
    ['d', 'takes away what is under it', 'kubectl| get', 'kubectl|get'],
    ['d', 'finds nothing at the end', 'kubectl|', 'kubectl|'],
  ])('%s %s', (letter, _, before, after) => {
    expect(editLine(letter, lineOf(before))).toEqual(lineOf(after))
  })

  test('does what the browser does with it, else', () => {
    expect(editLine('f', lineOf('|nodes'))).toBeUndefined()
  })
})

describe('Ctrl-R', () => {
  const lines = ['kubectl get nodes', 'kubectl taint nodes a k=v:NoSchedule', 'ls', 'kubectl get pods']

  test.each<[string, string, number | undefined, number | undefined]>([
    ['finds the newest line that holds a text', 'get', undefined, 3],
    ['finds the one before it when asked again', 'get', 3, 0],
    ['finds nothing beyond the oldest', 'get', 0, undefined],
    ['finds nothing for nothing', '', undefined, undefined],
    ['finds nothing where there is nothing', 'drain', undefined, undefined],
  ])('%s', (_, query, before, found) => {
    expect(searchBack(lines, query, before)).toBe(found)
  })
})

describe('a paste', () => {
  test.each<[string, string, string, readonly string[], string]>([
    ['of one line with its end is run', '|', 'kubectl get nodes\n', ['kubectl get nodes'], '|'],
    ['of several lines leaves the last, which has no end', '|', 'a\nb\nc', ['a', 'b'], 'c|'],
    ['stands where the cursor is', 'echo |x', 'a\nb', ['echo a'], 'b|x'],
    ['from Windows has its ends too', '|', 'a\r\nb\r\n', ['a', 'b'], '|'],
  ])('%s', (_, before, pasted, run, rest) => {
    const { text, cursor } = lineOf(before)
    expect(pasteInto(text, cursor, cursor, pasted)).toEqual({ run, rest: lineOf(rest) })
  })

  test('replaces what is selected', () => {
    expect(pasteInto('echo old', 5, 8, 'new\n')).toEqual({ run: ['echo new'], rest: { text: '', cursor: 0 } })
  })
})

describe('the blocks of an output', () => {
  const anyLines = fc.array(fc.record({ text: fc.string() }, { requiredKeys: ['text'] }), { maxLength: 350 })
  const anyOutput = fc
    .tuple(anyLines, fc.array(fc.boolean(), { maxLength: 350 }))
    .map(([lines, errors]): readonly TerminalLine[] =>
      lines.map((line, at) => (errors[at] ? { ...line, error: true } : line)),
    )

  test('hold every line once, in order, and each those of one stream', () => {
    fc.assert(
      fc.property(anyOutput, lines => {
        const blocks = blocksOf(lines)
        expect(blocks.flatMap(({ from, to }) => lines.slice(from, to))).toEqual(lines)
        for (const { from, to, error } of blocks) {
          expect(to - from).toBeGreaterThan(0)
          expect(to - from).toBeLessThanOrEqual(MOST_IN_BLOCK)
          expect(lines.slice(from, to).every(line => (line.error === true) === error)).toBe(true)
        }
      }),
    )
  })
})

test('a line that goes on for long is cut into pieces, and nothing else is', () => {
  const line = fc.nat(25_000).map(length => 'x'.repeat(length))
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), lines => {
      const text = `${lines.join('\n')}\n`
      const pieces = piecesOf(text)
      expect(pieces.join('') === text).toBe(true)
      const cut = pieces.filter(piece => !piece.endsWith('\n'))
      expect(cut.every(piece => piece.length === 10_000)).toBe(true)
      if (text.length <= 10_000) expect(pieces).toHaveLength(1)
      for (const piece of pieces) for (const one of piece.split('\n')) expect(one.length).toBeLessThanOrEqual(10_000)
    }),
  )
})

describe('of too many lines', () => {
  const long = withLines(entryOf('long', ['a', 'b']), [{ text: 'c' }, { text: 'd' }])
  const [short, last] = [entryOf('short', ['a']), entryOf('last', ['a', 'b'])]

  test.each<[string, number, readonly ShownEntry[]]>([
    ['all stay that have room', 7, [long, short, last]],
    ['the oldest entry goes, as a whole', 6, [short, last]],
    ['the last stays, however long it is', 1, [last]],
  ])('%s', (_, most, left) => {
    expect(stillShown([long, short, last], most)).toEqual(left)
  })
})

describe('what is spoken of an output', () => {
  test('is its first lines with commas between columns, and how many follow', () => {
    const lines = ['NAME   STATUS', 'a      Ready', 'b      Ready', 'c      Ready', 'd      Ready']
    expect(spokenOutput(entryOf('x', lines))).toEqual({ text: 'NAME, STATUS\na, Ready\nb, Ready', more: 2 })
  })

  test('counts what came later too', () => {
    const entry = withLines(withLines(entryOf('x', ['a', 'b', 'c']), [{ text: 'd' }]), [{ text: 'e' }, { text: 'f' }])
    expect(spokenOutput(entry)).toEqual({ text: 'a\nb\nc', more: 3 })
  })

  test('is cut where a line is long', () => {
    expect(spokenOutput(entryOf('x', ['y'.repeat(5000)])).text.length).toBeLessThan(200)
  })
})

test('what wipes the screen leaves no trace on it, unless it printed something', () => {
  expect(isWipe(entryOf(' clear ', []))).toBe(true)
  expect(isWipe(entryOf('clear', ['x']))).toBe(false)
  expect(isWipe(entryOf('true', []))).toBe(false)
})

/** A line with its cursor at `|`. */
function lineOf(text: string): { text: string; cursor: number } {
  return { text: text.replace('|', ''), cursor: text.indexOf('|') }
}

function entryOf(line: string, lines: readonly string[]): TerminalEntry {
  return { id: 1, prompt: '$ ', line, lines: lines.map(text => ({ text })), exitCode: 0 }
}
