import type { Io } from './machine.ts'

/** One thing that a program reads. */
export interface Input {
  /** The file's name as given; `-` or nothing is the program's own input. */
  readonly name: string
  readonly text: string
}

/** Reads the files of these names, or the program's input if there are none; what cannot be read is said on stderr. */
export function readInputs(program: string, names: readonly string[], io: Io): { inputs: Input[]; failed: boolean } {
  if (names.length === 0) return { inputs: [{ name: '', text: io.stdin }], failed: false }
  const inputs: Input[] = []
  let failed = false
  for (const name of names) {
    const text = name === '-' ? io.stdin : io.machine.read(name)
    if (text !== undefined) {
      inputs.push({ name, text })
      continue
    }
    io.err(`${program}: ${name}: ${io.machine.isFolder(name) ? 'Is a directory' : 'No such file or directory'}\n`)
    failed = true
  }
  return { inputs, failed }
}

/** A text's lines without their ends; a last line without an end counts as one. */
export function linesOf(text: string): readonly string[] {
  if (text === '') return []
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')
}
