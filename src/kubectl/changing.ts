import type { Verb } from './call.ts'
import { cordon, uncordon } from './cordon.ts'
import { deleteVerb } from './delete.ts'
import { drain } from './drain.ts'
import { expose } from './expose.ts'
import { annotate, label } from './label.ts'
import { run } from './run-verb.ts'
import { scale } from './scale.ts'
import { set } from './set.ts'
import { taint } from './taint.ts'

/** The verbs that change objects by their names: they read no manifest. */
export const VERBS: readonly Verb[] = [
  expose,
  run,
  set,
  deleteVerb,
  scale,
  cordon,
  uncordon,
  drain,
  taint,
  label,
  annotate,
]
