import { describe, expect, test } from 'vitest'
import { resourceNamed } from '../../../src/cluster/api-resource.ts'
import { listObjects } from '../../../src/cluster/cluster.ts'
import { kubectl, type Printed } from '../../../src/kubectl/kubectl.ts'
import { run } from '../../../src/shell/run.ts'
import { newSession } from '../../../src/shell/session.ts'
import { clusterAfter } from './cluster-after.ts'

const cluster = clusterAfter('run web --image=nginx')
const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: default
spec:
  containers:
  - name: web
    image: nginx
`

/** Each stands for nine of the one before: 9³⁰ values in all. */
const LAUGHS = Array.from(
  { length: 30 },
  (_, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`).join(', ')}]\n`,
)

/** What comes in, and what is said of it: with the line, as go-yaml says it. */
const UNREADABLE: readonly (readonly [string, string, string])[] = [
  [
    'a billion laughs',
    `${POD}a0: &a0 [x, x]\n${LAUGHS.join('')}`,
    'yaml: line 10: document contains excessive aliasing',
  ],
  ['an alias inside of what it stands for', `${POD}x: &x [*x]\n`, 'yaml: line 10: unknown anchor referenced'],
  ['an alias of nothing', `${POD}x: *y\n`, 'yaml: line 10: unknown anchor referenced'],
  [
    '10 MB on one line',
    `${POD}x: ${'x'.repeat(10_000_000)}`,
    'yaml: line 1: the text is larger than what this terminal reads',
  ],
  [
    '10 MB on many lines',
    `${POD}${'x: y\n'.repeat(2_000_000)}`,
    'yaml: line 1: the text is larger than what this terminal reads',
  ],
  [
    'a list without end',
    `${POD}x:\n${'- x\n'.repeat(250_000)}`,
    'yaml: line 60002: the text is larger than what this terminal reads',
  ],
  ['a key twice', `${POD}    image: other\n`, 'yaml: unmarshal errors:\n  line 10: mapping key already defined'],
  [
    'a key 50 000 times',
    `${POD}x:\n${'  y: z\n'.repeat(50_000)}`,
    'yaml: unmarshal errors:\n  line 12: mapping key already defined',
  ],
  [
    'a tab for indentation',
    POD.replace('  containers', '\tcontainers'),
    'yaml: line 7: found character that cannot start any token',
  ],
  [
    'an error in the third document',
    `${POD}---\n${POD}---\nkind: Pod\n  x: 1\n`,
    'yaml: line 22: did not find expected key',
  ],
  ['100 000 brackets', '['.repeat(100_000), 'yaml: line 1: exceeded max depth of 10000'],
  ['100 000 lists in a list', '- '.repeat(100_000), 'yaml: line 1: exceeded max depth of 10000'],
  ['a NUL', POD.replace('nginx', 'ng\0inx'), 'yaml: line 9: control characters are not allowed'],
  [
    'every byte there is',
    String.fromCharCode(...Array(256).keys()),
    'yaml: line 1: control characters are not allowed',
  ],
  ['JSON that ends too soon', '{"apiVersion":"v1",\n"kind":"Pod"\n', "yaml: line 3: did not find expected ',' or '}'"],
  ['a list that ends too soon', 'apiVersion: v1\nkind: [Pod\n', "yaml: line 3: did not find expected ',' or ']'"],
  ['a list for a key', `${POD}? [a, b]\n: c\n`, 'yaml: line 10: invalid map key'],
]

/** What is YAML and no pod: what the server says of it, whoever sends it. */
const REFUSED: readonly (readonly [string, string, RegExp])[] = [
  ['__proto__ as a field', `${POD}__proto__:\n  polluted: yes\n`, /strict decoding error: unknown field "__proto__"/],
  ['constructor as a field', `${POD}constructor:\n  prototype:\n    polluted: 1\n`, /unknown field "constructor"/],
  [
    '__proto__ as a label',
    POD.replace('  name: web', '  labels:\n    __proto__: {a: b}\n  name: web'),
    /cannot unmarshal object into Go struct field ObjectMeta.metadata.labels of type string/,
  ],
  [
    'a boolean of YAML 1.1 for a text',
    `${POD}    env:\n    - name: A\n      value: yes\n`,
    /cannot unmarshal bool into Go struct field EnvVar.spec.containers.env.value of type string/,
  ],
  [
    'true for a text',
    `${POD}  tolerations:\n  - key: a\n    value: true\n`,
    /cannot unmarshal bool into Go struct field Toleration.spec.tolerations.value of type string/,
  ],
  [
    'a number for a text',
    `${POD}    env:\n    - name: A\n      value: 8080\n`,
    /cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string/,
  ],
  [
    'a number beyond all numbers',
    POD.replace('  containers', '  priority: 99999999999999999999\n  containers'),
    /cannot unmarshal number .* of type int32/,
  ],
  ['half a character', POD.replace('- name: web', '- name: "\ud800"'), /a lowercase RFC 1123 label must consist of/],
]

type Way = readonly [string, (text: string) => Pick<Printed, 'stderr' | 'exitCode' | 'cluster'>]

const WAYS: readonly Way[] = [
  ['apply -f FILE', text => kubectl(cluster, 'apply -f f', { readFile: () => text })],
  ['create -f -', text => kubectl(cluster, 'create -f -', { stdin: text })],
  ['replace -f FILE', text => kubectl(cluster, 'replace -f f', { readFile: () => text })],
  ['patch -p', text => kubectl(cluster, ['patch', 'pod', 'web', '-p', text])],
  ['patch --type=merge -p', text => kubectl(cluster, ['patch', 'pod', 'web', '--type=merge', '-p', text])],
]

function heredoc(text: string) {
  const { session, ...printed } = run(
    newSession(cluster),
    `kubectl create -f - <<'END'\n${text}${text.endsWith('\n') ? '' : '\n'}END`,
  )
  return { ...printed, cluster: session.cluster }
}

/** How long an answer may take, on a machine that does much else, in milliseconds. */
const SOON = 10_000

function soon<T>(answer: () => T): T {
  const start = performance.now()
  const result = answer()
  expect(performance.now() - start).toBeLessThan(SOON)
  return result
}

const inherited = Reflect.ownKeys(Object.prototype)

describe.each([...WAYS, ['a heredoc', heredoc] as Way])('through %s', (_, send) => {
  test.each(UNREADABLE)('%s is refused with its line', (__, text, said) => {
    const { stderr, exitCode, cluster: after } = soon(() => send(text))
    expect(stderr.slice(-said.length - 1)).toBe(`${said}\n`)
    expect(exitCode).toBe(1)
    expect(after).toBe(cluster)
  })

  test.each(REFUSED)('%s is refused by the server', (__, text, said) => {
    const { stderr, exitCode, cluster: after } = soon(() => send(text))
    expect(stderr).toMatch(said)
    expect(exitCode).toBe(1)
    expect(after).toBe(cluster)
    expect(Reflect.ownKeys(Object.prototype)).toEqual(inherited)
  })
})

describe('through an editor', () => {
  /** The first answer is the hostile text, the second leaves the file as it is opened again. */
  function edited(text: string) {
    const opened: string[] = []
    const printed = kubectl(cluster, 'edit pod web', {
      edit: shown => ({ text: opened.push(shown) === 1 ? text : shown, path: '/tmp/edit.yaml' }),
    })
    return { ...printed, opened }
  }

  test.each(UNREADABLE)('%s is refused with its line', (__, text, said) => {
    const { exitCode, opened, cluster: after } = soon(() => edited(text))
    const line = /line (\d+)/.exec(said)?.[1]
    expect(opened[1]?.slice(0, 1000)).toContain(`# The edited file had a syntax error: line ${line}\n`)
    expect(exitCode).toBe(1)
    expect(after).toBe(cluster)
  })

  test.each(REFUSED)('%s is refused by the server', (__, text) => {
    const { exitCode, cluster: after } = soon(() => edited(text))
    expect(exitCode).toBe(1)
    expect(after).toBe(cluster)
    expect(Reflect.ownKeys(Object.prototype)).toEqual(inherited)
  })
})

test.each(['apply', 'create', 'replace'])('%s of a file without an object says that there is none', verb => {
  for (const text of ['', '# nothing\n', '---\n---\n', '%%%']) {
    const { stderr, exitCode, cluster: after } = kubectl(cluster, `${verb} -f f`, { readFile: () => text })
    expect(stderr).toBe(`error: no objects passed to ${verb}\n`)
    expect(exitCode).toBe(1)
    expect(after).toBe(cluster)
  }
})

test('what the server refuses in the third document stops neither the first nor the second', () => {
  const named = (name: string) => POD.replace('name: web\n  namespace', `name: ${name}\n  namespace`)
  const text = [named('a'), named('b'), named('c').replace('image', 'imago')].join('---\n')
  const { stdout, stderr, exitCode, cluster: after } = kubectl(cluster, 'apply -f f', { readFile: () => text })
  expect(stdout).toBe('pod/a created\npod/b created\n')
  expect(stderr).toContain('strict decoding error: unknown field "spec.containers[0].imago"')
  expect(exitCode).toBe(1)
  expect(listObjects(after, resourceNamed('pods'), 'default').map(({ metadata }) => metadata.name)).toEqual([
    'a',
    'b',
    'web',
  ])
})

test.each<[string, string]>([
  ['__proto__', '__proto__'],
  ['constructor', 'constructor'],
  ['toString', 'toString'],
])('%s is an annotation like any other', (_, key) => {
  const { cluster: after, exitCode } = kubectl(cluster, ['annotate', 'pod', 'web', `${key}=x`])
  expect(exitCode).toBe(key === '__proto__' ? 1 : 0)
  expect(Reflect.ownKeys(Object.prototype)).toEqual(inherited)
  const path = `{.metadata.annotations.${key}}`
  expect(kubectl(after, ['get', 'pod', 'web', '-o', `jsonpath=${path}`]).stdout).toBe(key === '__proto__' ? '' : 'x')
})

test.each([
  ['a pod whose tolerations are a text', POD.replace('  containers', '  tolerations: toString\n  containers')],
  ['a pod whose containers are a number', 'kind: Pod\nmetadata:\n  name: x\nspec:\n  containers: 1\n'],
])('%s runs from no file on a node', (_, text) => {
  const session = newSession(cluster, { 'x.yaml': text })
  const { session: after, stderr } = run(session, 'ssh kind-worker "cat > /etc/kubernetes/manifests/x.yaml" < x.yaml')
  expect(stderr).toBe('')
  expect(listObjects(after.cluster, resourceNamed('pods'))).toEqual(listObjects(cluster, resourceNamed('pods')))
})

test('a patch that takes the metadata away leaves the object as it was', () => {
  const { cluster: after } = kubectl(cluster, [
    'patch',
    'pod',
    'web',
    '--type=merge',
    '-p',
    '{"metadata":null}',
    '--dry-run=client',
  ])
  expect(after).toBe(cluster)
  expect(kubectl(cluster, ['patch', 'pod', 'web', '--type=merge', '-p', '{"metadata":null}'])).toMatchObject({
    exitCode: 1,
    cluster,
  })
})
