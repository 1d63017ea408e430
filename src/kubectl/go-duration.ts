import type { Call } from './call.ts'

const SECONDS: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 }

/** The seconds of a flag such as `--timeout=1m30s`; 0 if it is not given. */
export function readSeconds({ flags }: Call, name: string): number {
  const text = flags.text(name)
  const sum = [...text.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g)].reduce(
    (total, [, amount, unit]) => total + Number(amount) * (SECONDS[unit ?? 's'] ?? 1),
    0,
  )
  return text.startsWith('-') ? -sum : sum
}

/** Prints whole seconds as Go prints a duration: `1m30s`, `1h0m0s`. */
export function printSeconds(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  const rest = `${seconds % 60}s`
  if (hours > 0) return `${hours}h${minutes}m${rest}`
  return minutes > 0 ? `${minutes}m${rest}` : rest
}
