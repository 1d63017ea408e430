import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

/** How many pods are written before the disk is waited for. */
const AT_A_TIME = 1000

/**
 * Writes to `path` what `kubectl get nodes,pods -A -o json` prints of a large cluster: every tenth node has a taint, and the
 * last pods wait. Names, addresses and times are made up; the shape is that of a pod as an API server gives it.
 */
export async function writeLargeCluster(
  path: string,
  { nodes = 5000, pods = 50_000, waiting = 100 } = {},
): Promise<void> {
  const file = createWriteStream(path)
  file.write('{\n    "apiVersion": "v1",\n    "items": [\n')
  for (let index = 0; index < nodes; index += 1) file.write(`${index ? ',\n' : ''}${print(nodeAt(index))}`)
  for (let index = 0; index < pods; index += 1) {
    const isFull = !file.write(`,\n${print(podAt(index, index >= pods - waiting ? undefined : index % nodes))}`)
    if (isFull && index % AT_A_TIME === 0) await once(file, 'drain')
  }
  file.end('\n    ],\n    "kind": "List",\n    "metadata": {\n        "resourceVersion": ""\n    }\n}\n')
  await once(file, 'finish')
}

function print(value: object): string {
  return JSON.stringify(value, undefined, 4)
}

function nodeAt(index: number): object {
  const name = `node-${index}`
  const amounts = { cpu: '16', memory: '65536Mi', pods: '110' }
  const taints = index % 10 === 0 ? [{ key: 'team', value: `t${index % 7}`, effect: 'NoSchedule' }] : undefined
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': `z${index % 3}` } },
    spec: { podCIDR: `10.${index >> 8}.${index & 255}.0/24`, ...(taints && { taints }) },
    status: {
      allocatable: amounts,
      capacity: amounts,
      conditions: [
        { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' },
      ],
      nodeInfo: { kubeletVersion: 'v1.37.2', osImage: 'Debian GNU/Linux 13', architecture: 'amd64' },
    },
  }
}

function podAt(index: number, node: number | undefined): object {
  const template = `app-${index % 200}`
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${template}-${index.toString(36)}`,
      namespace: `team-${index % 40}`,
      uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      labels: { app: template },
    },
    spec: {
      containers: [
        {
          name: 'main',
          image: `registry.example/${template}:1.0`,
          resources: { requests: { cpu: '100m', memory: '128Mi' } },
          volumeMounts: [{ name: 'kube-api-access-abcde', mountPath: '/var/run/secrets', readOnly: true }],
        },
      ],
      tolerations: [
        { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
        { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
      ],
      volumes: [{ name: 'kube-api-access-abcde', projected: { sources: [] } }],
      ...(node === undefined ? {} : { nodeName: `node-${node}` }),
    },
    status:
      node === undefined
        ? { phase: 'Pending' }
        : {
            phase: 'Running',
            conditions: [{ type: 'Ready', status: 'True' }],
            podIP: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
          },
  }
}
