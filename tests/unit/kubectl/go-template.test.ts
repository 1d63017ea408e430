import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { printGoTemplate } from '../../../src/kubectl/go-template.ts'

const pod = { kind: 'Pod', metadata: { name: 'web', labels: { b: '2', a: '1' } }, ports: [80, 443], none: [], n: 3 }

describe('prints', () => {
  test.each([
    ['{{.kind}}/{{.metadata.name}}', 'Pod/web'],
    ['{{.nope}}', '<no value>'],
    ['{{range .ports}}{{.}} {{end}}', '80 443 '],
    ['{{range $i, $p := .ports}}{{$i}}={{$p}};{{end}}', '0=80;1=443;'],
    ['{{range $k, $v := .metadata.labels}}{{$k}}{{$v}}{{end}}', 'a1b2'],
    ['{{range .none}}x{{else}}empty{{end}}', 'empty'],
    ['{{if .nope}}a{{else if eq .kind "Pod"}}b{{else}}c{{end}}', 'b'],
    ['{{with .metadata}}{{.name}} {{$.kind}}{{end}}', 'web Pod'],
    ['{{$x := .n}}{{$x}}', '3'],
    ['{{len .ports}} {{index .ports 1}} {{index .metadata.labels "a"}}', '2 443 1'],
    ['{{printf "%-5s|%d" .kind .n}}', 'Pod  |3'],
    ['{{.kind | printf "%s!"}}', 'Pod!'],
    ['{{and .kind (not .nope)}}', 'true'],
    ['a {{- .kind -}} b', 'aPodb'],
    ['{{/* nothing */}}{{"text"}}{{`\\n`}}', 'text\\n'],
    ['{{.metadata}}', 'map[labels:map[a:1 b:2] name:web]'],
  ])('%s', (template, stdout) => {
    expect(printGoTemplate(template, pod)).toEqual({ ok: true, stdout })
  })
})

test.each(['{{', '{{range .a}}', '{{nope .a}}', '{{.kind.x}}', '{{end}}', '{{"a}}', '{{(.a}}'])(
  'refuses %s',
  template => {
    expect(printGoTemplate(template, pod).ok).toBe(false)
  },
)

test('no text makes it throw', () => {
  const piece = fc.constantFrom(
    '{{',
    '}}',
    '.a',
    'range ',
    'if ',
    'end',
    'else',
    '"',
    '(',
    ')',
    '|',
    '$x',
    ':=',
    ' ',
    '-',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
      expect(typeof printGoTemplate(pieces.join(''), pod).ok).toBe('boolean')
    }),
    { numRuns: 2000 },
  )
})
