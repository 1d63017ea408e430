import { resolvePath } from './files.ts'
import type { Process } from './process.ts'

/** One thing that a program reads. */
export interface Input {
  /** The file's name as given; `-` for the program's own input. */
  readonly name: string
  readonly text: string
}

/** How a program says that it cannot read a file: `cat: x: No such file or directory`, without its own name. */
type Complaint = (name: string, problem: string) => string

const USUAL: Complaint = (name, problem) => `${name}: ${problem}`

/**
 * The files of these names, or the program's input if there are none; `-` is its input too. What cannot be read is said on
 * stderr, and the others are read all the same.
 */
export function readInputs(
  process: Process,
  names: readonly string[],
  complain: Complaint = USUAL,
): { readonly inputs: readonly Input[]; readonly failed: boolean } {
  const inputs: Input[] = []
  for (const name of names.length > 0 ? names : ['-']) {
    const text = readInput(process, name)
    if (text !== undefined) inputs.push({ name, text })
    else process.err(`${process.name}: ${complain(name, problemOf(process, name))}\n`)
  }
  return { inputs, failed: inputs.length < Math.max(1, names.length) }
}

/** A file's text, or the program's input for `-`; `undefined` if it cannot be read. */
export function readInput(process: Process, name: string): string | undefined {
  if (name === '-' || name === '/dev/stdin') return process.stdin.rest()
  return name ? process.disk.read(pathOf(process, name)) : undefined
}

/** Why a file cannot be read. */
export function problemOf(process: Process, name: string): string {
  return process.disk.isDirectory(pathOf(process, name)) && name ? 'Is a directory' : 'No such file or directory'
}

/** The absolute path of a name, from where the shell is. */
export function pathOf({ shell }: Process, name: string): string {
  return resolvePath(shell.directory, name)
}

/** A text's lines without their ends; a last line without an end counts as one. */
export function linesOf(text: string): readonly string[] {
  if (text === '') return []
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')
}

/** Lines with an end each. */
export function printLines(lines: readonly string[]): string {
  return lines.length > 0 ? `${lines.join('\n')}\n` : ''
}
