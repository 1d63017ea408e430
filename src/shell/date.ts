import { type Program, ProgramFailure } from './process.ts'

/** `date [+FORMAT]`: the virtual clock, in UTC. */
export const date: Program = ({ args, run, out }) => {
  const wrong = args.find(arg => arg !== '-u' && !arg.startsWith('+'))
  if (wrong !== undefined) throw new ProgramFailure(`${wrong} is not available here: the clock only moves with sleep`)
  const format = args.find(arg => arg.startsWith('+'))?.slice(1) ?? '%a %b %e %T UTC %Y'
  const time = new Date(run.cluster.now * 1000)
  const [year = '', month = '', day = '', clock = ''] = time.toISOString().slice(0, 19).split(/[-T]/)
  const [weekday = '', , monthName = ''] = time.toUTCString().split(/[ ,]+/)
  const parts: Readonly<Record<string, string>> = {
    Y: year,
    m: month,
    d: day,
    e: day.replace(/^0/, ' '),
    H: clock.slice(0, 2),
    M: clock.slice(3, 5),
    S: clock.slice(6),
    T: clock,
    F: `${year}-${month}-${day}`,
    a: weekday,
    b: monthName,
    s: String(Math.floor(run.cluster.now)),
    Z: 'UTC',
    z: '+0000',
  }
  out(
    `${format.replace(/%(\w)/g, (all, letter: string) => (Object.hasOwn(parts, letter) ? (parts[letter] ?? all) : all))}\n`,
  )
  return 0
}
