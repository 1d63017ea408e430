/** Text that is no command. `incomplete`: it may become one when more lines follow. */
export class ShellSyntaxError extends Error {
  readonly incomplete: boolean

  constructor(message: string, incomplete = false) {
    super(message)
    this.incomplete = incomplete
  }
}

/** How deep quotes and substitutions may stand inside each other. */
const DEEPEST = 64

/**
 * The place after the piece of a word that begins at `at`: a quoted text, a substitution, an escaped character, or else
 * one character. Inside double quotes single quotes mean nothing. Throws an incomplete `ShellSyntaxError` if it never ends.
 */
export function pieceEnd(text: string, at: number, inDoubleQuotes = false, depth = 0): number {
  if (depth > DEEPEST) throw new ShellSyntaxError('quotes and substitutions are nested too deeply')
  const [one, two] = [text[at], text[at + 1]]
  if (one === '\\') {
    if (two === undefined) throw new ShellSyntaxError('syntax error: unexpected end of file', true)
    return at + 2
  }
  if (one === '"') return endAt(text, at + 1, '"', depth)
  if (one === '`') return endAt(text, at + 1, '`', depth)
  if (one === '$' && two === '(') return endAt(text, at + 2, ')', depth)
  if (one === '$' && two === '{') return endAt(text, at + 2, '}', depth)
  if (inDoubleQuotes) return at + 1
  if (one === "'") return endAt(text, at + 1, "'", depth)
  if (one === '$' && two === "'") return endAt(text, at + 2, "$'", depth)
  if ((one === '<' || one === '>') && two === '(') return endAt(text, at + 2, ')', depth)
  return at + 1
}

/** The place after what closes the piece whose inside begins at `from`. */
function endAt(text: string, from: number, closer: string, depth: number): number {
  const last = closer.slice(-1)
  let open = 0
  let at = from
  while (at < text.length) {
    const character = text[at]
    if (character === last && open === 0) return at + 1
    if (closer === "'") at++
    else if (closer === "$'" || closer === '`') at += character === '\\' ? 2 : 1
    else if (closer === '"') at = pieceEnd(text, at, true, depth + 1)
    else if (closer === '}') at = pieceEnd(text, at, false, depth + 1)
    else {
      if (character === '(') open++
      if (character === ')') open--
      if (character === '#' && /\s/.test(text[at - 1] ?? '')) at = lineEnd(text, at)
      else at = character === '$' ? at + 1 : pieceEnd(text, at, false, depth + 1)
    }
  }
  throw new ShellSyntaxError(`unexpected EOF while looking for matching \`${last}'`, true)
}

function lineEnd(text: string, at: number): number {
  const found = text.indexOf('\n', at)
  return found < 0 ? text.length : found
}
