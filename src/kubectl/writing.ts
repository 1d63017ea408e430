import { apply } from './apply.ts'
import type { Verb } from './call.ts'
import { create } from './create.ts'
import { diff } from './diff.ts'
import { edit } from './edit.ts'
import { patch } from './patch.ts'
import { replace } from './replace.ts'

/** The verbs that make of an object what somebody has written: they read YAML, which is heavy. */
export const VERBS: readonly Verb[] = [create, edit, diff, apply, patch, replace]
