/**
 * A duration in seconds as the AGE column prints it: two units at most, and fewer the longer it is. Up to a second
 * before now is `0s`, more is `<invalid>`. Fractions are cut off. (apimachinery `duration.HumanDuration`)
 */
export function humanDuration(duration: number): string {
  const early = tooEarly(duration)
  if (early) return early
  const seconds = Math.trunc(duration)
  if (seconds < 120) return `${seconds}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 10) return twoUnits(minutes, 'm', seconds % 60, 's')
  if (minutes < 180) return `${minutes}m`
  const hours = Math.floor(minutes / 60)
  if (hours < 8) return twoUnits(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  const days = Math.floor(hours / 24)
  if (days < 8) return twoUnits(days, 'd', hours % 24, 'h')
  if (days < 2 * 365) return `${days}d`
  const years = Math.floor(days / 365)
  return years < 8 ? twoUnits(years, 'y', days % 365, 'd') : `${years}y`
}

/** A duration in seconds in one unit, the largest that fits. (apimachinery `duration.ShortHumanDuration`) */
export function shortHumanDuration(duration: number): string {
  const early = tooEarly(duration)
  if (early) return early
  const seconds = Math.trunc(duration)
  if (seconds < 60) return `${seconds}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}m`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours}h`
  const days = Math.floor(hours / 24)
  return days < 365 ? `${days}d` : `${Math.floor(days / 365)}y`
}

/** Clocks that disagree by less than two seconds are forgiven. */
function tooEarly(duration: number): string | undefined {
  const seconds = Math.trunc(duration)
  if (seconds >= 0) return undefined
  return seconds < -1 ? '<invalid>' : '0s'
}

function twoUnits(count: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${count}${unit}` : `${count}${unit}${rest}${restUnit}`
}
