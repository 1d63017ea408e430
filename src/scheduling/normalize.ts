import { MAX_SCORE } from './profile.ts'

/** What a plugin gives to some nodes, in their order. */
export interface RowScores {
  readonly raw: ArrayLike<number>
  /** 0 to 100 each. */
  readonly normalized: ArrayLike<number>
}

/**
 * Stretches raw scores to 0…100, the highest becoming 100; reversed, the highest becomes 0 and 0 becomes 100. All 0 stay
 * 0, or become 100. (plugins/helper `DefaultNormalizeScore`)
 */
export function normalizeByHighest(scores: readonly number[], reverse = false): readonly number[] {
  const highest = Math.max(0, ...scores)
  if (highest === 0) return reverse ? scores.map(() => MAX_SCORE) : scores
  return scores.map(score => {
    const share = Math.trunc((MAX_SCORE * score) / highest)
    return reverse ? MAX_SCORE - share : share
  })
}
