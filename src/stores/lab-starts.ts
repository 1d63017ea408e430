/** What a new file can begin with. */
export const STARTS = ['pod', 'pinned', 'daemonset', 'deployment', 'empty'] as const
export type Start = (typeof STARTS)[number]

/** The text that a new file begins with; `name` is that of its object. */
export function startText(start: Start, name: string): string {
  return TEXTS[start].replaceAll('NAME', name)
}

/** A file's name as the name of an object: `Mon pod.yaml` gives `mon-pod`. (RFC 1123 label) */
export function objectName(path: string): string {
  const name = path
    .replace(/^.*\//, '')
    .replace(/\.ya?ml$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  const short = name.slice(0, 59).replace(/-+$/, '')
  return short === '' || NOT_TEXT.test(short) ? `pod${short && `-${short}`}` : short
}

/** What YAML would read as a number, a boolean or nothing. */
const NOT_TEXT = /^(?:[0-9].*|true|false|yes|no|on|off|y|n|null|inf|nan)$/

const CONTAINERS = `containers:
- name: NAME
  image: registry.k8s.io/pause:3.10
  resources:
    requests:
      cpu: 100m
      memory: 64Mi
`

const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by))

const WORKLOAD = `metadata:
  name: NAME
spec:
  selector:
    matchLabels:
      app: NAME
  template:
    metadata:
      labels:
        app: NAME
    spec:
`

const TOLERATIONS = `tolerations:
- key: node-role.kubernetes.io/control-plane
  operator: Exists
  effect: NoSchedule
`

const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: NAME\nspec:\n'

const TEXTS: Readonly<Record<Start, string>> = {
  pod: POD + indented(TOLERATIONS + CONTAINERS, 2),
  pinned: `${POD}  nodeSelector:\n    kubernetes.io/hostname: kind-worker\n${indented(CONTAINERS, 2)}`,
  daemonset: `apiVersion: apps/v1\nkind: DaemonSet\n${WORKLOAD}${indented(TOLERATIONS + CONTAINERS, 6)}`,
  deployment: `apiVersion: apps/v1\nkind: Deployment\n${WORKLOAD.replace('spec:\n', 'spec:\n  replicas: 2\n')}${indented(CONTAINERS, 6)}`,
  empty: '',
}
