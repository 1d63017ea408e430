/** The feature gates that change what this course simulates; one left out has Kubernetes' default (off). */
export interface Gates {
  /** `Gt` and `Lt` in tolerations: alpha and off by default since 1.35, still in 1.37 (KEP-5471). */
  readonly TaintTolerationComparisonOperators?: boolean
}
