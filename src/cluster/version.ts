import { KUBERNETES_VERSION, KUBERNETES_VERSIONS, type KubernetesVersion } from '../kubernetes/version.ts'

/** The minor version of a release: `1.37` of `v1.37.2`. One that is not told apart here counts as the newest, or the oldest. */
export function minorVersionOf(release: string): KubernetesVersion {
  const minor = Number(/^v?1\.([0-9]+)/.exec(release)?.[1] ?? Number.POSITIVE_INFINITY)
  const oldest = KUBERNETES_VERSIONS[0]
  if (minor < Number(oldest.slice(2))) return oldest
  return KUBERNETES_VERSIONS.find(version => Number(version.slice(2)) === minor) ?? KUBERNETES_VERSION
}
