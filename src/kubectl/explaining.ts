import type { Verb } from './call.ts'
import { explain } from './explain.ts'

/** The verb that knows a word on every field. */
export const VERBS: readonly Verb[] = [explain]
