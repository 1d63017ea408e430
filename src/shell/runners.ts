import { pathOf } from './inputs.ts'
import { act } from './node-actions.ts'
import { type Program, ProgramFailure } from './process.ts'

const SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 }

/** `sleep`: lets the virtual clock run. */
export const sleep: Program = ({ args, run }) => {
  if (args.length === 0) throw new ProgramFailure('missing operand')
  const seconds = args.map(arg => {
    const [, number, unit = ''] = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(arg) ?? []
    if (number === undefined) throw new ProgramFailure(`invalid time interval ‘${arg}’`)
    return Number(number) * (SECONDS[unit] ?? 1)
  })
  const sum = seconds.reduce((total, one) => total + one, 0)
  const end = run.cluster.now + sum
  act(run, { type: 'wait', seconds: sum })
  if (run.cluster.now < end)
    throw new ProgramFailure('stopped: the controllers have more to do than one line waits for, or time ends here')
  return 0
}

/** The editors: what a person makes of the file is written back. */
export const editor: Program = process => {
  const { disk, run } = process
  const name = process.args.findLast(arg => !/^[-+]/.test(arg))
  if (name === undefined) throw new ProgramFailure('name the file that is to be edited')
  const path = pathOf(process, name)
  const text = disk.read(path) ?? ''
  const edited = run.edit({ path, text })
  const problem = edited === text ? undefined : disk.write(path, edited)
  if (problem) throw new ProgramFailure(`${name}: ${problem}`)
  return 0
}
