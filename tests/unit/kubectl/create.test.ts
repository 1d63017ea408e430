import { describe, expect, test } from 'vitest'
import { presetCluster } from '../../../src/cluster/presets.ts'
import { kubectl } from '../../../src/kubectl/kubectl.ts'
import { clusterAfter, withFiles } from './cluster-after.ts'

const cluster = clusterAfter()
const files = withFiles({
  'a.env': '# remark\nA=1\n\n  B=x=y\n',
  'note.txt': 'é',
  'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: c, image: nginx}]}\n',
})

function dry(command: string): unknown {
  const { stdout, stderr } = kubectl(cluster, `--dry-run=client -o json create ${command}`, files)
  if (stderr) throw new Error(stderr)
  return JSON.parse(stdout)
}

describe('create KIND', () => {
  test.each([
    ['namespace team', { kind: 'Namespace', metadata: { name: 'team' } }],
    ['sa robot -n x', { kind: 'ServiceAccount', metadata: { name: 'robot', namespace: 'x' } }],
    ['cm c --from-env-file=a.env', { data: { A: '1', B: 'x=y' } }],
    ['cm c --from-file=k=note.txt --from-literal=a=b=c', { data: { k: 'é', a: 'b=c' } }],
    ['secret generic s --from-file=note.txt --type=own', { data: { 'note.txt': 'w6k=' }, type: 'own' }],
    [
      'quota q --hard=pods=3,cpu=2 --scopes=BestEffort',
      { spec: { hard: { pods: '3', cpu: '2' }, scopes: ['BestEffort'] } },
    ],
    ['pc high --value=5 --global-default --description=x', { value: 5, globalDefault: true, description: 'x' }],
    [
      "pdb b --selector='a=b,c in (d),!e' --max-unavailable=10%",
      {
        spec: {
          maxUnavailable: '10%',
          selector: {
            matchLabels: { a: 'b' },
            matchExpressions: [
              { key: 'c', operator: 'In', values: ['d'] },
              { key: 'e', operator: 'DoesNotExist' },
            ],
          },
        },
      },
    ],
    ['svc clusterip s --clusterip=None', { spec: { clusterIP: 'None', type: 'ClusterIP', selector: { app: 's' } } }],
    [
      'service nodeport s --tcp=80:http --node-port=30080',
      { spec: { ports: [{ name: '80-http', port: 80, targetPort: 'http', nodePort: 30_080, protocol: 'TCP' }] } },
    ],
    ['service externalname s --external-name=a.example', { spec: { externalName: 'a.example', type: 'ExternalName' } }],
    [
      'deploy d --image=ghcr.io/a/b_c:1 --replicas=2 --port=80 -- sleep 1',
      {
        spec: {
          replicas: 2,
          template: {
            spec: { containers: [{ name: 'b-c', command: ['sleep', '1'], ports: [{ containerPort: 80 }] }] },
          },
        },
      },
    ],
  ])('%s', (command, expected) => {
    expect(dry(command)).toMatchObject(expected)
  })

  test.each([
    ['deployment', 'error: required flag(s) "image" not set\n'],
    [
      'deployment a b --image=x',
      "error: exactly one NAME is required, got 2\nSee 'kubectl create deployment -h' for help and examples\n",
    ],
    ['deployment a --image=x,y -- z', 'error: cannot specify multiple --image options and command\n'],
    ['cm', "error: exactly one NAME is required, got 0\nSee 'kubectl create configmap -h' for help and examples\n"],
    ['cm c --from-literal=a', 'error: invalid literal source a, expected key=value\n'],
    [
      'cm c --from-literal=a=1 --from-literal=a=2',
      'error: cannot add key "a", another key by that name already exists in Data for ConfigMap "c"\n',
    ],
    ['cm c --from-file=nope', 'error: error reading nope: no such file or directory\n'],
    ['cm c --from-file==x', 'error: key name for file path x missing\n'],
    ['cm c --from-file=x=', 'error: file path for key name x missing\n'],
    ['cm c --from-file=x=y=z', "error: key names or file paths cannot contain '='\n"],
    [
      'cm c --from-env-file=a.env --from-literal=a=b',
      'error: from-env-file cannot be combined with from-file or from-literal\n',
    ],
    ['pdb b --min-available=1', 'error: a selector must be specified\n'],
    ['pdb b --selector=a=b', 'error: one of min-available or max-unavailable must be specified\n'],
    [
      'pdb b --selector=a=b --min-available=1 --max-unavailable=1',
      'error: min-available and max-unavailable cannot be both specified\n',
    ],
    ['pdb b --selector=a=b --min-available=1Gi', 'error: invalid format specified for min-available\n'],
    ['quota q --hard=pods', 'error: Invalid argument syntax pods, expected <resource>=<value>\n'],
    ['quota q --scopes=a,,b', 'error: invalid resource quota scope ""\n'],
    ['svc clusterip s', 'error: at least one tcp port specifier must be provided\n'],
    ['svc nodeport s --clusterip=None --tcp=1', 'error: ClusterIP=None can only be used with ClusterIP service type\n'],
    ['svc externalname s', 'error: required flag(s) "external-name" not set\n'],
    ['svc externalname s --external-name=A_b', 'error: invalid service external name A_b\n'],
    ['svc clusterip s --tcp=x', 'error: strconv.ParseUint: parsing "x": invalid syntax\n'],
    ['svc clusterip s --tcp=80:99999', 'error: must be between 1 and 65535, inclusive\n'],
    ['svc ring s', 'error: unknown command "ring s"\nSee \'kubectl create service -h\' for help and examples\n'],
    ['nope a', "error: Unexpected args: [nope a]\nSee 'kubectl create -h' for help and examples\n"],
    ['role r', 'error: this terminal does not create a role; describe it in a file: kubectl create -f FILE\n'],
    [
      'svc clusterip kubernetes --tcp=80',
      'error: failed to create ClusterIP service: services "kubernetes" already exists\n',
    ],
    ['ns default', 'Error from server (AlreadyExists): namespaces "default" already exists\n'],
  ])('%s is refused', (command, stderr) => {
    expect(kubectl(cluster, `create ${command}`, files)).toMatchObject({ stdout: '', stderr, exitCode: 1 })
  })
})

test('a file is created once', () => {
  const first = kubectl(cluster, 'create -f pod.yaml', files)
  expect(first.stdout).toBe('pod/web created\n')
  expect(kubectl(first.cluster, 'create -f pod.yaml', files).stderr).toBe(
    'Error from server (AlreadyExists): error when creating "pod.yaml": pods "web" already exists\n',
  )
})

test('what is piped in is a file as well', () => {
  const stdin =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: ns}\n'
  expect(kubectl(cluster, 'create -f -', { stdin }).stdout).toBe('configmap/c created\nnamespace/ns created\n')
})

test('the namespace of a file and that of the command must agree', () => {
  const setting = withFiles({ 'cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: a}\n' })
  expect(kubectl(cluster, 'create -f cm.yaml -n b', setting).stderr).toBe(
    'error: the namespace from the provided object "a" does not match the namespace "b". You must pass \'--namespace=a\' to perform this operation.\n',
  )
})

// kubectl pkg/cmd/create/create.go
test.each([
  ['create', 'error: must specify one of -f and -k\n'],
  ['create pod a --image=nginx', "error: unknown flag: --image\nSee 'kubectl create --help' for usage.\n"],
  [
    'create deployment a --image=nginx --replicas=x',
    'error: invalid argument "x" for "-r, --replicas" flag: strconv.ParseInt: parsing "x": invalid syntax\nSee \'kubectl create deployment --help\' for usage.\n',
  ],
])('%s is refused', (command, stderr) => {
  expect(kubectl(cluster, command)).toMatchObject({ stdout: '', stderr, exitCode: 1 })
})

test('save-config keeps what was made for apply', () => {
  const { stdout } = kubectl(cluster, 'create ns n --save-config -o jsonpath={.metadata.annotations}')
  expect(stdout).toContain('kubectl.kubernetes.io/last-applied-configuration')
})

describe('create job and cronjob', () => {
  test('write a file to start from', () => {
    expect(kubectl(cluster, 'create job once --image=busybox --dry-run=client -o yaml -- sleep 5').stdout).toBe(
      'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: once\nspec:\n  template:\n    metadata: {}\n    spec:\n      containers:\n      - command:\n        - sleep\n        - "5"\n        image: busybox\n        name: once\n        resources: {}\n      restartPolicy: Never\nstatus: {}\n',
    )
    const night = kubectl(cluster, [
      'create',
      'cj',
      'night',
      '--image=busybox',
      '--schedule=0 3 * * *',
      '--dry-run=client',
      '-o',
      'json',
    ])
    expect(JSON.parse(night.stdout)).toMatchObject({
      kind: 'CronJob',
      spec: {
        schedule: '0 3 * * *',
        jobTemplate: { metadata: { name: 'night' }, spec: { template: { spec: { restartPolicy: 'OnFailure' } } } },
      },
    })
  })

  test.each([
    ['create job once --image=busybox', 'error: failed to create job: jobs.batch are not simulated in this cluster\n'],
    ['create job once', 'error: either --image or --from must be specified\n'],
    ['create cronjob night', 'error: required flag(s) "image", "schedule" not set\n'],
    [
      'create role reader',
      'error: this terminal does not create a role; describe it in a file: kubectl create -f FILE\n',
    ],
  ])('%s is refused', (command, stderr) => {
    expect(kubectl(cluster, command)).toMatchObject({ stdout: '', stderr, exitCode: 1, cluster })
  })
})

test('a Secret of no type is Opaque', () => {
  const { cluster: after } = kubectl(cluster, 'create secret generic plain --from-literal=a=b')
  expect(kubectl(after, 'get secret plain -o jsonpath={.type}').stdout).toBe('Opaque')
})

// cli-runtime printers/json.go: what is a Go struct keeps the order of its fields
test.each([
  [
    'run x --image=nginx --dry-run=client',
    '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"x","labels":{"run":"x"}},"spec":{"containers":[{"name":"x","image":"nginx","resources":{}}],"restartPolicy":"Always","dnsPolicy":"ClusterFirst"},"status":{}}',
  ],
  [
    'create deployment d --image=nginx --dry-run=client',
    '{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"d","labels":{"app":"d"}},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"d"}},"template":{"metadata":{"labels":{"app":"d"}},"spec":{"containers":[{"name":"nginx","image":"nginx","resources":{}}]}},"strategy":{}},"status":{}}',
  ],
  ['create sa s --dry-run=client', '{"kind":"ServiceAccount","apiVersion":"v1","metadata":{"name":"s"}}'],
])('%s -o json', (command, json) => {
  expect(kubectl(cluster, `${command} -o json`).stdout).toBe(`${JSON.stringify(JSON.parse(json), undefined, 4)}\n`)
})

// cli-runtime genericclioptions/print_flags.go: before anything is done
test.each(['create deployment d --image=nginx', 'run x --image=nginx', 'label ns default a=b'])(
  '%s with a format that is none does nothing',
  command => {
    const stderr =
      'error: unable to match a printer suitable for the output format "wide", allowed formats are: go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,yaml\n'
    expect(kubectl(cluster, `${command} -o wide`)).toMatchObject({ stdout: '', stderr, exitCode: 1, cluster })
  },
)

// kubectl pkg/cmd/run/run.go, `Validate`
test.each([
  ['--expose', '--port must be set when exposing a service'],
  ['--port=x', '--port must be a number'],
  ['--restart=No', 'invalid restart policy: No, valid values are: Always, OnFailure, Never'],
  ['--image-pull-policy=No', 'invalid image pull policy: No, valid values are: Always, IfNotPresent, Never'],
  ['--rm', '--rm should only be used for attached containers'],
  [
    '-it --dry-run=client',
    "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
  ],
  ['--overrides={x', 'Invalid JSON Patch'],
  ['--overrides={} --override-type=no', 'invalid override type: no'],
])('run %s is refused', (flags, said) => {
  expect(kubectl(cluster, `run x --image=nginx ${flags}`)).toMatchObject({ stdout: '', stderr: `error: ${said}\n` })
})

test('run --expose makes a Service too, in older days first', () => {
  const command = 'run x --image=nginx --port=80 --expose'
  expect(kubectl(cluster, command).stdout).toBe('pod/x created\nservice/x created\n')
  const older = presetCluster('kind', { version: 'v1.35.4' })
  expect(kubectl(older, command).stdout).toBe('service/x created\npod/x created\n')
})

test.each(['metadata: {name: null}', 'metadata: {}', 'metadata: null'])(
  'a file whose object has no name (%s) is refused for that',
  metadata => {
    const nameless = withFiles({ 'x.yaml': `apiVersion: v1\nkind: ConfigMap\n${metadata}\n` })
    const { stderr, exitCode } = kubectl(cluster, 'create -f x.yaml', nameless)
    expect(stderr).toBe(
      'The ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required\n',
    )
    expect(exitCode).toBe(1)
  },
)
