import { expect, test } from 'vitest'
import { kindCluster } from '../../../src/cluster/kind.ts'
import { kubectl } from '../../../src/kubectl/kubectl.ts'
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
  [
    'kubectl logs rich',
    {
      stderr:
        'Defaulted container "main" out of: main, side, first (init)\nContainers here run no program: they write nothing.\n',
    },
    'polymorphichelpers/logsforobject.go',
  ],
  [
    'kubectl logs rich -c nope',
    { stderr: 'error: container nope is not valid for pod rich out of: main, side, first (init)\n', exitCode: 1 },
    'polymorphichelpers/logsforobject.go',
  ],
  [
    'kubectl logs node/kind-worker',
    { stderr: 'error: cannot get the logs from *v1.Node: selector for *v1.Node not implemented\n', exitCode: 1 },
    'polymorphichelpers/helpers.go SelectorsForObject',
  ],
  [
    'kubectl logs svc/web 2>&1 | cut -c1-27',
    { stdout: expect.stringMatching(/^Found 2 pods, using pod\/web/) },
    'logsforobject.go',
  ],
  [
    'kubectl logs deploy/nope',
    { stderr: 'error: error from server (NotFound): deployments.apps "nope" not found in namespace "default"\n' },
    'cmd/logs/logs.go Complete',
  ],
  [
    'kubectl logs -l app=web x',
    { stderr: "error: only a selector (-l) or a POD name is allowed\nSee 'kubectl logs -h' for help and examples\n" },
    'cmd/logs/logs.go Complete',
  ],
  [
    'kubectl logs -l app=no',
    { stderr: 'No resources found in default namespace.\n', exitCode: 0 },
    'cmd/logs/logs.go Complete',
  ],
  [
    'kubectl top pod --sort-by=x',
    { stderr: 'error: --sort-by accepts only cpu or memory\n' },
    'cmd/top/top_pod.go Validate',
  ],
  [
    'kubectl top node a b',
    { stderr: "error: node [NAME | -l label]\nSee 'kubectl top node -h' for help and examples\n", exitCode: 1 },
    'cmd/top/top_node.go Complete',
  ],
  [
    'kubectl version x',
    { stdout: '', stderr: 'error: extra arguments: [x]\n', exitCode: 1 },
    'cmd/version/version.go Validate',
  ],
  [
    'kubectl version --client -o json | head -3',
    { stdout: '{\n  "clientVersion": {\n    "major": "1",\n' },
    'cmd/version/version.go Run',
  ],
  [
    'kubectl api-versions x',
    { stderr: "error: unexpected arguments: [x]\nSee 'kubectl api-versions -h' for help and examples\n" },
    'cmd/apiresources/apiversions.go',
  ],
  [
    'kubectl api-resources -o wide --no-headers --categories=all --verbs=list,watch --api-group=batch',
    {
      stdout:
        'cronjobs   cj    batch/v1   true   CronJob   create,delete,deletecollection,get,list,patch,update,watch   all\njobs             batch/v1   true   Job       create,delete,deletecollection,get,list,patch,update,watch   all\n',
    },
    'cmd/apiresources/apiresources.go RunAPIResources',
  ],
  [
    'kubectl api-resources --verbs=nope',
    { stdout: 'NAME   SHORTNAMES   APIVERSION   NAMESPACED   KIND\n' },
    'apiresources.go',
  ],
  ["kubectl auth can-i '*' '*'", { stdout: 'yes\n', stderr: '' }, 'cmd/auth/cani.go resourceFor'],
  [
    'kubectl auth can-i taint nodes',
    { stderr: "Warning: resource 'nodes' is not namespace scoped\n\nWarning: verb 'taint' is not a known verb\n\n" },
    'cmd/auth/cani.go Validate',
  ],
  ['kubectl auth can-i list deployments.apps', { stdout: 'yes\n', stderr: '' }, 'cmd/auth/cani.go resourceFor'],
  [
    'kubectl auth can-i get pods.x.io',
    { stderr: "Warning: the server doesn't have a resource type 'pods' in group 'x.io'\n\n" },
    'cmd/auth/cani.go resourceFor',
  ],
  [
    'kubectl auth can-i --list | head -3',
    {
      stdout: [
        'Resources                                       Non-Resource URLs   Resource Names   Verbs',
        '*.*                                             []                  []               [*]',
        '                                                [*]                 []               [*]',
        '',
      ].join('\n'),
    },
    'cmd/auth/cani.go RunAccessList',
  ],
  [
    "kubectl auth whoami -o jsonpath='{.status.userInfo.username}'",
    { stdout: 'kubernetes-admin' },
    'cmd/auth/whoami.go',
  ],
  [
    'kubectl events --for foo/x',
    { stderr: 'the server doesn\'t have a resource type "foo"\n', exitCode: 1 },
    'cmd/events ToOptions',
  ],
  [
    'kubectl events -o name',
    { stdout: '', stderr: '', exitCode: 0 },
    'cli-runtime printers/name.go: lists are refused',
  ],
  [
    'kubectl events -o wide',
    { stderr: expect.stringContaining('"wide", allowed formats are: go-template,'), exitCode: 1 },
    'cli-runtime PrintFlags.AllowedFormats',
  ],
  [
    'kubectl wait --for=condition=Nope pod/rich deploy/web --timeout=1s',
    {
      stderr:
        'timed out waiting for the condition on pods/rich\ntimed out waiting for the condition on deployments/web\n',
      exitCode: 1,
    },
    'cmd/wait/wait.go RunWaitContext: one context for all',
  ],
  [
    "kubectl wait --for=condition=Ready pod/rich -o jsonpath='{.kind}'",
    { stdout: 'Pod', exitCode: 0 },
    'cmd/wait RunWaitContext',
  ],
  [
    'kubectl config get-contexts -o yaml',
    {
      stderr:
        'error: --output yaml is not available in kubectl config get-contexts; resetting to default output format\n',
    },
    'cmd/config/get_contexts.go Complete',
  ],
  [
    'kubectl config set contexts.kind-kind.namespace x && kubectl get pods',
    {
      stdout: 'Property "contexts.kind-kind.namespace" set.\n',
      stderr: 'No resources found in x namespace.\n',
    },
    'cmd/config/set.go',
  ],
  [
    'kubectl config unset current-context && kubectl config current-context',
    { stdout: 'Property "current-context" unset.\n', stderr: 'error: current-context is not set\n', exitCode: 1 },
    'cmd/config/unset.go',
  ],
  [
    'kubectl config view x',
    { stderr: "error: unexpected arguments: [x]\nSee 'kubectl config view -h' for help and examples\n" },
    'cmd/config/view.go Complete',
  ],
  [
    "kubectl get nodes ''",
    { stderr: 'error: resource name may not be empty\n', exitCode: 1 },
    'cli-runtime builder.go',
  ],
  [
    'kubectl get nodes/ kind-worker',
    { stderr: expect.stringMatching(/^error: there is no need to specify a resource type/), exitCode: 1 },
    'cli-runtime builder.go hasCombinedTypeArgs',
  ],
  [
    'kubectl top pod --foo',
    { stderr: "error: unknown flag: --foo\nSee 'kubectl top pod --help' for usage.\n", exitCode: 1 },
    'cmd/util/helpers.go FlagErrorFunc',
  ],
  [
    'kubectl get pods a b -n nope',
    { stderr: 'Error from server (NotFound): namespaces "nope" not found\n'.repeat(2), exitCode: 1 },
    'cli-runtime resource/visitor.go Info.Get',
  ],
  ['kubectl get pod a -n team', { stderr: 'Error from server (NotFound): namespaces "team" not found\n' }, 'Info.Get'],
  ['kubectl get pod a -n kube-system', { stderr: 'Error from server (NotFound): pods "a" not found\n' }, 'Info.Get'],
  ['kubectl get node a -n nope', { stderr: 'Error from server (NotFound): nodes "a" not found\n' }, 'Info.Get'],
  [
    'kubectl label pod a x=y -n nope',
    { stderr: 'Error from server (NotFound): namespaces "nope" not found\n' },
    'Info.Get',
  ],
  [
    'kubectl delete pod a -n nope',
    { stderr: 'Error from server (NotFound): pods "a" not found\n' },
    'cmd/delete/delete.go: RequireObject(false)',
  ],
  [
    'kubectl describe pod/rich pod/nope',
    { stdout: '', stderr: 'Error from server (NotFound): pods "nope" not found\n', exitCode: 1 },
    'cmd/describe/describe.go Run: two arguments',
  ],
  [
    'kubectl get pods --context=nope',
    { stdout: '', stderr: 'Error in configuration: context was not found for specified context: nope\n', exitCode: 1 },
    'client-go clientcmd/validation.go',
  ],
  [
    'kubectl version --context nope',
    { stdout: '', stderr: 'error: context "nope" does not exist\n', exitCode: 1 },
    'client-go clientcmd/client_config.go',
  ],
  [
    'kubectl config set-context dev --namespace=kube-system && kubectl get ds kindnet --no-headers --context=dev | cut -d" " -f1',
    { stdout: 'Context "dev" created.\nkindnet\n' },
    'client-go clientcmd/client_config.go Namespace',
  ],
  [
    'kubectl config view --minify --context=nope',
    { stdout: '', stderr: 'error: cannot locate context nope\n', exitCode: 1 },
    'client-go clientcmd/api/helpers.go MinifyConfig',
  ],
  ["kubectl config view -o go-template='{{.kind}}'", { stdout: 'Config' }, 'cmd/config/view.go'],
  [
    'kubectl get pods rich nope -w',
    { stdout: '', stderr: 'Error from server (NotFound): pods "nope" not found\n', exitCode: 1 },
    'cmd/get/get.go watch',
  ],
  [
    'kubectl get pods/rich pods/rich -w 2>&1 >&- | head -3',
    { stdout: 'error: you may only watch a single resource or type of resource at a time\n' },
    'cli-runtime resource/result.go Watch',
  ],
  [
    "kubectl get events -o wide --no-headers --field-selector reason=ScalingReplicaSet | grep -c 'deployment-controller '",
    { stdout: '1\n' },
    'printers/internalversion formatEventSource',
  ],
])('%s', (line, says) => {
  expect(answer(line)).toMatchObject(says)
})

test('what 1.35 says otherwise', () => {
  const cluster = kindCluster({ version: 'v1.35.4' })
  const say = (line: string) => kubectl(cluster, line)
  // (kubectl 0.35: `DescribeProbe`, `checkErr`, `WaitFlags`, `GetOptions.Validate`)
  expect(say('describe deploy coredns -n kube-system').stdout).toContain(' #success=1 #failure=5\n')
  expect(say('get deploy.foo').stderr).toBe('error: the server doesn\'t have a resource type "deploy"\n')
  expect(say('wait pod/x').stderr).toBe('error: unrecognized condition: ""\n')
  expect(say('get nodes -L a -o custom-columns=A:.kind --no-headers').stdout).toBe('Node\nNode\nNode\n')
  expect(say('config view').stdout).toContain('\npreferences: {}\n')
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
