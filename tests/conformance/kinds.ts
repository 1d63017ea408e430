import { customcolumns } from './kinds/customcolumns.ts'
import { daemonset } from './kinds/daemonset.ts'
import { duration } from './kinds/duration.ts'
import { evict } from './kinds/evict.ts'
import { jsonpath, relaxed } from './kinds/jsonpath.ts'
import { profile } from './kinds/profile.ts'
import { quantity } from './kinds/quantity.ts'
import { schedule } from './kinds/schedule.ts'
import { selector } from './kinds/selector.ts'
import { tolerates } from './kinds/tolerates.ts'
import { transcript } from './kinds/transcript.ts'
import { untolerated } from './kinds/untolerated.ts'
import { validate } from './kinds/validate.ts'

/** One recorded answer held against ours. */
export interface Outcome {
  /** The case's name, or what identifies it inside its file. */
  readonly name: string
  /** Left out where we agree. */
  readonly disagreement?: { readonly input: unknown; readonly expected: unknown; readonly got: unknown }
}

/** Checks one recorded document (a JSON file, or one line of a JSON Lines file) of its kind; one outcome for each answer in it. */
export type Kind = (document: never) => Iterable<Outcome>

/** What `npm run conformance` understands, by the document's `kind`. Anything else is a failure. */
export const KINDS: Readonly<Record<string, Kind>> = {
  customcolumns,
  daemonset,
  duration,
  evict,
  jsonpath,
  quantity,
  profile,
  relaxed,
  schedule,
  selector,
  tolerates,
  transcript,
  untolerated,
  validate,
}

/** The kind of a document; the scheduler's profile is the one form that does not name its own. */
export function kindOf(document: object): string | undefined {
  if ('kind' in document) return typeof document.kind === 'string' ? document.kind : undefined
  return 'preFilter' in document && 'score' in document ? 'profile' : undefined
}
