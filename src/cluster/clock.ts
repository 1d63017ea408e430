/** Prints a second of the virtual clock as the API writes times: `2026-11-23T08:35:25Z`. */
export function printTime(now: number): string {
  return `${new Date(now * 1000).toISOString().slice(0, 19)}Z`
}

/** The same with the microseconds that newer fields have: `2026-11-23T08:35:25.000000Z`. */
export function printMicroTime(now: number): string {
  return printTime(now).replace('Z', '.000000Z')
}

/** The second that a time of the API stands for; `undefined` for a missing time or none. */
export function readTime(text: string | undefined): number | undefined {
  const milliseconds = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000)
}
