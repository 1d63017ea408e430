/** How long ago an RFC 3339 time was at the second `now`, as AGE columns print it; `<unknown>` for no time. */
export function printAge(time: string | undefined, now: number): string {
  return time === undefined ? '<unknown>' : printDuration(now - Date.parse(time) / 1000)
}

/** Prints a duration in seconds as apimachinery's `duration.HumanDuration` does. */
function printDuration(duration: number): string {
  const seconds = Math.trunc(duration)
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  if (seconds < 120) return `${seconds}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 10) return join(minutes, 'm', seconds % 60, 's')
  if (minutes < 180) return `${minutes}m`
  const hours = Math.floor(minutes / 60)
  if (hours < 8) return join(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  const days = Math.floor(hours / 24)
  if (days < 8) return join(days, 'd', hours % 24, 'h')
  if (days < 2 * 365) return `${days}d`
  const years = Math.floor(days / 365)
  return years < 8 ? join(years, 'y', days % 365, 'd') : `${years}y`
}

function join(count: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${count}${unit}` : `${count}${unit}${rest}${restUnit}`
}
