import { isBefore } from '../kubernetes/version.ts'
import { resourceNamed } from './api-resource.ts'
import { type Cluster, list, listObjects, ownedBy } from './cluster.ts'
import type { Machine } from './found.ts'
import { asMet, controlPlane, foundPreset, NEWEST, type PresetOptions, worker } from './preset.ts'
import { minorVersionOf } from './version.ts'

/**
 * The cluster that the course meets first: what kind 0.33 makes of one control plane and two workers, at rest, with all of
 * kube-system, 78 minutes old.
 */
export function kindCluster(options: PresetOptions = {}): Cluster {
  const found = foundPreset(recordedMachines(options.version ?? NEWEST), options)
  return asMet(found, recordedNames(found))
}

/** The machines of the recorded clusters: that of 1.37 had lost the second range of addresses to a node that was none. */
function recordedMachines(version: string): readonly Machine[] {
  const skipped = isBefore(minorVersionOf(version), '1.36') ? 0 : 1
  return [controlPlane(1, 3), worker(1, 2, 1 + skipped), worker(2, 4, 2 + skipped)]
}

/** The random parts of names in the recorded clusters: a template's hash, then its pods', by node or by address. */
const RECORDED: Readonly<Record<'old' | 'new', Readonly<Record<string, readonly string[]>>>> = {
  new: {
    coredns: ['559f6c778d', 'xtvcb', 'r2c2s'],
    'local-path-provisioner': ['75f7fc7dc5', 'm859b'],
    kindnet: ['84d8ccbb84', 'lt8tp', 'dgp4p', 't88gb'],
    'kube-proxy': ['5499867df', '6jsl2', 'fwjnp', '67dm9'],
    'kube-dns': ['xwc2b'],
  },
  old: {
    coredns: ['7d764666f9', '6599q', 'wxxxr'],
    'local-path-provisioner': ['67b778fdf6', '4vf67'],
    kindnet: ['696d48669f', 'stt2g', '7wlmn', '8b8cf'],
    'kube-proxy': ['56b4955dd6', 'q8v6x', 'lz594', 'pxpw5'],
    'kube-dns': ['hbzh5'],
  },
}

/** Own names and what they were when the cluster was recorded. */
function recordedNames(cluster: Cluster): ReadonlyMap<string, string> {
  const recorded = RECORDED[isBefore(minorVersionOf(cluster.version), '1.36') ? 'old' : 'new']
  const names = new Map<string, string>()
  const workloads = [...list(cluster, 'replicasets'), ...list(cluster, 'daemonsets')]
  for (const workload of workloads) {
    const pods = ownedBy(cluster, workload.metadata.uid ?? '', 'pods')
    const { 'pod-template-hash': replicaHash, 'controller-revision-hash': hash = replicaHash ?? '' } =
      pods[0]?.metadata.labels ?? {}
    const owner = workload.metadata.name.replace(`-${hash}`, '')
    const [recordedHash = '', ...suffixes] = recorded[owner] ?? []
    const inOrder = pods.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
    for (const [index, pod] of inOrder.entries()) {
      const prefix = pod.metadata.generateName?.replace(hash, recordedHash)
      names.set(pod.metadata.name, `${prefix}${suffixes[index]}`)
    }
    names.set(hash, recordedHash)
  }
  const [slice] = listObjects(cluster, resourceNamed('endpointslices'), 'kube-system')
  if (slice) {
    names.set(slice.metadata.name, `kube-dns-${recorded['kube-dns']?.[0]}`)
    names.set(`"generation":${slice.metadata.generation}`, '"generation":3')
  }
  return names
}

function placeOf({ spec, status }: ReturnType<typeof ownedBy<'pods'>>[number]): string {
  return `${spec.nodeName} ${status?.podIP}`
}
