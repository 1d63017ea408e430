import type { Cluster } from '../../../src/cluster/cluster.ts'
import { presetCluster } from '../../../src/cluster/presets.ts'
import { settle } from '../../../src/cluster/step.ts'
import { kubectl, type Setting } from '../../../src/kubectl/kubectl.ts'

/** The cluster of kind after some commands, at rest. One that fails throws. */
export function clusterAfter(...commands: readonly string[]): Cluster {
  const cluster = commands.reduce((before, command) => {
    const result = kubectl(before, command)
    if (result.exitCode !== 0) throw new Error(`${command}: ${result.stderr}`)
    return settle(result.cluster).cluster
  }, presetCluster('kind'))
  return cluster
}

/** A kubectl that finds these files, and nothing else. */
export function withFiles(files: Readonly<Record<string, string>>, more: Setting = {}): Setting {
  return { readFile: path => files[path], ...more }
}
