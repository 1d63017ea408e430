import { expect, test } from 'vitest'
import { kindCluster } from '../../../src/cluster/kind.ts'
import type { KubeConfig } from '../../../src/kubectl/config.ts'
import { kubectl } from '../../../src/kubectl/kubectl.ts'

const cluster = kindCluster()

/** What the last of some commands prints, each with the configuration that the one before has left. */
function printed(...commands: readonly string[]): string {
  let config: KubeConfig | undefined
  let text = ''
  for (const command of commands) {
    const result = kubectl(cluster, command, config && { config })
    text = result.stdout + result.stderr
    config = result.config
  }
  return text
}

const DEV = 'config set-context dev --namespace=dev --cluster=kind-kind --user=kind-kind'

test.each<[string, readonly string[], string]>([
  ['the context in use', ['config current-context'], 'kind-kind\n'],
  [
    'all contexts',
    ['config get-contexts'],
    'CURRENT   NAME        CLUSTER     AUTHINFO    NAMESPACE\n*         kind-kind   kind-kind   kind-kind   \n',
  ],
  ['a new context', [DEV], 'Context "dev" created.\n'],
  ['their names, sorted', [DEV, 'config get-contexts -o name'], 'dev\nkind-kind\n'],
  ['another context', [DEV, 'config use-context dev'], 'Switched to context "dev".\n'],
  ['the context in use then', [DEV, 'config use-context dev', 'config current-context'], 'dev\n'],
  ['a context that is not there', ['config use-context nope'], 'error: no context exists with the name: "nope"\n'],
  [
    'a namespace for the context in use',
    ['config set-context --current --namespace=kube-system'],
    'Context "kind-kind" modified.\n',
  ],
  [
    'which then is where one looks',
    [
      'config set-context --current --namespace=kube-system',
      'get pods -l k8s-app=kube-dns -o jsonpath={.items[*].metadata.namespace}',
    ],
    'kube-system kube-system',
  ],
  [
    'and is shown',
    ['config set-context --current --namespace=kube-system', 'config view --minify -o jsonpath={..namespace}'],
    'kube-system',
  ],
  ['every context, sorted', [DEV, 'config view -o jsonpath={.contexts[*].name}'], 'dev kind-kind'],
  [
    'but for one command another may be named',
    [DEV, 'config use-context dev', 'get pods -n default'],
    'No resources found in default namespace.\n',
  ],
])('kubectl config shows and sets %s', (_, commands, expected) => {
  expect(printed(...commands)).toBe(expected)
})

const NAMES = '-o jsonpath={.items[*].metadata.name}'

test.each(['.metadata.name', '{.metadata.name}', 'metadata.name', '.metadata.creationTimestamp'])(
  'nodes are sorted by %s',
  path => {
    expect(kubectl(cluster, `get nodes --sort-by=${path} ${NAMES}`).stdout).toBe(
      'kind-control-plane kind-worker kind-worker2',
    )
  },
)

test('pods are sorted by their nodes', () => {
  const { stdout } = kubectl(cluster, 'get pods -A --sort-by=.spec.nodeName -o jsonpath={.items[*].spec.nodeName}')
  expect(stdout.split(' ')).toEqual(stdout.split(' ').toSorted())
})

test.each([
  ['.nope', `error: couldn't find any field with path "{.nope}" in the list of objects\n`],
  ['.status.[', 'error: unterminated array\n'],
])('nothing is sorted by %s', (path, stderr) => {
  expect(kubectl(cluster, `get nodes --sort-by=${path} ${NAMES}`)).toMatchObject({ stdout: '', stderr, exitCode: 1 })
})
