/** Up to so many are put in order one by one, which keeps the order of equals. */
const FEW = 12
/** From so many on the middle is looked for among nine, and a nearly sorted range is mended. */
const MANY = 50
/** How many pairs out of order a nearly sorted range may have. */
const MENDS = 5

/**
 * The items in the order that Go's `sort.Sort` gives them: where more than twelve are sorted, it moves equals about, and
 * always in the same way. `isLess` need not be consistent. (Go `sort/zsortinterface.go`: a pattern-defeating quicksort)
 */
export function goSorted<T>(items: readonly T[], isLess: (a: T, b: T) => boolean): readonly T[] {
  const data = [...items]
  const less = (i: number, j: number) => isLess(data[i] as T, data[j] as T)
  const swap = (i: number, j: number) => {
    const kept = data[i] as T
    data[i] = data[j] as T
    data[j] = kept
  }

  const insert = (from: number, to: number) => {
    for (let i = from + 1; i < to; i++) sink(i, from)
  }
  const sink = (from: number, end: number) => {
    for (let at = from; at > end && less(at, at - 1); at--) swap(at, at - 1)
  }

  /** Where range after range was parted badly. */
  const heap = (from: number, length: number) => {
    const settle = (start: number, end: number) => {
      let parent = start
      for (let child = from + 2 * (parent - from) + 1; child < end; child = from + 2 * (parent - from) + 1) {
        if (child + 1 < end && less(child, child + 1)) child++
        if (!less(parent, child)) return
        swap(parent, child)
        parent = child
      }
    }
    for (let at = from + Math.floor((length - 1) / 2); at >= from; at--) settle(at, from + length)
    for (let end = from + length - 1; end >= from; end--) {
      swap(from, end)
      settle(from, end)
    }
  }

  /** The middle one of a range, and whether the range looks as if it rose (1) or fell (-1). */
  const middleOf = (from: number, to: number) => {
    let swaps = 0
    const order = (i: number, j: number): [number, number] => {
      if (!less(j, i)) return [i, j]
      swaps++
      return [j, i]
    }
    const median = (i: number, j: number, k: number) => {
      const [low, some] = order(i, j)
      const [other] = order(some, k)
      return order(low, other)[1]
    }
    const quarter = Math.floor((to - from) / 4)
    const around = (at: number) => (to - from < MANY ? at : median(at - 1, at, at + 1))
    const [first, second, third] = [1, 2, 3].map(times => around(from + quarter * times)) as [number, number, number]
    const middle = median(first, second, third)
    return { middle, trend: swaps === 0 ? 1 : swaps === 12 ? -1 : 0 }
  }

  /** Whether a range that looks sorted is, once a few of its items have moved. */
  const mend = (from: number, to: number) => {
    let at = from + 1
    for (let left = MENDS; left > 0; left--) {
      while (at < to && !less(at, at - 1)) at++
      if (at === to) return true
      if (to - from < MANY) return false
      swap(at, at - 1)
      if (at - from >= 2) sink(at - 1, 0)
      if (to - at >= 2) for (let j = at + 1; j < to && less(j, j - 1); j++) swap(j, j - 1)
    }
    return false
  }

  /** Puts what goes left of the item at `from` there; gives where the two sides meet, and whether nothing had to move. */
  const part = (from: number, to: number, goesLeft: (at: number) => boolean): [number, boolean] => {
    let [low, high, moved] = [from + 1, to - 1, false]
    for (;;) {
      while (low <= high && goesLeft(low)) low++
      while (low <= high && !goesLeft(high)) high--
      if (low > high) return [high, !moved]
      swap(low++, high--)
      moved = true
    }
  }

  const sort = (start: number, end: number, patience: number) => {
    let [from, to, left, isBalanced, isParted] = [start, end, patience, true, true]
    while (to - from > FEW) {
      const length = to - from
      if (left === 0) {
        heap(from, length)
        return
      }
      if (!isBalanced) {
        scatter(from, length, swap)
        left--
      }
      let { middle, trend } = middleOf(from, to)
      if (trend < 0) {
        for (let [i, j] = [from, to - 1]; i < j; ) swap(i++, j--)
        middle = to - 1 - (middle - from)
        trend = 1
      }
      if (isBalanced && isParted && trend > 0 && mend(from, to)) return
      const isLeast = from > 0 && !less(from - 1, middle)
      swap(from, middle)
      if (isLeast) {
        from = part(from, to, at => !less(from, at))[0] + 1
        continue
      }
      const [meet, unmoved] = part(from, to, at => less(at, from))
      swap(meet, from)
      isParted = unmoved
      isBalanced = Math.min(meet - from, to - meet) >= Math.floor(length / 8)
      if (meet - from < to - meet) {
        sort(from, meet, left)
        from = meet + 1
      } else {
        sort(meet + 1, to, left)
        to = meet
      }
    }
    insert(from, to)
  }
  sort(0, data.length, bitLength(data.length))
  return data
}

/** Moves three items of a range elsewhere, by numbers that follow from its length alone. (`breakPatterns`) */
function scatter(from: number, length: number, swap: (i: number, j: number) => void): void {
  let random = BigInt(length)
  const next = () => {
    random ^= BigInt.asUintN(64, random << 13n)
    random ^= random >> 7n
    random ^= BigInt.asUintN(64, random << 17n)
    return Number(random & ((1n << BigInt(bitLength(length))) - 1n))
  }
  const middle = from + Math.floor(length / 4) * 2
  for (let at = middle - 1; at <= middle + 1; at++) {
    const other = next()
    swap(at, from + (other >= length ? other - length : other))
  }
}

function bitLength(number: number): number {
  return 32 - Math.clz32(number)
}
