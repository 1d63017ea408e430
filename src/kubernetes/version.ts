/** The Kubernetes minor versions whose words and rules are told apart here, oldest first; `1.34` stands for it and older. */
export const KUBERNETES_VERSIONS = ['1.34', '1.35', '1.36', '1.37'] as const
export type KubernetesVersion = (typeof KUBERNETES_VERSIONS)[number]

/** The release that the course runs, and whose recorded answers it is held against. */
export const KUBERNETES_VERSION: KubernetesVersion = '1.37'

/** Whether `version` is older than `other`; a version left out is the newest. */
export function isBefore(version: KubernetesVersion | undefined, other: KubernetesVersion): boolean {
  return version !== undefined && KUBERNETES_VERSIONS.indexOf(version) < KUBERNETES_VERSIONS.indexOf(other)
}
