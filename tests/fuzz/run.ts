import { STORY_LENGTH, tell } from './play.ts'

/*
 * npm run fuzz [SEED [LINES]]
 * Types random lines, 100 000 if nothing else is said, a tenth of them on the large cluster. Prints the seed first, whatever
 * is thrown with the story up to it, and how long lines took. Ends with a status of 1 if anything was thrown.
 */
const seed = Number(process.argv[2] ?? Math.floor(Date.now() / 1000))
const stories = Math.ceil(Number(process.argv[3] ?? 100_000) / STORY_LENGTH)
console.log(`seed ${seed}`)
const large = Math.ceil(stories / 10)
let thrown = 0
for (const telling of [
  { seed, stories: stories - large },
  { seed, from: stories - large, stories: large, preset: 'large' },
] as const) {
  const times: number[] = []
  let slowest = { milliseconds: 0, line: '', story: 0 }
  for (const { outcome, line, story, milliseconds } of tell(telling)) {
    times.push(milliseconds)
    if (milliseconds > slowest.milliseconds) slowest = { milliseconds, line, story }
    if (!(outcome instanceof Error)) continue
    thrown += 1
    console.log(outcome.stack)
  }
  times.sort((a, b) => a - b)
  const within = times.filter(time => time <= 50).length
  console.log(
    `${times.length} lines on ${'preset' in telling ? telling.preset : 'small clusters'}: half of them within ${at(times, 0.5)} ms, 99 % within ${at(times, 0.99)} ms, ${((within / times.length) * 100).toFixed(2)} % within 50 ms`,
  )
  console.log(
    `the slowest, ${slowest.milliseconds.toFixed(0)} ms, in story ${slowest.story}: ${JSON.stringify(slowest.line)}`,
  )
}
console.log(`${thrown} lines threw`)
process.exitCode = thrown === 0 ? 0 : 1

function at(sorted: readonly number[], share: number): string {
  return (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1)
}
