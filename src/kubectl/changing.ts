import { apply } from './apply.ts'
import type { Verb } from './call.ts'
import { cordon, uncordon } from './cordon.ts'
import { create } from './create.ts'
import { deleteVerb } from './delete.ts'
import { diff } from './diff.ts'
import { drain } from './drain.ts'
import { edit } from './edit.ts'
import { expose } from './expose.ts'
import { annotate, label } from './label.ts'
import { patch } from './patch.ts'
import { replace } from './replace.ts'
import { rollout } from './rollout.ts'
import { run } from './run-verb.ts'
import { scale } from './scale.ts'
import { set } from './set.ts'
import { taint } from './taint.ts'
import { wait } from './wait.ts'

/** The verbs that change objects, and those that wait for a change or show what one would be. */
export const VERBS: readonly Verb[] = [
  create,
  expose,
  run,
  set,
  edit,
  deleteVerb,
  rollout,
  scale,
  cordon,
  uncordon,
  drain,
  taint,
  diff,
  apply,
  patch,
  replace,
  wait,
  label,
  annotate,
]
