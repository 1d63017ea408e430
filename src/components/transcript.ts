import type { Cluster } from '../cluster/cluster.ts'
import { kindCluster } from '../cluster/kind.ts'
import { kubectl } from '../kubectl/kubectl.ts'

/** The clusters that a scenario may name. */
const PRESETS: Readonly<Record<string, () => Cluster>> = { kind: kindCluster }

/**
 * What a preset's cluster answers to a command of a lesson, byte for byte.
 * Throws where the preset is unknown or the command fails: the lesson then asks for what cannot be shown, and is not built.
 */
export function answerOf(preset: string, command: string): string {
  const cluster = PRESETS[preset]?.()
  if (!cluster) throw new Error(`scenario.yaml: cluster "${preset}" is none of ${Object.keys(PRESETS).join(', ')}`)
  const { stdout, stderr, exitCode } = kubectl(cluster, command.replace(/^kubectl /, ''))
  if (exitCode !== 0 || stderr) throw new Error(`${command}: ${stderr || `exit status ${exitCode}`}`)
  return stdout
}
