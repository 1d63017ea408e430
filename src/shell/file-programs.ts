import { pathOf, printLines, problemOf, readInputs } from './inputs.ts'
import { readOptions } from './options.ts'
import { type Process, type Program, ProgramFailure } from './process.ts'

/** `cat`, and the pagers, which have nothing to page here. */
export const cat: Program = process => {
  const { has, operands } = readOptions(process, 'nRNSFX', { number: 'n' })
  const { inputs, failed } = readInputs(process, operands)
  const text = inputs.map(input => input.text).join('')
  const numbered = () => text.replace(/^(?=[\s\S])/gm, () => `${String(++number).padStart(6)}\t`)
  let number = 0
  process.out(has('n') ? numbered() : text)
  return failed ? 1 : 0
}

/** `ls`: side by side where a person reads it, one name a line otherwise. */
export const ls: Program = process => {
  const { has, operands } = readOptions(process, 'la1Ahd', { all: 'a', 'almost-all': 'A' }, 2)
  const { disk } = process
  const names = operands.length > 0 ? operands.toSorted() : ['.']
  const isListed = (name: string) => disk.isDirectory(pathOf(process, name)) && !has('d')
  const files = names.filter(name => !isListed(name) && disk.exists(pathOf(process, name)))
  const missing = names.filter(name => !disk.exists(pathOf(process, name)))
  for (const name of missing) process.err(`ls: cannot access '${name}': No such file or directory\n`)
  const print = (some: readonly string[], directory: string) => {
    const line = some.join('  ')
    if (has('l')) process.out(printLines(some.map(name => longLine(process, name, `${directory}/${name}`))))
    else
      process.out(
        process.toTerminal && !has('1') && line.length <= 80 ? printLines(line ? [line] : []) : printLines(some),
      )
  }
  if (files.length > 0) print(files, '.')
  names.filter(isListed).forEach((name, index) => {
    const inside = disk.list(pathOf(process, name))
    const shown = has('a') ? ['.', '..', ...inside] : inside.filter(one => has('A') || !one.startsWith('.'))
    if (names.length > 1) process.out(`${index + files.length > 0 ? '\n' : ''}${name}:\n`)
    if (has('l')) process.out(`total ${shown.length * 4}\n`)
    print(shown, name)
  })
  return missing.length > 0 ? 2 : 0
}

function longLine(process: Process, name: string, given: string): string {
  const { disk } = process
  const path = pathOf(process, name.startsWith('/') ? name : given)
  const isDirectory = disk.isDirectory(path)
  const size = isDirectory ? 4096 : (disk.read(path) ?? '').length
  const [, day, month, , time] = new Date(disk.modified(path) * 1000).toUTCString().split(' ')
  return `${isDirectory ? 'drwxr-xr-x 2' : '-rw-r--r-- 1'} learner learner ${String(size).padStart(5)} ${month} ${String(Number(day)).padStart(2)} ${time?.slice(0, 5)} ${name}`
}

export const rm: Program = process => {
  const { has, operands } = readOptions(process, 'rRf', { recursive: 'r', force: 'f' })
  const { disk, shell } = process
  return each(process, operands, (name, path) => {
    if (!disk.exists(path)) return has('f') ? undefined : `cannot remove '${name}': No such file or directory`
    if (disk.isDirectory(path) && !has('r') && !has('R')) return `cannot remove '${name}': Is a directory`
    if (`${shell.directory}/`.startsWith(path === '/' ? path : `${path}/`))
      return `refusing to remove '${name}': the shell is in it`
    disk.remove(path)
    return undefined
  })
}

export const mkdir: Program = process => {
  const { has, operands } = readOptions(process, 'p', { parents: 'p' })
  const { disk } = process
  return each(process, operands, (name, path) => {
    if (has('p')) for (const { index } of path.matchAll(/.(?=\/)/g)) disk.makeDirectory(path.slice(0, index + 1))
    const problem = disk.makeDirectory(path)
    return problem && !(has('p') && disk.isDirectory(path))
      ? `cannot create directory ‘${name}’: ${problem}`
      : undefined
  })
}

export const touch: Program = process =>
  each(process, process.args, (name, path) => {
    const problem = process.disk.isDirectory(path) ? undefined : process.disk.write(path, process.disk.read(path) ?? '')
    return problem && `cannot touch '${name}': ${problem}`
  })

/** `cp` and `mv` */
export const copy: Program = process => {
  const { name: program, disk } = process
  const { has, operands } = readOptions(process, 'rRaf', { recursive: 'r', force: 'f' })
  const target = operands.at(-1) ?? ''
  if (operands.length < 2)
    throw new ProgramFailure(target ? `missing destination file operand after '${target}'` : 'missing file operand')
  const isInto = disk.isDirectory(pathOf(process, target))
  if (operands.length > 2 && !isInto)
    throw new ProgramFailure(
      `target '${target}': ${disk.exists(pathOf(process, target)) ? 'Not a directory' : 'No such file or directory'}`,
    )
  return each(process, operands.slice(0, -1), (name, path) => {
    const to = isInto ? `${target.replace(/\/$/, '')}/${path.replace(/^.*\//, '')}` : target
    const toPath = pathOf(process, to)
    const isDirectory = disk.isDirectory(path)
    if (!disk.exists(path)) return `cannot stat '${name}': ${problemOf(process, name)}`
    if (path === toPath) return `'${name}' and '${to}' are the same file`
    if (isDirectory && program === 'cp' && !/[rRa]/.test([...'rRa'].filter(has).join('')))
      return `-r not specified; omitting directory '${name}'`
    if (`${toPath}/`.startsWith(`${path}/`))
      return `cannot ${program === 'cp' ? 'copy' : 'move'} a directory, '${name}', into itself, '${to}'`
    const problem = isDirectory ? copyDirectory(process, path, toPath) : disk.write(toPath, disk.read(path) ?? '')
    if (problem)
      return program === 'cp'
        ? `cannot create regular file '${to}': ${problem}`
        : `cannot move '${name}' to '${to}': ${problem}`
    if (program === 'mv') disk.remove(path)
    return undefined
  })
}

function copyDirectory({ disk }: Process, from: string, to: string): string | undefined {
  const problem = disk.isDirectory(to) ? undefined : disk.makeDirectory(to)
  for (const path of problem ? [] : [...disk.files.keys()].filter(one => one.startsWith(`${from}/`)).sort()) {
    const copied = to + path.slice(from.length)
    if (path.endsWith('/')) disk.makeDirectory(copied.slice(0, -1))
    else disk.write(copied, disk.read(path) ?? '')
  }
  return problem
}

/** Does something to each operand; what goes wrong with one is said, and the others follow. */
function each(
  process: Process,
  names: readonly string[],
  act: (name: string, path: string) => string | undefined,
): number {
  if (names.length === 0) throw new ProgramFailure('missing operand')
  let status = 0
  for (const name of names) {
    const problem = act(name, pathOf(process, name))
    if (!problem) continue
    process.err(`${process.name}: ${problem}\n`)
    status = 1
  }
  return status
}
