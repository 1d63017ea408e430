import type { Manifest } from '../cluster/object.ts'
import type { Call } from './call.ts'
import { printJson } from './json.ts'

/** The annotation in which `apply` keeps what it applied. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** The manifest with itself in the annotation that the next apply compares with. */
export function withLastApplied(manifest: Manifest): Manifest {
  const bare = withoutLastApplied(manifest)
  const { metadata } = bare
  const annotations = { ...metadata?.annotations, [LAST_APPLIED]: `${printJson(bare)}\n` }
  return { ...bare, metadata: { ...metadata, annotations } }
}

/** As it is sent by who does not apply: noted with `--save-config`, or where it has been. (kubectl `CreateOrUpdateAnnotation`) */
export function notedIfAsked({ flags }: Call, manifest: Manifest): Manifest {
  const isNoted = manifest.metadata?.annotations?.[LAST_APPLIED] !== undefined
  return isNoted || flags.isOn('save-config') ? withLastApplied(manifest) : manifest
}

/** The manifest with annotations, be there none, and without the one that apply writes. */
export function withoutLastApplied(manifest: Manifest): Manifest {
  const { [LAST_APPLIED]: _, ...annotations } = manifest.metadata?.annotations ?? {}
  return { ...manifest, metadata: { ...manifest.metadata, annotations } }
}
