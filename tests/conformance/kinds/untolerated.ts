import { isDeepStrictEqual } from 'node:util'
import type { Gates } from '../../../src/kubernetes/gates.ts'
import type { Taint, TaintEffect } from '../../../src/kubernetes/taint.ts'
import type { Toleration } from '../../../src/kubernetes/toleration.ts'
import { untoleratedTaint } from '../../../src/scheduling/toleration.ts'
import type { Outcome } from '../kinds.ts'

interface Untolerated {
  readonly case: string
  readonly input: {
    readonly taints: readonly Taint[]
    readonly tolerations: readonly Toleration[]
    readonly gates?: Gates
    /** The effects that the caller heeds; `null`: all. */
    readonly effects: readonly TaintEffect[] | null
  }
  readonly expect: { readonly found: boolean; readonly taint: Taint | null }
}

/** The first taint that the caller heeds and that nothing tolerates. */
export function* untolerated({ case: name, input, expect }: Untolerated): Iterable<Outcome> {
  const { taints, tolerations, gates, effects } = input
  const got = untoleratedTaint(
    taints,
    tolerations,
    effects ? taint => effects.includes(taint.effect) : undefined,
    gates,
  )
  const agrees = isDeepStrictEqual(got ?? null, expect.taint) && (got !== undefined) === expect.found
  yield agrees ? { name } : { name, disagreement: { input, expected: expect, got: got ?? null } }
}
