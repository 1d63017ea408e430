import { listFolder, resolvePath } from './files.ts'
import type { Machine } from './machine.ts'
import type { Piece, Script, Word } from './parse.ts'

/** Runs a script for what it prints: command substitution. */
export type Substitute = (script: Script) => string

/** The fields that words become: variables and substitutions filled in, split at blanks, file names matched. */
export function expandWords(words: readonly Word[], machine: Machine, substitute: Substitute): readonly string[] {
  return words.flatMap(word => braces(word)).flatMap(word => expandFields(word, machine, substitute))
}

/** One word as one text, whatever it holds: for assignments, redirections and heredocs. */
export function expandText(word: Word, machine: Machine, substitute: Substitute): string {
  return word.map((piece, index) => expandPiece(piece, index, machine, substitute)).join('')
}

function expandFields(word: Word, machine: Machine, substitute: Substitute): readonly string[] {
  const fields: { text: string; pattern: string; quoted: boolean }[] = []
  const add = (text: string, quoted: boolean) => {
    const last = fields.at(-1)
    const pattern = quoted ? text.replace(/[*?[\]\\]/g, '\\$&') : text
    if (!last) fields.push({ text, pattern, quoted })
    else
      fields[fields.length - 1] = {
        text: last.text + text,
        pattern: last.pattern + pattern,
        quoted: last.quoted || quoted,
      }
  }
  for (const [index, piece] of word.entries()) {
    const text = expandPiece(piece, index, machine, substitute)
    if (piece.quoted || piece.piece === 'text') {
      add(text, piece.quoted)
      continue
    }
    const parts = text.split(/[ \t\n]+/)
    for (const [at, part] of parts.entries()) {
      if (at > 0 && (part || at < parts.length - 1)) fields.push({ text: part, pattern: part, quoted: false })
      else if (part) add(part, false)
    }
  }
  return fields
    .filter(field => field.text !== '' || field.quoted)
    .flatMap(field => matchFiles(field.pattern, field.text, machine))
}

function expandPiece(piece: Piece, index: number, machine: Machine, substitute: Substitute): string {
  if (piece.piece === 'command') return substitute(piece.script).replace(/\n+$/, '')
  if (piece.piece === 'text') {
    if (piece.quoted || index > 0) return piece.text
    return piece.text.replace(/^~(?=\/|$)/, machine.variable('HOME') ?? '~')
  }
  const value = piece.name === '?' ? String(machine.session.status) : (machine.variable(piece.name) ?? '')
  if (value || !piece.fallback) return value
  return expandText(piece.fallback, machine, substitute)
}

/** `a{b,c}` and `{1..3}`, where no quote stands in the word. */
function braces(word: Word): readonly Word[] {
  const [piece] = word
  if (word.length !== 1 || piece?.piece !== 'text' || piece.quoted) return [word]
  return expandBraces(piece.text).map(text => [{ ...piece, text }])
}

function expandBraces(text: string): readonly string[] {
  const found = /^([^{}]*)\{([^{}]*)\}(.*)$/s.exec(text)
  const [, before = '', inside = '', after = ''] = found ?? []
  const range = /^(-?\d+)\.\.(-?\d+)$/.exec(inside)
  if (!found || (!range && !inside.includes(','))) return [text]
  const [from, to] = [Number(range?.[1]), Number(range?.[2])]
  const count = Math.min(Math.abs(to - from) + 1, 1000)
  const middles = range
    ? Array.from({ length: count }, (_, index) => String(from + Math.sign(to - from) * index))
    : inside.split(',')
  return middles.flatMap(middle => expandBraces(after).map(rest => before + middle + rest))
}

function matchFiles(pattern: string, text: string, machine: Machine): readonly string[] {
  if (!/(^|[^\\])[*?[]/.test(pattern)) return [text]
  const slash = pattern.lastIndexOf('/') + 1
  const folder = resolvePath(pattern.slice(0, slash) || '.', machine.session.folder)
  const name = globExpression(pattern.slice(slash))
  const found = listFolder(machine.files, folder)
    .map(one => one.replace(/\/$/, ''))
    .filter(one => name.test(one) && (!one.startsWith('.') || pattern.slice(slash).startsWith('.')))
  return found.length > 0 ? found.map(one => pattern.slice(0, slash) + one) : [text]
}

function globExpression(pattern: string): RegExp {
  const source = pattern.replace(
    /\\(.)|\*|\?|\[([^\]]+)\]|[.+^${}()|[\]/]/g,
    (found, escaped?: string, set?: string) => {
      if (escaped) return escaped.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
      if (set) return `[${set.replace(/^!/, '^')}]`
      return found === '*' ? '.*' : found === '?' ? '.' : `\\${found}`
    },
  )
  return new RegExp(`^${source}$`, 's')
}
