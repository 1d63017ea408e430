import { awk } from './awk.ts'
import { BUILTINS } from './builtins.ts'
import { FILE_PROGRAMS } from './file-programs.ts'
import { grep } from './grep.ts'
import { runKubectl } from './kubectl-program.ts'
import { LINE_PROGRAMS } from './line-programs.ts'
import type { Program } from './machine.ts'
import { jq, yq } from './query.ts'
import { sed } from './sed.ts'

/** What this terminal can run, by name. */
export const PROGRAMS: Readonly<Record<string, Program>> = {
  ...BUILTINS,
  ...FILE_PROGRAMS,
  ...LINE_PROGRAMS,
  awk,
  grep,
  egrep: (args, io) => grep(['-E', ...args], io),
  jq,
  kubectl: runKubectl,
  sed,
  yq,
}
