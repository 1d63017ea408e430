import type { Gates } from './gates.ts'
import type { KubernetesVersion } from './version.ts'

/** What makes one API server answer otherwise than another. */
export interface ServerSettings {
  /** Left out: the newest. */
  readonly version?: KubernetesVersion
  /** Left out: the version's defaults. */
  readonly gates?: Gates
}
