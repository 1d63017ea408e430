import { ExpansionError, expandHeredoc, expandText, expandWord, type Surroundings } from './expand.ts'
import { resolvePath } from './files.ts'
import { globSource, patternRegex } from './glob.ts'
import { type Command, type PipelinePart, parseLine, type Redirect } from './parse.ts'
import {
  copyShell,
  Halt,
  Input,
  type Io,
  type LiveShell,
  type Output,
  ProgramFailure,
  type Run,
  ShellExit,
} from './process.ts'
import { programNamed } from './program-named.ts'
import { ShellSyntaxError } from './quoting.ts'

/** Where a command runs: in which shell, and what it reads and writes. */
interface Place {
  readonly run: Run
  readonly shell: LiveShell
  readonly io: Io
}

/** How deep shells may stand inside each other: substitutions, scripts that call themselves. */
const DEEPEST = 40
const MOST_TURNS = 1000

/** Runs shell text line by line, as a script is run; gives the exit status of the last command. */
function runText(text: string, place: Place): number {
  const { run, shell } = place
  if (++run.depth > DEEPEST) throw new Halt('shells are nested too deeply')
  try {
    for (let rest = text; rest; ) rest = runLine(rest, place)
    return shell.status
  } finally {
    run.depth--
  }
}

/** Runs the first line of a text and gives the rest. What is wrong with it is said on stderr, and nothing after it runs. */
export function runLine(text: string, place: Place): string {
  const { shell, io } = place
  try {
    const { command, rest } = parseLine(text, shell.aliases)
    if (command) execute(command, place)
    return rest
  } catch (error) {
    if (!(error instanceof ShellSyntaxError || error instanceof ExpansionError)) throw error
    io.stderr.write(`bash: ${error.message}\n`)
    shell.status = error instanceof ExpansionError ? 1 : 2
    return ''
  }
}

/** Runs a text in a copy of the shell: nothing but its output, its status and what it does to files and cluster remains. */
function runInCopy(place: Place, body: (copy: Place) => void): number {
  const shell = copyShell(place.shell)
  try {
    body({ ...place, shell })
    return shell.status
  } catch (error) {
    if (error instanceof ShellExit) return error.status
    throw error
  }
}

function execute(command: Command, place: Place): void {
  const { shell } = place
  switch (command.kind) {
    case 'list':
      for (const part of command.parts) execute(part, place)
      return
    case 'and':
    case 'or':
      execute(command.left, place)
      if ((shell.status === 0) === (command.kind === 'and')) execute(command.right, place)
      return
    case 'pipe':
      shell.status = executePipeline(command.parts, place)
      if (command.negated) shell.status = shell.status === 0 ? 1 : 0
  }
}

function executePipeline(parts: readonly PipelinePart[], place: Place): number {
  const [only] = parts
  if (only && parts.length === 1) return executePart(only, place)
  let stdin = place.io.stdin
  let status = 0
  parts.forEach((part, index) => {
    const isLast = index === parts.length - 1
    const pipe = gather(place.run)
    const io = { ...place.io, stdin, stdout: isLast ? place.io.stdout : pipe }
    status = runInCopy({ ...place, io }, copy => {
      copy.shell.status = executePart(part, copy)
    })
    stdin = new Input(pipe.text())
  })
  return status
}

function executePart(part: PipelinePart, place: Place): number {
  place.run.spend('commands', 1)
  if (part.kind === 'simple') return executeSimple(part.words, part.redirects, place)
  const io = redirect(part.redirects, place)
  return io ? executeCompound(part, { ...place, io }) : 1
}

function executeCompound(part: PipelinePart, place: Place): number {
  const { shell } = place
  switch (part.kind) {
    case 'subshell':
      return runInCopy(place, copy => execute(part.body, copy))
    case 'group':
      execute(part.body, place)
      break
    case 'if':
      execute(part.test, place)
      if (shell.status === 0) execute(part.body, place)
      else if (part.otherwise) execute(part.otherwise, place)
      else shell.status = 0
      break
    case 'for': {
      const values = part.words.flatMap(word => expandWord(word, surroundingsOf(place)))
      shell.status = 0
      repeat(() => {
        const value = values.shift()
        if (value === undefined) return false
        assign(shell, part.name, value)
        execute(part.body, place)
        return true
      })
      break
    }
    case 'while':
    case 'until': {
      let status = 0
      repeat(() => {
        execute(part.test, place)
        if ((shell.status === 0) !== (part.kind === 'while')) return false
        execute(part.body, place)
        status = shell.status
        return true
      })
      return status
    }
  }
  return shell.status
}

/** Takes turns until one says that it was the last. */
function repeat(turn: () => boolean): void {
  for (let turns = 0; turn(); turns++)
    if (turns >= MOST_TURNS) throw new Halt(`a loop may take ${MOST_TURNS} turns here`)
}

function executeSimple(words: readonly string[], redirects: readonly Redirect[], place: Place): number {
  const { shell, run } = place
  const around = surroundingsOf(place)
  const first = words.findIndex(word => !/^[A-Za-z_]\w*\+?=/.test(word))
  const assignments = first < 0 ? words : words.slice(0, first)
  const substitutions = run.substitutions
  const [name, ...args] = first < 0 ? [] : words.slice(first).flatMap(word => expandWord(word, around))
  const io = redirect(redirects, place)
  if (!io) return 1
  if (name === undefined) {
    for (const assignment of assignments) assignWord(assignment, shell, around, run)
    return run.substitutions > substitutions ? shell.status : 0
  }
  const before = new Map(assignments.map(word => [nameOf(word), shell.variables.get(nameOf(word))]))
  for (const assignment of assignments) assignWord(assignment, shell, around, run, true)
  try {
    return call(name, args, { ...place, io })
  } finally {
    for (const [variable, old] of before) {
      if (old) shell.variables.set(variable, old)
      else shell.variables.delete(variable)
    }
  }
}

/** What bash has and this shell has not. */
const MISSING =
  /^(set|shopt|trap|break|continue|return|local|declare|let|shift|exec|jobs|fg|bg|wait|getopts|readonly|time)$/

/** Runs a program by its name, as a shell's last step. What it cannot do is said on stderr. */
function call(name: string, args: readonly string[], place: Place): number {
  const { run, shell, io } = place
  run.spend('commands', 1)
  const base = name.replace(/^(\/usr(\/local)?)?\/bin\//, '')
  const program = programNamed(run.parts, base)
  if (!program) {
    const path = resolvePath(shell.directory, name)
    const disk = run.disk(shell.host)
    if (MISSING.test(name)) io.stderr.write(`bash: ${name}: not available here\n`)
    else if (!name.includes('/')) io.stderr.write(`bash: ${name}: command not found\n`)
    else if (disk.isDirectory(path)) io.stderr.write(`bash: ${name}: Is a directory\n`)
    else io.stderr.write(`bash: ${name}: ${disk.exists(path) ? 'Permission denied' : 'No such file or directory'}\n`)
    return name.includes('/') && disk.exists(path) ? 126 : 127
  }
  const exported = [...shell.variables].filter(([, variable]) => variable.exported)
  try {
    return program({
      name: base,
      args,
      env: new Map(exported.map(([variable, { value }]) => [variable, value])),
      stdin: io.stdin,
      out: io.stdout.write,
      err: io.stderr.write,
      toTerminal: io.stdout.isTerminal,
      disk: run.disk(shell.host),
      shell,
      run,
      spawn: ([other, ...words], changes, assignments = []) =>
        runInCopy({ ...place, io: { ...io, ...changes } }, copy => {
          for (const one of assignments) assign(copy.shell, nameOf(one), one.slice(one.indexOf('=') + 1), true)
          copy.shell.status = other ? call(other, words, copy) : 0
        }),
      runText: (text, other) => runText(text, { ...place, shell: other ?? shell }),
    })
  } catch (error) {
    if (!(error instanceof ProgramFailure)) throw error
    io.stderr.write(`${base}: ${error.message}\n`)
    return error.status
  }
}

/** What the commands write is kept; `text` gives it. */
function gather(run: Run): Output & { readonly text: () => string } {
  let gathered = ''
  return {
    isTerminal: false,
    write(text) {
      run.spend('characters', text.length)
      gathered += text
    },
    text: () => gathered,
  }
}

/** Input and output after redirections; `undefined`, and a word on stderr, where a file is not to be had. */
function redirect(redirects: readonly Redirect[], place: Place): Io | undefined {
  const around = surroundingsOf(place)
  let { io } = place
  for (const { fd, operator, word, literal } of redirects) {
    const isHeredoc = operator === '<<' || operator === '<<-'
    const target = isHeredoc ? word : expandText(word, around)
    if (fd > 2) throw new ShellSyntaxError(`the file descriptor ${fd} is not available here`)
    if (operator.startsWith('<')) {
      const heredoc = isHeredoc ? (literal ? word : expandHeredoc(word, around)) : undefined
      const text = heredoc ?? (operator === '<<<' ? `${target}\n` : readFile(target, place))
      if (text === undefined) return undefined
      io = { ...io, stdin: new Input(text) }
      continue
    }
    const isCopy = operator === '>&' && /^([012]|-)$/.test(target)
    const output = isCopy
      ? ({ 1: io.stdout, 2: io.stderr }[target] ?? NOWHERE)
      : openFile(target, operator.endsWith('>>'), place)
    if (!output) return undefined
    const isBoth = operator.startsWith('&') || (operator === '>&' && !isCopy)
    io = { ...io, ...(isBoth || fd !== 2 ? { stdout: output } : {}), ...(isBoth || fd === 2 ? { stderr: output } : {}) }
  }
  return io
}

const NOWHERE: Output = { isTerminal: false, write() {} }

function readFile(name: string, { run, shell, io }: Place): string | undefined {
  const disk = run.disk(shell.host)
  const path = resolvePath(shell.directory, name)
  const text = disk.read(path)
  if (text === undefined)
    io.stderr.write(`bash: ${name}: ${disk.isDirectory(path) ? 'Is a directory' : 'No such file or directory'}\n`)
  return text
}

function openFile(name: string, appends: boolean, { run, shell, io }: Place): Output | undefined {
  const disk = run.disk(shell.host)
  const path = resolvePath(shell.directory, name)
  if (path === '/dev/stderr') return io.stderr
  const problem = disk.write(path, appends ? (disk.read(path) ?? '') : '')
  if (problem) {
    io.stderr.write(`bash: ${name}: ${problem}\n`)
    return undefined
  }
  return {
    isTerminal: false,
    write(text) {
      run.spend('characters', text.length)
      disk.write(path, (disk.read(path) ?? '') + text)
    },
  }
}

function nameOf(assignment: string): string {
  return /^\w+/.exec(assignment)?.[0] ?? ''
}

function assignWord(word: string, shell: LiveShell, around: Surroundings, run: Run, exported = false): void {
  const equals = word.indexOf('=')
  const name = nameOf(word)
  const value = expandText(word.slice(equals + 1), around)
  run.spend('characters', value.length)
  assign(shell, name, (word[equals - 1] === '+' ? (shell.variables.get(name)?.value ?? '') : '') + value, exported)
}

/** Gives a variable a value; an exported one stays exported. */
function assign(shell: LiveShell, name: string, value: string, exported = false): void {
  shell.variables.set(name, { value, exported: exported || (shell.variables.get(name)?.exported ?? false) })
}

function surroundingsOf(place: Place): Surroundings {
  const { run, shell } = place
  const capture = (commands: string) => {
    const output = gather(run)
    run.substitutions++
    const file = /^\s*<([^<>&|;()]+)$/.exec(commands)?.[1]
    shell.status = runInCopy({ ...place, io: { ...place.io, stdout: output } }, copy => {
      runText(file ? `cat ${file}` : commands, copy)
    })
    return output.text()
  }
  return {
    lookUp(name) {
      if (name === '?') return String(shell.status)
      if (name === '#') return String(shell.positional.length - 1)
      if (name === '@' || name === '*') return shell.positional.slice(1).join(' ')
      if (name === '$') return '1'
      return /^\d+$/.test(name) ? shell.positional[Number(name)] : shell.variables.get(name)?.value
    },
    assign: (name, value) => assign(shell, name, value),
    positional: shell.positional.slice(1),
    substitute: commands => capture(commands).replace(/\n+$/, ''),
    fileOf: commands => run.temporaryFile(shell.host, capture(commands)),
    paths: pattern => expandPaths(pattern, place),
  }
}

/** The paths that a pattern matches: a name that begins with a dot only where the pattern has one. */
function expandPaths(pattern: string, { run, shell }: Place): readonly string[] {
  const disk = run.disk(shell.host)
  let found = [pattern.startsWith('/') ? '/' : '']
  for (const part of pattern.split('/').filter(Boolean)) {
    const name = patternRegex(`^${part.startsWith('.') ? '' : '(?!\\.)'}(?:${globSource(part)})$`)
    const isPlain = /^\.\.?$/.test(part)
    found = found.flatMap(parent => {
      const names = isPlain ? [part] : disk.list(resolvePath(shell.directory, parent || '.'))
      return names
        .filter(one => isPlain || name.test(one))
        .map(one => (/(^|\/)$/.test(parent) ? parent : `${parent}/`) + one)
    })
    run.spend('characters', found.length)
  }
  const onlyDirectories = pattern.endsWith('/')
  return found
    .filter(path => !onlyDirectories || disk.isDirectory(resolvePath(shell.directory, path)))
    .map(path => (onlyDirectories ? `${path}/` : path))
    .sort()
}
