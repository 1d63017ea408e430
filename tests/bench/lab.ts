import { list } from '../../src/cluster/cluster.ts'
import { presetCluster } from '../../src/cluster/presets.ts'
import { printIndentedJson } from '../../src/kubectl/json.ts'
import { printYaml } from '../../src/kubectl/yaml-print.ts'
import { clusterFrom } from '../../src/stores/lab-import.ts'
import { peakMemory, perPiece } from './measure.ts'

const NODES = 1000
const PODS = 10_000

/** What it costs the lab to take in what `kubectl get nodes,pods -A -o yaml|json` prints of a large cluster. */
export async function* labFigures(): AsyncGenerator<string> {
  const cluster = presetCluster('kind')
  const [node] = list(cluster, 'nodes')
  const pod = list(cluster, 'pods').find(({ metadata }) => metadata.name.startsWith('coredns'))
  if (!node || !pod) throw new Error('the preset has no nodes or no pods')
  const items = [
    ...Array.from({ length: NODES }, (_, index) => {
      return { ...node, metadata: { ...node.metadata, name: `node-${index}`, uid: `n${index}` } }
    }),
    ...Array.from({ length: PODS }, (_, index) => podLike(pod, index)),
  ]
  const whole = { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } }
  for (const form of ['yaml', 'json'] as const) {
    const source = new Blob([form === 'yaml' ? printYaml(whole) : printIndentedJson(whole)])
    let longest = 0
    let last = performance.now()
    const start = process.cpuUsage()
    const began = last
    const brought = await clusterFrom(source, {
      report: () => {},
      pause: async () => {
        longest = Math.max(longest, performance.now() - last)
        await new Promise(resolve => setImmediate(resolve))
        last = performance.now()
      },
      isCancelled: () => false,
    })
    if (!brought.ok) throw new Error(brought.issue.code)
    const wall = performance.now() - began
    const { user, system } = process.cpuUsage(start)
    const cost = { wall, processor: (user + system) / 1000 }
    yield `importing ${NODES} nodes and ${PODS} pods as ${form}, ${Math.round(source.size / 2 ** 20)} MiB: ${Math.round(wall)} ms, ${perPiece(cost, PODS)} a pod, at most ${Math.round(longest)} ms without a pause, peak ${peakMemory()} MiB`
  }
}

/** A pod with what differs between two of one template: names, addresses, times. */
function podLike(pod: ReturnType<typeof list<'pods'>>[number], index: number): object {
  const time = new Date(Date.UTC(2026, 9, 1) + index * 37_000).toISOString().replace('.000Z', 'Z')
  const { status = {} } = pod
  const ip = `10.1.${index >> 8}.${index & 255}`
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      name: `web-${index}`,
      namespace: `team-${index % 50}`,
      uid: `p${index}`,
      creationTimestamp: time,
      resourceVersion: String(index),
    },
    spec: { ...pod.spec, nodeName: `node-${index % NODES}` },
    status: {
      ...status,
      startTime: time,
      podIP: ip,
      podIPs: [{ ip }],
      conditions: (status.conditions ?? []).map(condition => ({ ...condition, lastTransitionTime: time })),
      containerStatuses: (status.containerStatuses ?? []).map(one => ({
        ...one,
        containerID: `containerd://${index}`,
      })),
    },
  }
}
