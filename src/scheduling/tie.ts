/**
 * Which of `count` equals a seed picks, as an index: the same for the same seed, and every one for some seed. Kubernetes
 * promises nothing here. (A 32-bit mix; the seed's fraction does not count.)
 */
export function breakTie(count: number, seed: number): number {
  let mixed = Math.imul(seed ^ (seed >>> 16), 0x45d9f3b)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b)
  return ((mixed ^ (mixed >>> 16)) >>> 0) % count
}
