import { PRESETS, presetCluster } from '../cluster/presets.ts'
import { run } from '../shell/run.ts'
import { newSession } from '../shell/session.ts'

/**
 * What a preset's cluster answers to a line that a lesson types in its terminal, byte for byte.
 * Throws where the preset is unknown or the line fails: the lesson then asks for what cannot be shown, and is not built.
 */
export function answerOf(preset: string, line: string): string {
  const known = PRESETS.find(name => name === preset)
  if (!known) throw new Error(`scenario.yaml: cluster "${preset}" is none of ${PRESETS.join(', ')}`)
  const { stdout, stderr, exitCode } = run(newSession(presetCluster(known)), line)
  if (exitCode !== 0 || stderr) throw new Error(`${line}: ${stderr || `exit status ${exitCode}`}`)
  return stdout
}
