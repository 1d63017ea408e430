/** A kubeconfig: which clusters one may speak to, as whom, and which of them one speaks to now. */
export interface KubeConfig {
  readonly currentContext: string
  readonly contexts: readonly Context[]
}

export interface Context {
  readonly name: string
  readonly cluster: string
  readonly user: string
  /** Left out: `default`. */
  readonly namespace?: string
}

/** The kubeconfig that `kind create cluster` leaves behind. */
export function defaultConfig(): KubeConfig {
  return {
    currentContext: 'kind-kind',
    contexts: [{ name: 'kind-kind', cluster: 'kind-kind', user: 'kind-kind' }],
  }
}

/** The namespace in which commands work without `-n`. */
export function currentNamespace(config: KubeConfig): string {
  return config.contexts.find(one => one.name === config.currentContext)?.namespace || 'default'
}
