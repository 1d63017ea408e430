import type { Parts } from '../kubectl/call.ts'
import { kubectlWith } from '../kubectl/kubectl-with.ts'
import { PartMissing } from '../kubectl/part.ts'
import { append, EFFORT, MOST, type RunResult, textOf, type Written } from './result.ts'
import { remember, type Session, TERMINAL_HOST } from './session.ts'

/**
 * Runs a plain line: one kubectl command, typed beside the cluster, in which a shell has nothing to read but blanks, and
 * which needs no files and no editor. Does what `runWith` does, without its weight; `undefined` for any other line.
 */
export function runPlain(parts: Partial<Parts>, session: Session, line: string): RunResult | undefined {
  const words = plainWords(session, line)
  if (!words) return undefined
  const output: Written[] = []
  let written = 0
  try {
    const { cluster, config, exitCode } = kubectlWith(parts, session.cluster, words, {
      config: session.config,
      effort: EFFORT,
      readFile: callForShell,
      edit: callForShell,
      onOutput: (stream, text) => {
        written += text.length
        if (written > MOST.characters) callForShell()
        append(output, stream === 1 ? 'stdout' : 'stderr', text)
      },
    })
    const after = { ...session, cluster, config, history: remember(session.history, line), exitCode }
    return { session: after, stdout: textOf(output, 'stdout'), stderr: textOf(output, 'stderr'), exitCode, output }
  } catch (error) {
    if (!(error instanceof PartMissing)) throw error
    if (error.part === SHELL) return undefined
    return { session, stdout: '', stderr: '', exitCode: 0, output: [], missing: error.part as keyof Parts }
  }
}

const SHELL = 'shell'

function callForShell(): never {
  throw new PartMissing(SHELL)
}

/** The words after `kubectl`, or after an alias that stands for just that; `undefined` where a shell has more to read. */
function plainWords({ shells }: Session, line: string): readonly string[] | undefined {
  const shell = shells.at(-1)
  if (shell?.host !== TERMINAL_HOST || !/^[ \t]*\w+([ \t]+[\w./:,=@+-]+)*[ \t]*$/.test(line)) return undefined
  const [name = '', ...words] = line.trim().split(/[ \t]+/)
  const isKubectl = shell.aliases.get(name) === 'kubectl' || name === 'kubectl'
  return isKubectl && !shell.aliases.has('kubectl') ? words : undefined
}
