/** What is drawn, and the state from which the next is drawn. */
export interface Drawn<T> {
  readonly value: T
  readonly random: number
}

/** The characters of random names: no vowels, no digits that look like letters. (apimachinery `rand.String`) */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'

/** A whole number from 0 to below `limit`. Same state, same number. (Mulberry32, a generator of 32 bits) */
export function drawBelow(random: number, limit: number): Drawn<number> {
  const next = (random + 0x6d2b79f5) | 0
  let mixed = Math.imul(next ^ (next >>> 15), 1 | next)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return { value: Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit), random: next }
}

/** `length` characters of a random name: the `x7k2p` in `web-x7k2p`. */
export function drawSuffix(random: number, length = 5): Drawn<string> {
  return drawText(random, length, ALPHABET)
}

/** A UID in the form of a random UUID: `9c957a65-3a7f-4dc8-b8dc-9b66853dcdc5`. */
export function drawUid(random: number): Drawn<string> {
  const { value, random: next } = drawText(random, 31, '0123456789abcdef')
  // The first digit of the fourth group is 8, 9, a or b.
  const variant = '89ab'[Number.parseInt(value.charAt(15), 16) % 4]
  const groups = [value.slice(0, 8), value.slice(8, 12), `4${value.slice(12, 15)}`, `${variant}${value.slice(16, 19)}`]
  return { value: `${groups.join('-')}-${value.slice(19)}`, random: next }
}

function drawText(random: number, length: number, alphabet: string): Drawn<string> {
  let value = ''
  let state = random
  while (value.length < length) {
    const drawn = drawBelow(state, alphabet.length)
    value += alphabet[drawn.value]
    state = drawn.random
  }
  return { value, random: state }
}
