import { unescapeText } from './escapes.ts'
import { pathOf, printLines, problemOf, readInput } from './inputs.ts'
import { formatText } from './printf.ts'
import { copyShell, type Process, type Program, ProgramFailure, ShellExit } from './process.ts'
import { programNamed } from './program-named.ts'
import { test } from './test.ts'

const echo: Program = ({ args, out }) => {
  const at = args.findIndex(arg => !/^-[neE]+$/.test(arg))
  const words = at < 0 ? [] : args.slice(at)
  const flags = args.slice(0, args.length - words.length).join('')
  const text = words.join(' ')
  out((/e[^E]*$/.test(flags) ? unescapeText(text) : text) + (flags.includes('n') ? '' : '\n'))
  return 0
}

/** The format is used again until all arguments are. */
const printf: Program = ({ args: [format, ...values], out }) => {
  if (format === undefined) throw new ProgramFailure('usage: printf format [arguments]', 2)
  const template = unescapeText(format)
  let left: number
  do {
    left = values.length
    out(formatText(template, () => values.shift() ?? ''))
  } while (values.length > 0 && values.length < left)
  return 0
}

const cd: Program = process => {
  const { shell, disk, args } = process
  const set = (name: string, value: string) => shell.variables.set(name, { value, exported: true })
  const of = (name: string) => shell.variables.get(name)?.value ?? ''
  const name = args[0] === '-' ? of('OLDPWD') : (args[0] ?? of('HOME'))
  const path = pathOf(process, name)
  if (args.length > 1) return complain(process, 'too many arguments')
  if (!disk.isDirectory(path))
    return complain(process, `${name}: ${disk.exists(path) ? 'Not a directory' : problemOf(process, name)}`)
  set('OLDPWD', shell.directory)
  set('PWD', path)
  shell.directory = path
  return args[0] === '-' ? say(process, path) : 0
}

/** Bash puts its own name before a builtin's. */
function complain({ err, name }: Process, message: string): number {
  err(`bash: ${name}: ${message}\n`)
  return 1
}

function say({ out }: Process, text: string): number {
  out(`${text}\n`)
  return 0
}

/** `export NAME`, `export NAME=value`; all exported variables without arguments or with `-p`. */
const exportVariables: Program = process => {
  const { shell, args, env } = process
  if (args.length === 0 || args[0] === '-p') {
    const lines = [...env].map(([name, value]) => `declare -x ${name}="${value.replace(/["$`\\]/g, '\\$&')}"`)
    process.out(printLines(lines.sort()))
    return 0
  }
  let status = 0
  for (const arg of args) {
    const [, name, value] = /^([A-Za-z_]\w*)(?:=([\s\S]*))?$/.exec(arg) ?? []
    if (name === undefined) status = complain(process, `\`${arg}': not a valid identifier`)
    else shell.variables.set(name, { value: value ?? shell.variables.get(name)?.value ?? '', exported: true })
  }
  return status
}

const alias: Program = process => {
  const { shell, args } = process
  let status = 0
  for (const arg of args.length > 0 ? args : [...shell.aliases.keys()].sort()) {
    const [, name, value = ''] = /^([^=]+)=([\s\S]*)$/.exec(arg) ?? []
    const known = shell.aliases.get(arg)
    if (name !== undefined) shell.aliases.set(name, value)
    else if (known === undefined) status = complain(process, `${arg}: not found`)
    else say(process, `alias ${arg}='${known.replaceAll("'", "'\\''")}'`)
  }
  return status
}

const unalias: Program = process => {
  const { shell, args } = process
  if (args[0] === '-a') shell.aliases.clear()
  const unknown = args.find(name => !shell.aliases.delete(name) && name !== '-a')
  return unknown === undefined ? 0 : complain(process, `${unknown}: not found`)
}

/** `history`, `history 5`, `history -c` */
const history: Program = ({ run, args, out }) => {
  if (args[0] === '-c') run.history = []
  const lines = run.history.map((line, index) => `${String(index + 1).padStart(5)}  ${line}`)
  out(printLines(args[0] === undefined ? lines : lines.slice(-Number(args[0]) || lines.length)))
  return 0
}

/** `type`, `which` and `command -v`: what a name stands for. */
const type: Program = process => {
  const { shell, run, name: program, args } = process
  let status = 0
  for (const name of args.filter(arg => !arg.startsWith('-'))) {
    const value = program === 'which' ? undefined : shell.aliases.get(name)
    const isBuiltin = Object.hasOwn(BUILTINS, name) && program !== 'which'
    const isKnown = programNamed(run.parts, name) !== undefined
    if (value !== undefined)
      say(process, program === 'type' ? `${name} is aliased to \`${value}'` : `alias ${name}='${value}'`)
    else if (isKnown && program === 'type')
      say(process, `${name} is ${isBuiltin ? 'a shell builtin' : `/usr/bin/${name}`}`)
    else if (isKnown) say(process, isBuiltin ? name : `/usr/bin/${name}`)
    else status = program === 'type' ? complain(process, `${name}: not found`) : 1
  }
  return status
}

/** `read NAME…`: a line's words; the last name takes what is left. */
const read: Program = ({ shell, stdin, args }) => {
  const names = args.filter(arg => !arg.startsWith('-'))
  const line = stdin.line()
  let rest = (line ?? '').trim()
  names.forEach((name, index) => {
    const [word = ''] = index < names.length - 1 ? (/^\S*/.exec(rest) ?? []) : [rest]
    rest = rest.slice(word.length).trimStart()
    shell.variables.set(name, { value: word, exported: false })
  })
  return line === undefined ? 1 : 0
}

const exit: Program = ({ args: [status], shell }) => {
  throw new ShellExit(status === undefined ? shell.status : Number.parseInt(status, 10) & 255)
}

/** `source FILE`: runs a file's lines in this shell. */
const source: Program = process => {
  const [name = ''] = process.args
  const text = readInput(process, name)
  if (text !== undefined) return process.runText(text)
  process.err(`bash: ${name}: ${problemOf(process, name)}\n`)
  return 1
}

/** `bash -c TEXT [NAME ARGUMENT…]`, `bash FILE [ARGUMENT…]`, or a script to read. */
const bash: Program = process => {
  const isText = process.args[0] === '-c'
  const [first = '-', ...rest] = isText ? process.args.slice(1) : process.args
  const text = isText ? first : readInput(process, first)
  if (text === undefined) {
    process.err(`bash: ${first}: ${problemOf(process, first)}\n`)
    return 127
  }
  const shell = {
    ...copyShell(process.shell),
    variables: new Map([...process.shell.variables].filter(([, { exported }]) => exported)),
    aliases: new Map<string, string>(),
    positional: isText ? rest : [first, ...rest],
  }
  try {
    return process.runText(text, shell)
  } catch (error) {
    if (error instanceof ShellExit) return error.status
    throw error
  }
}

/** `env [NAME=value…] [COMMAND…]` */
const env: Program = ({ args, env: known, out, spawn }) => {
  const at = args.findIndex(arg => !arg.includes('='))
  if (at >= 0) return spawn(args.slice(at), {}, args.slice(0, at))
  out(printLines([...[...known].map(([name, value]) => `${name}=${value}`), ...args]))
  return 0
}

/** Runs the rest of the words. `sudo`'s options say as whom: everyone may do everything here. */
const passOn: Program = process => {
  const { args, name } = process
  if (name === 'command' && args[0] === '-v') return type(process)
  const at = args.findIndex((arg, index) => !arg.startsWith('-') && args[index - 1] !== '-u')
  return at < 0 || args[at] === 'su' ? 0 : process.spawn(args.slice(at))
}

const succeed: Program = () => 0

/** What the shell does itself. */
export const BUILTINS: Readonly<Record<string, Program>> = {
  '.': source,
  ':': succeed,
  '[': test,
  alias,
  cd,
  command: passOn,
  // Completion is there already: the line that switches it on elsewhere does nothing.
  complete: succeed,
  echo,
  eval: ({ args, runText }) => runText(args.join(' ')),
  exit,
  export: exportVariables,
  false: () => 1,
  history,
  logout: exit,
  printf,
  pwd: process => say(process, process.shell.directory),
  read,
  source,
  test,
  true: succeed,
  type,
  unalias,
  unset: ({ args, shell }) => {
    for (const name of args) shell.variables.delete(name)
    return 0
  },
}

/** Programs that only run others, or say where one is. */
export const SHELL_PROGRAMS: Readonly<Record<string, Program>> = {
  bash,
  // The terminal that shows the session empties itself at this sequence.
  clear: ({ out }) => {
    out('\x1b[H\x1b[2J\x1b[3J')
    return 0
  },
  env,
  hostname: process => say(process, process.shell.host),
  sh: bash,
  sudo: passOn,
  which: type,
  whoami: process => say(process, 'learner'),
}
