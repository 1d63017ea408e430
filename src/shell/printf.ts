/** Widths beyond this fill no screen. */
const WIDEST = 1000

/** C's `printf`, as the shell and awk have it: `next` gives the argument of each directive. */
export function formatText(format: string, next: () => string | number): string {
  return format.replace(
    /%([-+ 0]*)(\d*)(?:\.(\d*))?([sdiuxXofeEgGcb%])/g,
    (_, flags: string, width: string, precision: string | undefined, letter: string) => {
      if (letter === '%') return '%'
      const text = formatOne(letter, next(), flags, precision === undefined ? undefined : Number(precision))
      const size = Math.min(WIDEST, Number(width))
      if (flags.includes('-')) return text.padEnd(size)
      if (!flags.includes('0') || /[sc]/.test(letter)) return text.padStart(size)
      return text.replace(/^([-+]?)(.*)$/, (all, sign: string, digits: string) => {
        return sign + digits.padStart(size - sign.length, '0') || all
      })
    },
  )
}

function formatOne(letter: string, value: string | number, flags: string, precision: number | undefined): string {
  if (/[sb]/.test(letter)) return String(value).slice(0, precision)
  if (letter === 'c') return typeof value === 'number' ? String.fromCodePoint(value & 0xffff) : value.slice(0, 1)
  const number = Number.isFinite(Number(value)) ? Number(value) : Number.parseFloat(String(value)) || 0
  const sign = number >= 0 && flags.includes('+') ? '+' : ''
  if (/[diu]/.test(letter)) return sign + String(Math.trunc(number))
  if (/[xXo]/.test(letter)) {
    const digits = Math.trunc(number).toString(letter === 'o' ? 8 : 16)
    return letter === 'X' ? digits.toUpperCase() : digits
  }
  if (letter === 'f') return sign + number.toFixed(Math.min(100, precision ?? 6))
  return sign + printNumber(number)
}

/** A number as awk prints it: a whole one whole, another with six digits. */
export function printNumber(number: number): string {
  return String(Number.isInteger(number) ? number : Number(number.toPrecision(6)))
}
