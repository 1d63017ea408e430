import { pieceEnd } from './quoting.ts'

/** More words than this come of no line that a person means. */
const MOST_WORDS = 10_000

/**
 * `a{b,c}d` is `abd acd`; `{1..3}` is `1 2 3`. Anything else in braces stays as it is. At most 10 000 words come of one;
 * beyond that it stays as it is too. (Bash manual: Brace Expansion)
 */
export function expandBraces(word: string): readonly string[] {
  if (!word.includes('{')) return [word]
  for (let at = 0; at < word.length; at = pieceEnd(word, at)) {
    if (word[at] !== '{') continue
    const found = readBraces(word, at)
    if (!found) continue
    const tails = expandBraces(word.slice(found.end))
    const heads = found.choices.flatMap(choice => (found.isRange ? [choice] : expandBraces(choice)))
    if (heads.length * tails.length > MOST_WORDS) return [word]
    return heads.flatMap(head => tails.map(tail => word.slice(0, at) + head + tail))
  }
  return [word]
}

interface Braces {
  readonly choices: readonly string[]
  readonly isRange: boolean
  /** The place after the closing brace. */
  readonly end: number
}

function readBraces(word: string, start: number): Braces | undefined {
  const choices: string[] = []
  let open = 0
  let from = start + 1
  for (let at = from; at < word.length; at = pieceEnd(word, at)) {
    const character = word[at]
    if (character === '{') open++
    else if (character === '}' && open > 0) open--
    else if (character === ',' && open === 0) {
      choices.push(word.slice(from, at))
      from = at + 1
    } else if (character === '}') {
      const last = word.slice(from, at)
      if (choices.length > 0) return { choices: [...choices, last], isRange: false, end: at + 1 }
      const range = readRange(last)
      return range && { choices: range, isRange: true, end: at + 1 }
    }
  }
  return undefined
}

function readRange(text: string): readonly string[] | undefined {
  const [, from = '', to = '', by] = /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/.exec(text) ?? []
  const areLetters = /^[A-Za-z]$/.test(from)
  if (!from || areLetters !== /^[A-Za-z]$/.test(to)) return undefined
  const [first, last] = areLetters ? [from.charCodeAt(0), to.charCodeAt(0)] : [Number(from), Number(to)]
  const step = Math.abs(Number(by ?? 1)) || 1
  const count = Math.floor(Math.abs(last - first) / step) + 1
  if (count > MOST_WORDS) return undefined
  const width = /^-?0\d/.test(from) || /^-?0\d/.test(to) ? Math.max(from.length, to.length) : 0
  return Array.from({ length: count }, (_, index) => {
    const value = first + index * (first <= last ? step : -step)
    if (areLetters) return String.fromCharCode(value)
    return value < 0 ? `-${String(-value).padStart(width - 1, '0')}` : String(value).padStart(width, '0')
  })
}
