import type { PodTemplate, Protocol } from '../kubernetes/pod.ts'

/** A port that a container opens on its node. */
export interface HostPort {
  /** `0.0.0.0`: on every address. */
  readonly ip: string
  readonly protocol: Protocol
  readonly port: number
}

const EVERY_ADDRESS = '0.0.0.0'

/** The host ports of a pod: those of its containers and of its sidecars. (scheduler/util `GetHostPorts`) */
export function hostPortsOf({ spec }: PodTemplate): readonly HostPort[] {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always')
  return [...sidecars, ...spec.containers].flatMap(({ ports = [] }) =>
    ports.flatMap(({ hostPort = 0, hostIP, protocol }) =>
      hostPort > 0 ? [{ ip: hostIP || EVERY_ADDRESS, protocol: protocol || 'TCP', port: hostPort }] : [],
    ),
  )
}

/** Whether two ports cannot be open on one node: `0.0.0.0` is every address. (framework `HostPortInfo.CheckConflict`) */
export function portsConflict(a: HostPort, b: HostPort): boolean {
  if (a.port !== b.port || a.protocol !== b.protocol) return false
  return a.ip === b.ip || a.ip === EVERY_ADDRESS || b.ip === EVERY_ADDRESS
}
