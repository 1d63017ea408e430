/** What a learner has made of one question: what stands in its form, how far they are, and the best they have done. */
export interface Answer {
  /** The option given for each item, or the text written, by the names of the form's fields. */
  readonly given: Readonly<Record<string, string>>
  readonly phase: AnswerPhase
  /** Whether the learner says that they are not sure. */
  readonly unsure: boolean
  /** Left out: never checked. It outlives a new try. */
  readonly best?: Verdict
}

/** Half given, checked, or given up for the explanation: then the question remains open. */
export const ANSWER_PHASES = ['open', 'checked', 'shown'] as const
export type AnswerPhase = (typeof ANSWER_PHASES)[number]

export const VERDICTS = ['wrong', 'right'] as const
export type Verdict = (typeof VERDICTS)[number]

/** What a learner has made of a question that they have not touched. */
export const UNTOUCHED: Answer = { given: {}, phase: 'open', unsure: false }

const VERSION = 1
/** More than any form of this course holds; what is larger was not written by it. */
const MAX_FIELDS = 200
const MAX_TEXT = 20_000

/** Writes an answer down for the browser's storage. */
export function printAnswer(answer: Answer): string {
  return JSON.stringify({ version: VERSION, ...answer })
}

/** Reads back what `printAnswer` wrote, of this version; `undefined` for anything else. Never throws. */
export function parseAnswer(text: string): Answer | undefined {
  try {
    return readAnswer(JSON.parse(text))
  } catch {
    return undefined
  }
}

function readAnswer(value: unknown): Answer | undefined {
  if (!isRecord(value) || value['version'] !== VERSION || !isGiven(value['given'])) return undefined
  const phase = ANSWER_PHASES.find(each => each === value['phase'])
  const best = VERDICTS.find(each => each === value['best'])
  if (!phase || typeof value['unsure'] !== 'boolean' || (value['best'] !== undefined && !best)) return undefined
  return { given: { ...value['given'] }, phase, unsure: value['unsure'], ...(best && { best }) }
}

function isGiven(value: unknown): value is Readonly<Record<string, string>> {
  if (!isRecord(value)) return false
  const texts = Object.values(value)
  return texts.length <= MAX_FIELDS && texts.every(text => typeof text === 'string' && text.length <= MAX_TEXT)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
