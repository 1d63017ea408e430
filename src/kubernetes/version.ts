/** The Kubernetes release that the course runs, and whose recorded answers it is held against. */
export const KUBERNETES_VERSION = '1.37'
