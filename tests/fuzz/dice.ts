import { drawBelow } from '../../src/cluster/random.ts'

/** Draws that follow from a seed alone: the same seed, the same draws. */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed | 0
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    const { value, random } = drawBelow(this.#state, limit)
    this.#state = random
    return value
  }

  /** True in `share` of all cases: `chance(0.1)`. */
  chance(share: number): boolean {
    return this.below(1000) < share * 1000
  }

  pick<T>(list: readonly T[]): T {
    const index = this.below(list.length)
    if (index >= list.length) throw new Error('nothing to pick from')
    return list[index] as T
  }
}

/** Dice of their own for the `index`th of many: what one draws does not move the others. */
export function diceFor(seed: number, index: number): Dice {
  return new Dice(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b))
}
