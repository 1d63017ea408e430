import { addFolder, listFolder, nameOf, parentOf } from './files.ts'
import { linesOf, readInputs } from './inputs.ts'
import type { Io, Program } from './machine.ts'
import { readOptions } from './options.ts'

/** Programs that read, list, move and remove files. */
export const FILE_PROGRAMS: Readonly<Record<string, Program>> = {
  cat,
  ls,
  rm,
  mkdir,
  touch,
  cp: (args, io) => copy('cp', args, io),
  mv: (args, io) => copy('mv', args, io),
  less: cat,
  more: cat,
}

function cat(args: readonly string[], io: Io): number {
  const options = readOptions(args, 'nAeEtTvb')
  if (!options.ok) return fail(io, 'cat', options.error)
  const { inputs, failed } = readInputs('cat', options.args, io)
  const text = inputs.map(one => one.text).join('')
  const numbered = (line: string, index: number) => `${String(index + 1).padStart(6)}\t${line}\n`
  io.out(options.has('n') ? linesOf(text).map(numbered).join('') : text)
  return failed ? 1 : 0
}

function ls(args: readonly string[], io: Io): number {
  const options = readOptions(args, 'laAh1Rdtr')
  if (!options.ok) return fail(io, 'ls', options.error)
  const { machine } = io
  let status = 0
  const names = options.args.length > 0 ? options.args : ['.']
  for (const name of names) {
    if (machine.read(name) !== undefined) io.out(`${name}\n`)
    else if (machine.isFolder(name)) {
      const found = listFolder(machine.files, machine.path(name)).filter(
        one => options.has('a') || !one.startsWith('.'),
      )
      const listed = found.map(one => `${one.replace(/\/$/, '')}\n`).join('')
      io.out(names.length > 1 ? `${name}:\n${listed}` : listed)
    } else status = fail(io, 'ls', `cannot access '${name}': No such file or directory`, 2)
  }
  return status
}

function rm(args: readonly string[], io: Io): number {
  const options = readOptions(args, 'rRfv')
  if (!options.ok) return fail(io, 'rm', options.error)
  const { machine } = io
  let status = 0
  for (const name of options.args) {
    const isFolder = machine.isFolder(name)
    if (isFolder && !options.has('r') && !options.has('R'))
      status = fail(io, 'rm', `cannot remove '${name}': Is a directory`)
    else if (!isFolder && machine.read(name) === undefined) {
      if (!options.has('f')) status = fail(io, 'rm', `cannot remove '${name}': No such file or directory`)
    } else machine.remove(name)
  }
  return status
}

function mkdir(args: readonly string[], io: Io): number {
  const options = readOptions(args, 'p')
  if (!options.ok) return fail(io, 'mkdir', options.error)
  const { machine } = io
  let status = 0
  for (const name of options.args) {
    const path = machine.path(name)
    const there = machine.isFolder(name) || machine.read(name) !== undefined
    if (there && !options.has('p')) status = fail(io, 'mkdir', `cannot create directory ‘${name}’: File exists`)
    else if (!options.has('p') && !machine.isFolder(parentOf(path)))
      status = fail(io, 'mkdir', `cannot create directory ‘${name}’: No such file or directory`)
    else machine.update({ files: addFolder(machine.files, path) })
  }
  return status
}

function touch(args: readonly string[], io: Io): number {
  for (const name of args) io.machine.write(name, io.machine.read(name) ?? '')
  return 0
}

function copy(program: 'cp' | 'mv', args: readonly string[], io: Io): number {
  const options = readOptions(args, 'rRfva')
  if (!options.ok) return fail(io, program, options.error)
  const target = options.args.at(-1)
  const sources = options.args.slice(0, -1)
  if (target === undefined || sources.length === 0)
    return fail(
      io,
      program,
      target === undefined ? 'missing file operand' : `missing destination file operand after '${target}'`,
    )
  const { machine } = io
  let status = 0
  for (const source of sources) {
    const to = machine.isFolder(target) ? `${target}/${nameOf(machine.path(source))}` : target
    const text = machine.read(source)
    if (text !== undefined) machine.write(to, text)
    else if (machine.isFolder(source) && (program === 'mv' || options.has('r') || options.has('R') || options.has('a')))
      copyFolder(source, to, io)
    else {
      const reason = machine.isFolder(source)
        ? `-r not specified; omitting directory '${source}'`
        : `cannot stat '${source}': No such file or directory`
      status = fail(io, program, reason)
      continue
    }
    if (program === 'mv' && machine.path(source) !== machine.path(to)) machine.remove(source)
  }
  return status
}

function copyFolder(source: string, to: string, { machine }: Io): void {
  const [from, target] = [machine.path(source), machine.path(to)]
  for (const [path, text] of machine.files.texts)
    if (path.startsWith(`${from}/`)) machine.write(target + path.slice(from.length), text)
}

function fail(io: Io, program: string, reason: string, status = 1): number {
  io.err(`${program}: ${reason}\n`)
  return status
}
