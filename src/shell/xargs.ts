import { linesOf } from './inputs.ts'
import { readOptions } from './options.ts'
import { Input, type Program, ProgramFailure } from './process.ts'

/** `xargs`: makes command lines of its input. (GNU findutils) */
export const xargs: Program = process => {
  const { has, value, operands } = readOptions(process, 'n:I:L:P:rt.', { 'no-run-if-empty': 'r', 'max-args': 'n' })
  const words = operands.length > 0 ? operands : ['echo']
  const text = process.stdin.rest()
  const mark = value('I')
  const lines = linesOf(text).filter(line => line.trimStart())
  const items = lines.flatMap(readItems)
  const most = Number(value('n') ?? value('L') ?? items.length)
  if (!(most >= 1 || items.length === 0)) throw new ProgramFailure(`value ${value('n')} for -n option should be >= 1`)
  const commands: (readonly string[])[] = []
  if (mark !== undefined)
    for (const line of lines) commands.push(words.map(word => word.replaceAll(mark, () => line.trimStart())))
  else if (items.length === 0) commands.push(...(has('r') ? [] : [words]))
  else {
    const source = has('L') ? lines.map(readItems) : items.map(item => [item])
    for (let at = 0; at < source.length; at += most) commands.push([...words, ...source.slice(at, at + most).flat()])
  }
  let status = 0
  for (const command of commands) {
    if (has('t')) process.err(`${command.join(' ')}\n`)
    const ended = process.spawn(command, { stdin: new Input('') })
    if (ended > 125) return ended
    if (ended !== 0) status = 123
  }
  return status
}

/** Words between blanks; quotes and backslashes keep what they hold together. */
function readItems(text: string): readonly string[] {
  return [...text.matchAll(/(?:"[^"]*"|'[^']*'|\\.|[^\s'"\\])+|["']/g)].map(([item]) => {
    if (item === '"' || item === "'")
      throw new ProgramFailure(
        `unmatched ${item === '"' ? 'double' : 'single'} quote; by default quotes are special to xargs unless you use the -0 option`,
      )
    return item.replace(
      /"([^"]*)"|'([^']*)'|\\(.)/g,
      (_, double?: string, single?: string, one?: string) => double ?? single ?? one ?? '',
    )
  })
}
