import { cpus } from 'node:os'

/** What something cost: time on the wall and on the processor, both in milliseconds. */
export interface Cost {
  readonly wall: number
  /** All threads of this process: the garbage collector's are among them. */
  readonly processor: number
}

/** Runs `work` once and says what it cost. */
export function measure<T>(work: () => T): Cost & { readonly result: T } {
  const start = process.cpuUsage()
  const began = performance.now()
  const result = work()
  const wall = performance.now() - began
  const { user, system } = process.cpuUsage(start)
  return { wall, processor: (user + system) / 1000, result }
}

/** The cheapest of several runs: what disturbs a run only ever makes it dearer. */
export function cheapest(runs: number, work: () => void): Cost {
  return Array.from({ length: runs }, () => measure(work)).reduce((best, cost) =>
    cost.processor < best.processor ? cost : best,
  )
}

/** How fast this machine is by itself, so that figures of two machines can be compared. */
export function calibration(): string {
  const steps = 50_000_000
  const arithmetic = cheapest(3, () => mix(steps))
  const slots = new Int32Array(8 * 2 ** 20).map((_, i) => i)
  const reads = 10_000_000
  const memory = cheapest(3, () => wander(slots, reads))
  return [
    `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, node ${process.version}`,
    `one step of a xorshift ${perPiece(arithmetic, steps)}, one read at random from 32 MiB ${perPiece(memory, reads)}`,
  ].join('\n')
}

/** Processor time for one of `pieces`. */
export function perPiece({ processor }: Cost, pieces: number): string {
  const nanoseconds = (processor * 1e6) / pieces
  return nanoseconds < 1000 ? `${nanoseconds.toFixed(1)} ns` : `${(nanoseconds / 1000).toFixed(1)} µs`
}

/** The most memory this process has held so far, in MiB. */
export function peakMemory(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024)
}

function mix(steps: number): number {
  let x = 1
  for (let i = 0; i < steps; i += 1) {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
  }
  return x
}

function wander(slots: Int32Array, reads: number): number {
  let x = 1
  let sum = 0
  for (let i = 0; i < reads; i += 1) {
    x = Math.imul(x, 1664525) + 1013904223
    sum = (sum + (slots[x >>> 9] ?? 0)) | 0
  }
  return sum
}
