import { kubectl as runKubectl } from '../kubectl/kubectl.ts'
import type { Program } from './process.ts'

/** kubectl, as one program among the others. */
export const kubectl: Program = ({ args, run, out, err }) => {
  const { stdout, stderr, exitCode } = runKubectl(run.cluster, args)
  out(stdout)
  err(stderr)
  return exitCode
}
