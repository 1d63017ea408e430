import { humanDuration } from '../kubernetes/duration.ts'

/** How long ago an RFC 3339 time was at the second `now`, as AGE columns print it; `<unknown>` for no time. */
export function printAge(time: string | undefined, now: number): string {
  return time === undefined ? '<unknown>' : humanDuration(now - Date.parse(time) / 1000)
}
