import type { PodTemplate } from '../kubernetes/pod.ts'
import { sameJson } from '../kubernetes/same-json.ts'
import type { Held } from './cluster.ts'
import { byAge } from './rolling-update.ts'

type ReplicaSet = Held['replicasets']

/** The annotation that numbers the revisions of a Deployment, on itself and on its ReplicaSets. */
export const REVISION = 'deployment.kubernetes.io/revision'
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history'
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas'

/** The label by which ReplicaSets of one Deployment tell their pods apart. */
export const TEMPLATE_HASH = 'pod-template-hash'

/** What of a Deployment's annotations its ReplicaSets do not get. (deployment/util `annotationsToSkip`) */
const OWN_ANNOTATIONS: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
])

/** The ReplicaSet whose template is the Deployment's, the oldest if there are several. (deployment/util `FindNewReplicaSet`) */
export function findNewReplicaSet(template: PodTemplate, replicaSets: readonly ReplicaSet[]): ReplicaSet | undefined {
  return replicaSets.toSorted(byAge).find(({ spec }) => spec?.template && sameTemplate(spec.template, template))
}

/** The number of a ReplicaSet's revision, 0 if it has none. */
export function revisionOf({ metadata }: ReplicaSet): number {
  const revision = Number(metadata.annotations?.[REVISION] ?? 0)
  return Number.isInteger(revision) ? revision : 0
}

/**
 * The annotations of the ReplicaSet of a Deployment's present template: the Deployment's own, and the revision, which only
 * ever grows; one that comes back to an older template remembers the revisions it had.
 * (deployment/util `SetNewReplicaSetAnnotations`)
 */
export function revisionAnnotations(
  deployment: Held['deployments'],
  annotations: Readonly<Record<string, string>>,
  revision: number,
): Readonly<Record<string, string>> {
  const copied = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !OWN_ANNOTATIONS.has(key))
  const merged = { ...annotations, ...Object.fromEntries(copied) }
  const before = merged[REVISION]
  if (before !== undefined && Number(before) >= revision) return merged
  const numbered = { ...merged, [REVISION]: String(revision) }
  if (before === undefined) return numbered
  const history = merged[REVISION_HISTORY]
  return { ...numbered, [REVISION_HISTORY]: history ? `${history},${before}` : before }
}

/**
 * A short name for a template: the same for the same template, another for any other (but for the rare collision, which
 * `collisions` helps out of). Upstream hashes Go's print of the template, here it is its JSON: the form is the same, the
 * value is not. (pkg/controller `ComputeHash`)
 */
export function templateHash(template: PodTemplate, collisions = 0): string {
  let hash = 0x811c9dc5
  for (const character of `${canonicalJson(template)}${collisions || ''}`) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0
  }
  // Digits become letters that cannot form words. (apimachinery `rand.SafeEncodeString`)
  return [...String(hash)].map(digit => SAFE.charAt(digit.charCodeAt(0) % SAFE.length)).join('')
}

const SAFE = 'bcdfghjklmnpqrstvwxz2456789'

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`
}

function sameTemplate(a: PodTemplate, b: PodTemplate): boolean {
  return sameJson(withoutHash(a), withoutHash(b))
}

function withoutHash(template: PodTemplate): PodTemplate {
  const { labels, ...metadata } = template.metadata ?? {}
  const others = Object.entries(labels ?? {}).filter(([key]) => key !== TEMPLATE_HASH)
  return { ...template, metadata: { ...metadata, labels: Object.fromEntries(others) } }
}
