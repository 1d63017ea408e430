import type { Cluster } from '../cluster/cluster.ts'
import type { Parts, Verb } from './call.ts'
import * as changing from './changing.ts'
import * as explaining from './explaining.ts'
import * as fields from './field-selector.ts'
import * as formats from './formats.ts'
import { get } from './get.ts'
import * as help from './help.ts'
import { kubectlWith, type Printed, type Setting } from './kubectl-with.ts'
import * as time from './let-time-pass.ts'
import * as columns from './other-columns.ts'
import * as files from './read-files.ts'
import * as discovery from './served-resources.ts'
import * as telling from './telling.ts'
import * as writing from './writing.ts'

export type { Printed, Setting } from './kubectl-with.ts'

/** All of kubectl. */
export const PARTS: Parts = {
  changing,
  writing,
  telling,
  explaining,
  help,
  formats,
  columns,
  fields,
  discovery,
  files,
  time,
}

export const VERBS: readonly Verb[] = [get, ...changing.VERBS, ...writing.VERBS, ...telling.VERBS, ...explaining.VERBS]

/** Runs one kubectl command against a cluster, with all parts at hand: `kubectlWith`. */
export function kubectl(cluster: Cluster, command: string | readonly string[], setting: Setting = {}): Printed {
  return kubectlWith(PARTS, cluster, command, setting)
}
