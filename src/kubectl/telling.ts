import { clusterInfo, top, version } from './about-cluster.ts'
import { auth } from './auth.ts'
import type { Verb } from './call.ts'
import { config } from './config-verb.ts'
import { describe } from './describe.ts'
import { apiResources, apiVersions } from './discovery.ts'
import { events } from './events.ts'
import { completion, logs } from './not-here.ts'
import { rollout } from './rollout.ts'
import { wait } from './wait.ts'

/** The verbs beside `get` that tell how things stand, and those that follow what becomes of them. */
export const VERBS: readonly Verb[] = [
  clusterInfo,
  top,
  describe,
  logs,
  auth,
  events,
  completion,
  config,
  version,
  apiVersions,
  apiResources,
  rollout,
  wait,
]
