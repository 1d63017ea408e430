import { describe, expect, test } from 'vitest'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { kubectl } from '../../../src/kubectl/kubectl.ts'
import { clusterAfter } from './cluster-after.ts'

test.each([
  ['replace', 'kind: Pod', 'true'],
  ['replace', 'kind: Pod', '[1]'],
  ['apply', 'kind: Pod', '7'],
  ['apply', 'kind: Nothing', '{a: b}'],
  ['delete', 'kind: Pod', '1.5'],
  ['diff', 'kind: Pod', 'yes'],
])('%s of a %s whose name is %s, which is no text, is refused and changes nothing', (verb, kind, name) => {
  const before = kindCluster()
  const stdin = `apiVersion: v1\n${kind}\nmetadata:\n  name: ${name}\nspec:\n  containers: [{name: c, image: nginx}]\n`
  const { exitCode, cluster } = kubectl(before, `${verb} -f -`, { stdin })
  // Of diff, 1 says that there is a difference.
  expect(exitCode).toBe(verb === 'diff' ? 2 : 1)
  expect(cluster).toBe(before)
})

describe('a directory', () => {
  const manifest = (name: string) => `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"${name}"}}`
  const setting = {
    readFile: (path: string) => manifest(path.replace(/\W/g, '-')),
    filesUnder: (path: string) =>
      /^(\.|\.\/d|d\/?)$/.test(path) ? ['a.yaml', 'b.yml', 'c.txt', 'e/f.json'] : path === 'empty' ? [] : undefined,
  }

  // cli-runtime resource/visitor.go, `ExpandPathsToFileVisitors`
  test.each([
    ['-f d', ['d-a-yaml', 'd-b-yml']],
    ['-f ./d', ['d-a-yaml', 'd-b-yml']],
    ['-f .', ['a-yaml', 'b-yml']],
    ['-R -f d/', ['d-a-yaml', 'd-b-yml', 'd-e-f-json']],
    ['-f d/c.txt', ['d-c-txt']],
  ])('%s stands for the manifests in it', (flags, names) => {
    const { stdout } = kubectl(clusterAfter(), `apply ${flags}`, setting)
    expect(stdout).toBe(names.map(name => `configmap/${name} created\n`).join(''))
  })

  test('one without a manifest is an error', () => {
    expect(kubectl(clusterAfter(), 'apply -f empty', setting).stderr).toBe(
      'error: error reading [empty]: recognized file extensions are [.json .yaml .yml]\n',
    )
  })
})

// kubectl pkg/validation/schema.go, `getObjectKind`; who does not look first finds it when decoding
test.each([
  [
    'create -f x',
    'nothing',
    'error validating "x": error validating data: invalid object to validate; if you choose to ignore these errors, turn validation off with --validate=false',
  ],
  [
    'apply -f x',
    'apiVersion: v1',
    'error validating "x": error validating data: kind not set; if you choose to ignore these errors, turn validation off with --validate=false',
  ],
  [
    'apply -f x',
    'a: b',
    'error validating "x": error validating data: [apiVersion not set, kind not set]; if you choose to ignore these errors, turn validation off with --validate=false',
  ],
  [
    'apply -f x --validate=false',
    'apiVersion: v1',
    `unable to decode "x": Object 'Kind' is missing in '{"apiVersion":"v1"}'`,
  ],
  ['delete -f x', 'a: b', `unable to decode "x": Object 'Kind' is missing in '{"a":"b"}'`],
])('%s of %s', (command, text, said) => {
  expect(kubectl(clusterAfter(), command, { readFile: () => text }).stderr).toBe(`error: ${said}\n`)
})
