import { atom } from 'nanostores'
import { $editing, $issue, $prompt, $terminal, interrupt, isMissing, runLine, wakeAgain } from './lab.ts'
import type { LabIssue } from './lab-protocol.ts'

/*
 * The terminal between two answers: what is being run, what has been begun, what waits.
 */

/** The line that is being run. It is drawn until the terminal shows an entry after `after`. */
export interface RunningLine {
  readonly line: string
  /** The last entry's id when it was typed. */
  readonly after: number | undefined
}

export const $running = atom<RunningLine | undefined>()

/** What was typed of a command that is not complete: a quote or a heredoc is open. */
export const $begun = atom<string | undefined>()

/** The line that Ctrl-C broke off last, until another is run. */
export const $broken = atom<string | undefined>()

/** What the last line led to: the id of its entry, or what went wrong. */
export const $outcome = atom<{ readonly entry: number } | { readonly issue: LabIssue } | undefined>()

/** Types lines, each once the one before it is done. The promise is fulfilled when nothing is left to run. */
export async function typeLines(lines: readonly string[]): Promise<void> {
  queue.push(...lines)
  const issue = $issue.get()
  // Where the lab could not be loaded, whoever types tries again.
  if (issue && isMissing(issue) && !$prompt.get()) void wakeAgain()
  if (isTyping) return
  isTyping = true
  await prompted()
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) await typeLine(next)
  $running.set(undefined)
  isTyping = false
}

/** Ctrl-C: what runs is stopped; what waits, was begun, or stands at the prompt (`typed`) is forgotten. */
export function breakOff(typed: string): void {
  queue.length = 0
  const [begun, running] = [$begun.get(), $running.get()]
  const isPrinting = running && $terminal.get().at(-1)?.id !== running.after
  // Who leaves an editor so breaks no line off: it goes on with the text as it was. What is being printed says it itself.
  if (!$editing.get() && !isPrinting) {
    $broken.set(running?.line ?? (begun === undefined ? typed : `${begun}\n${typed}`))
  }
  $begun.set(undefined)
  if (running) interrupt()
}

/** What the last line led to is no longer shown: another lab has come. */
export function forgetOutcome(): void {
  $outcome.set(undefined)
  $broken.set(undefined)
}

/** What was typed and could not be run, for want of something that is loaded: it is to be typed again. */
export const $unrun = atom<string | undefined>()

const queue: string[] = []
let isTyping = false

async function typeLine(typed: string): Promise<void> {
  const begun = $begun.get()
  $broken.set(undefined)
  const line = begun === undefined ? typed : `${begun}\n${typed}`
  $running.set({ line, after: $terminal.get().at(-1)?.id })
  const answer = await runLine(line)
  if (!answer.ok) {
    if (isMissing(answer.issue)) $unrun.set([line, ...queue].join('\n'))
    queue.length = 0
    $begun.set(undefined)
    $outcome.set({ issue: answer.issue })
    return
  }
  if (answer.incomplete) {
    $begun.set(line)
    return
  }
  $begun.set(undefined)
  const entry = $terminal.get().at(-1)
  if (entry) $outcome.set({ entry: entry.id })
}

/** Once there is a prompt to type at. */
function prompted(): Promise<void> {
  return new Promise(resolve => {
    if ($prompt.get()) return resolve()
    const unbind = $prompt.listen(prompt => {
      if (!prompt) return
      unbind()
      resolve()
    })
  })
}
