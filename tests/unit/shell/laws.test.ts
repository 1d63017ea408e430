import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { isComplete } from '../../../src/shell/parse.ts'
import { PROGRAMS } from '../../../src/shell/programs.ts'
import { run } from '../../../src/shell/run.ts'
import { newSession, type Session } from '../../../src/shell/session.ts'
import { PROGRAMS as TOOLS } from '../../../src/shell/tools.ts'

const session = newSession(kindCluster(), {
  'a.yaml': 'a: 1\nb: [2, 3]\n',
  'n.txt': '3 c\n1 a\n2 b\n',
  'o.json': '{"a":[1,{"b":null}]}',
})

const PIECES = [
  ...['kubectl', ...PROGRAMS.keys(), ...TOOLS.keys()],
  ...[
    '|',
    '||',
    '&&',
    ';',
    '>',
    '>>',
    '<',
    '2>&1',
    '&>',
    '<<EOF',
    '<<<',
    '\n',
    'EOF',
    '(',
    ')',
    '{',
    '}',
    '&',
    '!',
    '#',
  ],
  ...[
    "'",
    '"',
    '`',
    '$',
    '$(',
    '${',
    '}',
    '$((',
    '))',
    '\\',
    '$x',
    ...['{x:-y}', '{x##*/}'].map(parameter => `$${parameter}`),
    '~',
    '*',
    '?',
    '[a-z]',
    '{a,b}',
    '{1..3}',
  ],
  ...[
    'a.yaml',
    'n.txt',
    'o.json',
    'nope',
    '/',
    '.',
    '..',
    '-',
    '--',
    '-n',
    '-r',
    '-k2',
    '-i',
    '-e',
    '-c',
    '-f',
    '-A1',
    '-o',
    '1',
    '0',
    '-1',
  ],
  ...[
    'for',
    'in',
    'do',
    'done',
    'while',
    'if',
    'then',
    'else',
    'fi',
    'x=1',
    'x=',
    'i',
    'kind-worker',
    'get',
    'nodes',
    'pods',
    '-A',
    '-o yaml',
  ],
  ...[
    "'{print $1}'",
    "'s/a/b/g'",
    "'/a/,/b/d'",
    "'.a[]|select(.b)'",
    "'..'",
    "'BEGIN{x[1]++}END{for(k in x)print k}'",
    "'\\(a\\)*'",
    'a|b',
    '%s',
    '+%F',
    'a=b',
  ],
  ...['__proto__', 'constructor', 'toString', 'é€😀', '\u0000', '\ud800'],
]

const lines = fc
  .array(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...PIECES) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
    ),
    { maxLength: 14 },
  )
  .chain(pieces => fc.constantFrom(pieces.join(' '), pieces.join('')))

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of value instanceof Map ? value.values() : Object.values(value)) freeze(inner)
  }
  return value
}

/** A copy that notices what frozen maps do not. */
function snapshot({ cluster: _, ...rest }: Session) {
  return structuredClone(rest)
}

describe('any line', () => {
  test('is answered, and leaves the session given as it was', () => {
    const before = freeze(session)
    const copy = snapshot(before)
    fc.assert(
      fc.property(lines, line => {
        const { exitCode, session: after } = run(before, line)
        expect(Number.isInteger(exitCode)).toBe(true)
        expect(after.history.length).toBeLessThanOrEqual(1)
        isComplete(line)
      }),
      { numRuns: 3000 },
    )
    expect(snapshot(before)).toEqual(copy)
  })

  test('does the same again', () => {
    fc.assert(
      fc.property(lines, line => {
        const [first, second] = [run(session, line), run(session, line)]
        expect(first.output).toEqual(second.output)
        expect(snapshot(first.session)).toEqual(snapshot(second.session))
      }),
      { numRuns: 300 },
    )
  })

  test('leaves a session in which the next line runs', () => {
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 4 }), several => {
        const after = several.reduce((state, line) => run(state, line).session, session)
        expect(run(after, 'echo on').stdout).toBe(after.shells.length > 0 ? 'on\n' : '')
      }),
      { numRuns: 300 },
    )
  })
})

test('quoted text comes out as it went in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      const quoted = `'${text.replaceAll("'", "'\\''")}'`
      expect(run(session, `printf %s ${quoted}`).stdout).toBe(text)
      expect(run(session, `x=${quoted}; printf %s "$x" | cat`).stdout).toBe(text)
    }),
  )
})

test('base64 and back is the same text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      const piped = newSession(session.cluster, { f: text })
      expect(run(piped, 'base64 f | base64 -d').stdout).toBe(text)
    }),
  )
})

test('sorting keeps the lines, and once sorted stays sorted', () => {
  const words = fc.array(fc.stringMatching(/^[a-c0-9 ,.-]{0,6}$/), { maxLength: 8 })
  fc.assert(
    fc.property(words, fc.constantFrom('', '-n', '-r', '-k2', '-t, -k1,1n -k2', '-f', '-V'), (rows, flags) => {
      const piped = newSession(session.cluster, { f: rows.map(row => `${row}\n`).join('') })
      const once = run(piped, `sort ${flags} f`).stdout
      expect(once.split('\n').sort()).toEqual([...rows, ''].sort())
      expect(run(piped, `sort ${flags} f | sort ${flags}`).stdout).toBe(once)
    }),
  )
})

test('what diff prints is nothing exactly where texts are the same', () => {
  const texts = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 6 }).map(rows => rows.join('\n'))
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      const { stdout, exitCode } = run(newSession(session.cluster, { a, b }), 'diff -u a b')
      expect(stdout === '').toBe(a === b)
      expect(exitCode).toBe(a === b ? 0 : 1)
    }),
  )
})
