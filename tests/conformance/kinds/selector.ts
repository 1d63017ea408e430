import { isDeepStrictEqual } from 'node:util'
import type { Labels } from '../../../src/kubernetes/object-meta.ts'
import { parseSelector, printSelector, selectorMatches } from '../../../src/kubernetes/selector.ts'
import type { Outcome } from '../kinds.ts'

interface RecordedSelector {
  readonly case: string
  readonly input: { readonly selector: string; readonly labels: readonly Labels[] }
  readonly expect: unknown
}

/** One selector: printed back, its requirements and which label sets it matches, or the error. */
export function* selector({ case: name, input, expect }: RecordedSelector): Iterable<Outcome> {
  const got = answer(input)
  yield isDeepStrictEqual(got, expect) ? { name } : { name, disagreement: { input, expected: expect, got } }
}

function answer({ selector: text, labels }: RecordedSelector['input']): unknown {
  const parsed = parseSelector(text)
  if (!parsed.ok) return { error: parsed.issue.text }
  return {
    canonical: printSelector(parsed.value),
    empty: parsed.value.length === 0,
    // What a text says can always be a selector; only the one of an absent field is not.
    selectable: true,
    requirements: parsed.value,
    matches: labels.map(set => selectorMatches(parsed.value, set)),
  }
}
