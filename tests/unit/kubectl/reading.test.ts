import { expect, test } from 'vitest'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { run } from '../../../src/shell/run.ts'
import { newSession } from '../../../src/shell/session.ts'

const FILES = {
  'rich.yaml': `
apiVersion: v1
kind: Pod
metadata: {name: rich, labels: {app: rich}}
spec:
  nodeName: kind-worker
  containers:
  - name: main
    image: nginx:1.27
    env:
    - {name: TWO, value: "a\\nb"}
    - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
    - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
    - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
    - {name: MIB, valueFrom: {resourceFieldRef: {resource: requests.memory, divisor: 1Mi}}}
    - {name: ALL, valueFrom: {resourceFieldRef: {resource: limits.memory}}}
    envFrom: [{configMapRef: {name: settings}}, {secretRef: {name: creds, optional: true}, prefix: P_}]
    resources: {requests: {memory: 64Mi}, limits: {cpu: 500m}}
  - {name: side, image: busybox}
  initContainers: [{name: first, image: busybox}]
  volumes:
  - {name: dw, downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}
---
apiVersion: v1
kind: Secret
metadata: {name: creds}
stringData: {password: s3crét}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
binaryData: {bin: AAEC}
`,
}

const [first, ...more] = [
  'kubectl apply -f rich.yaml',
  'kubectl create deployment web --image=nginx --replicas=2',
  'kubectl expose deployment web --port=80',
]

/** What a line prints after those above, in a cluster at rest. */
function answer(line: string) {
  let session = newSession(kindCluster(), FILES)
  for (const before of [first, ...more, 'kubectl wait --for=condition=Available deploy/web'])
    session = run(session, before ?? '').session
  const { output, session: after } = run(session, line)
  const of = (stream: 'stdout' | 'stderr') => output.flatMap(one => (one.stream === stream ? one.text : [])).join('')
  return { stdout: of('stdout'), stderr: of('stderr'), exitCode: after.exitCode }
}

const NO_SUCH_FIELD = 'error: couldn\'t find any field with path "{.metadata.name}" in the list of objects\n'
const DEPRECATED = 'Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\n'

test.each<[line: string, says: Partial<ReturnType<typeof answer>>, upstream: string]>([
  [
    'kubectl get nodes --sort-by=.nope',
    { stdout: '', stderr: 'No resources found\n', exitCode: 0 },
    'cmd/get/get.go Run: what PrintObj returns is dropped',
  ],
  [
    'kubectl get po,svc --sort-by=.metadata.name',
    { stderr: NO_SUCH_FIELD, exitCode: 1 },
    'cmd/get/get.go RuntimeSorter',
  ],
  [
    'kubectl get pods --server-print=false -l app=rich --no-headers | cut -c1-4',
    { stdout: 'rich\n' },
    'cmd/get/get.go transformRequests',
  ],
  [
    'kubectl get all web',
    { stderr: 'error: you must specify only one resource\n', exitCode: 1 },
    'cli-runtime resource/builder.go visitByName',
  ],
  [
    'kubectl get ev -n nope',
    {
      stderr:
        'Warning: short name "ev" could also match lower priority resource events.events.k8s.io\nNo resources found in nope namespace.\n',
    },
    'client-go restmapper/shortcut.go expandResourceShortcut',
  ],
  [
    'kubectl get deploy.foo',
    { stderr: 'error: the server doesn\'t have a resource type "deploy" in group "foo"\n', exitCode: 1 },
    'cmd/util/helpers.go checkErr',
  ],
  [
    'kubectl get svc web -o JSON | head -2',
    { stdout: '{\n    "apiVersion": "v1",\n' },
    'cli-runtime JSONYamlPrintFlags',
  ],
  ['kubectl get pod rich --template={{.kind}}', { stdout: 'Pod' }, 'cli-runtime PrintFlags.ToPrinter'],
  [
    "kubectl get pod rich -o go-template='{{.kind'",
    { stderr: 'error: error parsing template {{.kind, template: output:1: unclosed action\n', exitCode: 1 },
    'cli-runtime template_flags.go ToPrinter',
  ],
  ["kubectl get pod rich -o go-template='{{.metadata.nope.x}}'", { stdout: '<no value>' }, 'text/template evalField'],
  [
    "kubectl get secret creds -o go-template='{{.data.password | base64decode}}'",
    { stdout: 's3crét' },
    'cli-runtime printers/template.go',
  ],
  [
    "kubectl get secret creds -o go-template='{{.stringData}}'",
    { stdout: '<no value>' },
    'Convert_v1_Secret_To_core_Secret',
  ],
  [
    'kubectl get pods --chunk-size=x',
    {
      stderr:
        'error: invalid argument "x" for "--chunk-size" flag: strconv.ParseInt: parsing "x": invalid syntax\nSee \'kubectl get --help\' for usage.\n',
      exitCode: 1,
    },
    'pflag Int64',
  ],
  [
    'kubectl get pods -n=',
    { stderr: 'No resources found in = namespace.\n', exitCode: 0 },
    'pflag parseSingleShortArg',
  ],
  ['kubectl describe cm settings | grep bin:', { stdout: 'bin: 3 bytes\n' }, 'describe/describe.go ConfigMapDescriber'],
  [
    'kubectl describe ep web | head -1',
    { stdout: 'Name:         web\n', stderr: DEPRECATED },
    'apiserver endpoints/installer.go',
  ],
])('%s', (line, says) => {
  expect(answer(line)).toMatchObject(says)
})

test('a pod is described with where its environment comes from, and with what kubectl alone knows of it', () => {
  // (kubectl `describe/describe.go`: describeContainerEnvFrom, describeContainerEnvVars, printDownwardAPIVolumeSource)
  const { stdout } = answer('kubectl describe pod rich')
  expect(stdout).toContain(`    Environment Variables from:
      settings  ConfigMap                Optional: false
      creds     Secret with prefix 'P_'  Optional: true
    Environment:
      TWO:   a
             b
      NAME:  rich (v1:metadata.name)
      IP:     (v1:status.podIP)
      CPU:   1 (limits.cpu)
      MIB:   64 (requests.memory)
      ALL:   node allocatable (limits.memory)
`)
  expect(stdout).toContain(`  dw:
    Type:  DownwardAPI (a volume populated by information about the pod)
    Items:
      metadata.labels -> labels
`)
})

test('what leads to the pods of a Service is described address by address', () => {
  // (kubectl `describe/describe.go`: describeEndpoints, describeEndpointSliceV1)
  const masked = (line: string) =>
    answer(line)
      .stdout.replace(/10(\.\d+){3}/g, 'IP')
      .replace(/web-\w+-\w+/g, 'web-x')
  expect(masked('kubectl describe ep web')).toContain(`Subsets:
  Addresses:          IP,IP
  NotReadyAddresses:  <none>
  Ports:
    Name     Port  Protocol
    ----     ----  --------
    <unset>  80    TCP

Events:  <none>
`)
  const slices = masked('kubectl describe endpointslices -l kubernetes.io/service-name=web')
  expect(slices).toContain(`AddressType:  IPv4
Ports:
  Name     Port  Protocol
  ----     ----  --------
  <unset>  80    TCP
Endpoints:
  - Addresses:  IP
    Conditions:
      Ready:    true
    Hostname:   <unset>
    TargetRef:  Pod/web-x
    NodeName:   kind-worker`)
})
