import type { Gates } from '../../../src/kubernetes/gates.ts'
import type { Taint } from '../../../src/kubernetes/taint.ts'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'
import { explainMatch, tolerates as matches } from '../../../src/scheduling/toleration.ts'
import type { Outcome } from '../kinds.ts'

interface Matrix {
  readonly gates: Gates
  readonly tolerations: readonly Toleration[]
  readonly taints: readonly Taint[]
  /** Row i, character j: `1` where `tolerations[i]` tolerates `taints[j]`. */
  readonly verdicts: readonly string[]
}

/** A matrix of tolerations × taints, one outcome for each cell; `explainMatch` must say the same as `tolerates`. */
export function* tolerates({ gates, tolerations, taints, verdicts }: Matrix): Iterable<Outcome> {
  for (const [i, toleration] of tolerations.entries()) {
    for (const [j, taint] of taints.entries()) {
      const name = `row ${i}, column ${j}`
      const expected = verdicts[i]?.[j] === '1'
      const got = matches(toleration, taint, gates)
      const explained = explainMatch(toleration, taint, gates)
      if (got === expected && explained.tolerates === expected) yield { name }
      else
        yield {
          name,
          disagreement: { input: { toleration, taint, gates }, expected, got: { tolerates: got, explained } },
        }
    }
  }
}
