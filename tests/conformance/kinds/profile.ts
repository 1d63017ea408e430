import { isDeepStrictEqual } from 'node:util'
import { FILTER_PLUGINS, POST_FILTER_PLUGINS, SCORE_WEIGHTS } from '../../../src/scheduling/profile.ts'
import type { Outcome } from '../kinds.ts'

interface Plugin {
  readonly name: string
  readonly weight?: number
}

interface Profile {
  readonly filter: readonly Plugin[]
  readonly preFilter: readonly Plugin[]
  readonly postFilter: readonly Plugin[]
  readonly preScore: readonly Plugin[]
  readonly score: readonly Plugin[]
}

/** The default scheduler profile: which plugins, in which order, with which weights. One outcome for each extension point. */
export function* profile({ filter, preFilter, postFilter, preScore, score }: Profile): Iterable<Outcome> {
  const filters = FILTER_PLUGINS.map(name => ({ name }))
  yield compare('filter', filter, filters)
  yield compare('preFilter', preFilter, filters)
  yield compare(
    'postFilter',
    postFilter,
    POST_FILTER_PLUGINS.map(name => ({ name })),
  )
  yield compare(
    'score',
    score,
    Object.entries(SCORE_WEIGHTS).map(([name, weight]) => ({ name, weight })),
  )
  // Of the plugins that prepare a score nothing is promised but that each of them scores.
  const unknown = preScore.filter(({ name }) => !Object.hasOwn(SCORE_WEIGHTS, name))
  yield compare('preScore, those that do not score', [], unknown)
}

function compare(name: string, expected: unknown, got: unknown): Outcome {
  return isDeepStrictEqual(got, expected) ? { name } : { name, disagreement: { input: name, expected, got } }
}
