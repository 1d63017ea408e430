/** The first fractional bits of square and cube roots of primes, from which the algorithm starts. (FIPS 180-4) */
const PRIMES = firstPrimes(64)
const START = PRIMES.slice(0, 8).map(prime => fraction(Math.sqrt(prime)))
const ROUNDS = PRIMES.map(prime => fraction(Math.cbrt(prime)))

/** The SHA-256 digest of an ASCII text, as 32 bytes. (FIPS 180-4) */
export function sha256(text: string): Uint8Array {
  const blocks = (text.length + 9 + 63) >> 6
  const padded = new DataView(new ArrayBuffer(blocks * 64))
  for (let index = 0; index < text.length; index += 1) padded.setUint8(index, text.charCodeAt(index))
  padded.setUint8(text.length, 0x80)
  padded.setUint32(blocks * 64 - 4, text.length * 8)
  const state = Uint32Array.from(START)
  for (let block = 0; block < blocks; block += 1) mixIn(state, padded, block * 64)
  const digest = new DataView(new ArrayBuffer(32))
  for (const [index, word] of state.entries()) digest.setUint32(index * 4, word)
  return new Uint8Array(digest.buffer)
}

function mixIn(state: Uint32Array, data: DataView, offset: number): void {
  const words = new Uint32Array(64)
  for (let index = 0; index < 16; index += 1) words[index] = data.getUint32(offset + index * 4)
  for (let index = 16; index < 64; index += 1) {
    const [early, late] = [words[index - 15] ?? 0, words[index - 2] ?? 0]
    const spread = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)
    const carried = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10)
    words[index] = (words[index - 16] ?? 0) + spread + (words[index - 7] ?? 0) + carried
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let index = 0; index < 64; index += 1) {
    const upper = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
    const first = h + upper + ((e & f) ^ (~e & g)) + (ROUNDS[index] ?? 0) + (words[index] ?? 0)
    const lower = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)
    const second = lower + ((a & b) ^ (a & c) ^ (b & c))
    h = g
    g = f
    f = e
    e = (d + first) >>> 0
    d = c
    c = b
    b = a
    a = (first + second) >>> 0
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index] = (state[index] ?? 0) + word
}

function turn(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits))
}

function fraction(root: number): number {
  return ((root - Math.floor(root)) * 2 ** 32) >>> 0
}

function firstPrimes(count: number): readonly number[] {
  const primes: number[] = []
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every(prime => candidate % prime !== 0)) primes.push(candidate)
  }
  return primes
}
