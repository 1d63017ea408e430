import { advance } from '../cluster/step.ts'
import { parentOf } from './files.ts'
import { linesOf } from './inputs.ts'
import type { Io, Program } from './machine.ts'

/** What the shell itself does, and programs that only run others. */
export const BUILTINS: Readonly<Record<string, Program>> = {
  ':': () => 0,
  true: () => 0,
  false: () => 1,
  echo,
  printf,
  pwd: (_, io) => say(io, io.machine.session.folder),
  cd,
  export: (args, io) => setVariables(args, io),
  unset: (args, io) => {
    const variables = new Map(io.machine.session.variables)
    for (const name of args) variables.delete(name)
    io.machine.update({ variables })
    return 0
  },
  env: (_, io) => {
    for (const [name, { value, exported }] of io.machine.session.variables) if (exported) io.out(`${name}=${value}\n`)
    return 0
  },
  alias,
  unalias: (args, io) => {
    io.machine.update({ aliases: new Map([...io.machine.session.aliases].filter(([name]) => !args.includes(name))) })
    return 0
  },
  history: (_, io) => {
    for (const [index, line] of io.machine.session.history.entries())
      io.out(`${String(index + 1).padStart(5)}  ${line}\n`)
    return 0
  },
  /** The terminal that draws the session clears itself at this sequence. */
  clear: (_, io) => {
    io.out('\x1b[H\x1b[2J')
    return 0
  },
  type: (args, io) => {
    for (const name of args) {
      const alias = io.machine.session.aliases.get(name)
      io.out(alias === undefined ? `${name} is /usr/bin/${name}\n` : `${name} is aliased to \`${alias}'\n`)
    }
    return 0
  },
  which: (args, io) => {
    for (const name of args) io.out(`/usr/bin/${name}\n`)
    return 0
  },
  whoami: (_, io) => say(io, io.machine.variable('USER') ?? ''),
  hostname: (_, io) => say(io, io.machine.session.node ?? 'terminal'),
  date: (args, io) => say(io, printDate(io.machine.session.cluster.now, args)),
  sleep: (args, io) => {
    const seconds = args.reduce(
      (sum, arg) => sum + Number.parseFloat(arg) * ({ m: 60, h: 3600 }[arg.at(-1) ?? ''] ?? 1),
      0,
    )
    if (Number.isNaN(seconds)) {
      io.err(`sleep: invalid time interval ‘${args[0]}’\n`)
      return 1
    }
    io.machine.update({ cluster: advance(io.machine.session.cluster, seconds).cluster })
    return 0
  },
  seq: (args, io) => {
    const [first = 1, last = first] = args.map(Number)
    for (let value = args.length > 1 ? first : 1; value <= last && value < first + 10_000; value++) io.out(`${value}\n`)
    return 0
  },
  test: (args, io) => test(args, io),
  '[': (args, io) => test(args.slice(0, -1), io),
  eval: (args, io) => io.runText(args.join(' '), io.stdin),
  bash: runScript,
  sh: runScript,
  source: runScript,
  '.': runScript,
  sudo: runOther,
  command: runOther,
  time: runOther,
  xargs,
  vi: edit,
  vim: edit,
  nano: edit,
}

function say(io: Io, line: string): number {
  io.out(`${line}\n`)
  return 0
}

function echo(args: readonly string[], io: Io): number {
  const flags = args.findIndex(arg => !/^-[neE]+$/.test(arg))
  const given = args.slice(0, flags < 0 ? args.length : flags).join('')
  const text = args.slice(flags < 0 ? args.length : flags).join(' ')
  io.out((given.includes('e') ? resolveEscapes(text) : text) + (given.includes('n') ? '' : '\n'))
  return 0
}

function printf([template = '', ...values]: readonly string[], io: Io): number {
  const queue = [...values]
  do {
    const text = resolveEscapes(template).replace(
      /%(-?)(\d*)([sd%])/g,
      (_, left: string, width: string, letter: string) => {
        if (letter === '%') return '%'
        const value = queue.shift() ?? ''
        const shown = letter === 'd' ? String(Number.parseInt(value, 10) || 0) : value
        return left ? shown.padEnd(Number(width)) : shown.padStart(Number(width))
      },
    )
    io.out(text)
  } while (queue.length > 0 && /%-?\d*[sd]/.test(template))
  return 0
}

function resolveEscapes(text: string): string {
  return text.replace(/\\([nrtbea\\])/g, (_, letter: string) => {
    return { n: '\n', r: '\r', t: '\t', b: '\b', e: '\x1b', a: '\x07', '\\': '\\' }[letter] ?? letter
  })
}

function cd([target]: readonly string[], io: Io): number {
  const { machine } = io
  const name = target === undefined || target === '~' ? (machine.variable('HOME') ?? '/') : target
  const folder = name === '-' ? (machine.variable('OLDPWD') ?? machine.session.folder) : machine.path(name)
  if (!machine.files.folders.has(folder)) {
    io.err(`bash: cd: ${name}: ${machine.read(name) === undefined ? 'No such file or directory' : 'Not a directory'}\n`)
    return 1
  }
  const variables = new Map(machine.session.variables)
  machine.update({ folder, variables: variables.set('OLDPWD', { value: machine.session.folder, exported: false }) })
  return 0
}

function setVariables(args: readonly string[], io: Io): number {
  const variables = new Map(io.machine.session.variables)
  for (const arg of args) {
    const [name = '', ...value] = arg.split('=')
    if (!/^[A-Za-z_]\w*$/.test(name)) {
      io.err(`bash: export: \`${arg}': not a valid identifier\n`)
      return 1
    }
    variables.set(name, {
      value: arg.includes('=') ? value.join('=') : (variables.get(name)?.value ?? ''),
      exported: true,
    })
  }
  io.machine.update({ variables })
  return 0
}

function alias(args: readonly string[], io: Io): number {
  const aliases = new Map(io.machine.session.aliases)
  const show = (name: string) => io.out(`alias ${name}='${aliases.get(name)}'\n`)
  let status = 0
  for (const arg of args) {
    const equals = arg.indexOf('=')
    if (equals > 0) aliases.set(arg.slice(0, equals), arg.slice(equals + 1))
    else if (aliases.has(arg)) show(arg)
    else {
      io.err(`bash: alias: ${arg}: not found\n`)
      status = 1
    }
  }
  if (args.length === 0) for (const name of [...aliases.keys()].sort()) show(name)
  io.machine.update({ aliases })
  return status
}

function test(args: readonly string[], io: Io): number {
  const [first = '', operator, second = ''] = args
  if (first === '!') return test(args.slice(1), io) === 0 ? 1 : 0
  const { machine } = io
  const unary: Readonly<Record<string, (name: string) => boolean>> = {
    '-f': name => machine.read(name) !== undefined,
    '-d': name => machine.isFolder(name),
    '-e': name => machine.read(name) !== undefined || machine.isFolder(name),
    '-s': name => (machine.read(name) ?? '') !== '',
    '-n': text => text !== '',
    '-z': text => text === '',
  }
  const binary: Readonly<Record<string, (a: string, b: string) => boolean>> = {
    '=': (a, b) => a === b,
    '==': (a, b) => a === b,
    '!=': (a, b) => a !== b,
    '-eq': (a, b) => Number(a) === Number(b),
    '-ne': (a, b) => Number(a) !== Number(b),
    '-lt': (a, b) => Number(a) < Number(b),
    '-le': (a, b) => Number(a) <= Number(b),
    '-gt': (a, b) => Number(a) > Number(b),
    '-ge': (a, b) => Number(a) >= Number(b),
  }
  if (args.length === 2 && Object.hasOwn(unary, first)) return unary[first]?.(operator ?? '') ? 0 : 1
  if (operator !== undefined && Object.hasOwn(binary, operator)) return binary[operator]?.(first, second) ? 0 : 1
  return args.length === 1 && first !== '' ? 0 : 1
}

function runScript(args: readonly string[], io: Io): number {
  if (args[0] === '-c') return io.runText(args[1] ?? '', io.stdin)
  const [file] = args
  if (file === undefined) return io.runText(io.stdin)
  const text = io.machine.read(file)
  if (text !== undefined) return io.runText(text, io.stdin)
  io.err(`bash: ${file}: No such file or directory\n`)
  return 127
}

function runOther(args: readonly string[], io: Io): number {
  const [name, ...rest] = args
  return name === undefined ? 0 : io.run(name, rest, io.stdin)
}

/** Runs a program with the words of its input as arguments; `-I X` once for each line, `-n1` once for each word. */
function xargs(args: readonly string[], io: Io): number {
  const lines = linesOf(io.stdin).filter(line => line.trim() !== '')
  const words = lines.flatMap(line => line.trim().split(/\s+/))
  if (args[0] === '-I') {
    const [, mark = '{}', name = 'echo', ...fixed] = args
    const runLine = (line: string) =>
      io.run(
        name,
        fixed.map(arg => arg.replaceAll(mark, line.trim())),
      )
    return lines.reduce((status, line) => runLine(line) || status, 0)
  }
  const start = args.findIndex(arg => !arg.startsWith('-') && !/^\d+$/.test(arg))
  const flags = args.slice(0, start < 0 ? args.length : start)
  const [name = 'echo', ...fixed] = start < 0 ? [] : args.slice(start)
  if (words.length === 0 && flags.includes('-r')) return 0
  if (!/-n ?1/.test(flags.join(' '))) return io.run(name, [...fixed, ...words])
  return words.reduce((status, word) => io.run(name, [...fixed, word]) || status, 0)
}

function edit(args: readonly string[], io: Io): number {
  const name = args.filter(arg => !arg.startsWith('-') && !arg.startsWith('+')).at(-1)
  if (name === undefined) {
    io.err('name the file to edit\n')
    return 1
  }
  if (!io.machine.isFolder(parentOf(io.machine.path(name)))) {
    io.err(`"${name}" cannot be written: no such folder\n`)
    return 1
  }
  return io.machine.edit(name) ? 0 : 1
}

function printDate(now: number, args: readonly string[]): string {
  const [day = '', clock = ''] = new Date(now * 1000).toISOString().slice(0, 19).split('T')
  if (args.includes('-Is') || args.some(arg => arg.startsWith('--iso'))) return `${day}T${clock}+00:00`
  const text = new Date(now * 1000).toUTCString().split(' ')
  return `${text[0]?.slice(0, 3)} ${text[2]} ${Number(text[1])} ${clock} UTC ${text[3]}`
}
