import { awk } from './awk.ts'
import { base64 } from './base64.ts'
import { diff } from './diff.ts'
import { jq } from './jq.ts'
import type { Program } from './process.ts'
import { sed } from './sed.ts'
import { xargs } from './xargs.ts'
import { yq } from './yq.ts'

/** The programs that are languages of their own, and heavy: a page may load them after the others. */
export const PROGRAMS: ReadonlyMap<string, Program> = new Map(Object.entries({ awk, base64, diff, jq, sed, xargs, yq }))
