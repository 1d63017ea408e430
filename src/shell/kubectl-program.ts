import { kubectl } from '../kubectl/kubectl.ts'
import type { Io } from './machine.ts'

/** kubectl in this terminal: its cluster, its kubeconfig, its files. */
export function runKubectl(args: readonly string[], io: Io): number {
  const { machine } = io
  const { cluster, config } = machine.session
  const result = kubectl(cluster, args, {
    config,
    stdin: io.stdin,
    readFile: path => machine.read(path),
    onOutput: (stream, text) => (stream === 1 ? io.out : io.err)(text),
  })
  machine.update({ cluster: result.cluster, config: result.config })
  return result.exitCode
}
