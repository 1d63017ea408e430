/**
 * A score for each row, and at any moment the highest, how many rows have it, and each of those: a tournament in two flat
 * arrays, in which one changed score costs as many steps as the number of rows has binary digits.
 */
export interface BestRows {
  /** Gives a row its score; below 0, the row does not take part. */
  set(row: number, score: number): void
  /** How many rows have the highest score; 0 if none takes part. */
  count(): number
  /** The row that is number `index` among those with the highest score, in the order of the rows. */
  pick(index: number): number
}

/** Starts the tournament with the scores of `count` rows. */
export function bestRows(count: number, scoreOf: (row: number) => number): BestRows {
  let leaves = 1
  while (leaves < count) leaves *= 2
  // Node i has the children 2i and 2i + 1; the leaves come last.
  const highest = new Int32Array(2 * leaves).fill(-1)
  const winners = new Int32Array(2 * leaves)

  const setLeaf = (row: number, score: number) => {
    highest[leaves + row] = score
    winners[leaves + row] = score < 0 ? 0 : 1
  }
  const settle = (i: number) => {
    const left = highest[2 * i] ?? -1
    const right = highest[2 * i + 1] ?? -1
    highest[i] = Math.max(left, right)
    winners[i] = (left < right ? 0 : (winners[2 * i] ?? 0)) + (right < left ? 0 : (winners[2 * i + 1] ?? 0))
  }

  for (let row = 0; row < count; row += 1) setLeaf(row, scoreOf(row))
  for (let i = leaves - 1; i > 0; i -= 1) settle(i)
  return {
    set(row, score) {
      if (highest[leaves + row] === score) return
      setLeaf(row, score)
      for (let i = (leaves + row) >> 1; i > 0; i >>= 1) settle(i)
    },
    count: () => winners[1] ?? 0,
    pick(index) {
      let i = 1
      let left = index
      while (i < leaves) {
        i *= 2
        const winnersLeft = (highest[i] ?? -1) < (highest[i + 1] ?? -1) ? 0 : (winners[i] ?? 0)
        if (left < winnersLeft) continue
        left -= winnersLeft
        i += 1
      }
      return i - leaves
    },
  }
}
