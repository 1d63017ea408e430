import { isDeepStrictEqual } from 'node:util'
import { humanDuration, shortHumanDuration } from '../../../src/kubernetes/duration.ts'
import type { Outcome } from '../kinds.ts'

interface RecordedDuration {
  readonly case: string
  readonly input: { readonly milliseconds: number }
  readonly expect: { readonly text: string; readonly short: string }
}

/** One duration, as the AGE column prints it and in its short form. */
export function* duration({ case: name, input, expect }: RecordedDuration): Iterable<Outcome> {
  const seconds = input.milliseconds / 1000
  const got = { text: humanDuration(seconds), short: shortHumanDuration(seconds) }
  yield isDeepStrictEqual(got, expect) ? { name } : { name, disagreement: { input, expected: expect, got } }
}
